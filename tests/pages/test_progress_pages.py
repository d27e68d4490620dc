"""Progress, promotion, what-if: opened by every role in every language; filters, files, decisions, nothing kept."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from core import sheets, sums
from core.access import RIGHTS
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
from core.promotions import acts
from core.rulebooks import install
from schemas.base import LANGS, Lang, Text
from schemas.grade_sheet import GradeSheet
from schemas.promotion import Promotion, PromotionState, Verdict
from schemas.reference import Office
from schemas.student import Student
from schemas.term import Term
from schemas.words import Role, TermKind
from tests.acts.job_kit import worker
from tests.acts.test_promotions import give, school, whole
from tests.acts.test_rollover import YEAR
from tests.pages.conftest import Open
from tests.pages.seen import strange

PAGES = {"progress": "student.results", "what_if": "student.results", "promotion": "promotion.read"}
DATA = ("Студент", "Оқытушы", "Дәстүрлі", "SPEC", "PIANO", "SOL", "D0", "D1", "D2", "N-", "ОР-")


@pytest.fixture
def desk(shipped: Store) -> Desk:
    return worker(shipped, Role.head)


@pytest.fixture
def of(desk: Desk):  # type: ignore[no-untyped-def]
    made = school(desk)
    words = {"name": Text(kk="Консерватория"), "office_name": Text(kk="Офис"), "city": Text(kk="Алматы")}
    desk.transact("office.edit", lambda tx: tx.add(Office(_id="office", **words)), Why("ашылды"))
    if not desk.store.count("rulebooks", {"own": True}):
        install(desk, "kz-2022")
    sums.refresh(desk.store)
    return made


def said(at: AppTest) -> str:
    boxes = (at.success, at.warning, at.error, at.info, at.caption, at.markdown, at.subheader, at.metric)
    return " ".join(str(x.value) for b in boxes for x in b) + " ".join(str(d.value.to_dict()) for d in at.dataframe)


@pytest.mark.parametrize("page", list(PAGES))
@pytest.mark.parametrize("role", list(Role))
def test_every_role_meets_the_page_or_a_calm_no(open_page: Open, of, page: str, role: Role) -> None:  # type: ignore[no-untyped-def]
    at = open_page(page, role)
    assert not at.exception
    if PAGES[page] in RIGHTS[role]:
        assert at.title and not [e for e in at.error]
    else:
        assert at.info and not at.dataframe


@pytest.mark.parametrize("page", list(PAGES))
@pytest.mark.parametrize("lang", LANGS)
def test_an_empty_office_says_what_to_do(open_page: Open, shipped: Store, page: str, lang: Lang) -> None:
    at = open_page(page, Role.head, lang)
    assert not at.exception and not at.error and strange(at, lang) == []


@pytest.mark.parametrize("lang", LANGS)
def test_debts_gpa_and_summary_in_every_language(open_page: Open, of, lang: Lang) -> None:  # type: ignore[no-untyped-def]
    at = open_page("progress", Role.head, lang)
    found = said(at)
    assert not at.exception and not at.error
    assert "Студент01" in found and "Студент00" not in found, "only who owes"
    assert t("progress.no_way", lang) in found, "who failed thrice has no way left"
    assert t("progress.groups_of", lang, n=1, all=1) in found, "one group owes"
    assert strange(at, lang, DATA) == []
    group = of.pupils[0].studies[0].group
    for tab in ("gpa", "summary"):
        at = open_page("progress", Role.head, lang, tab=tab, group=group)
        found = said(at)
        assert not at.exception and not at.error and "Студент00" in found, found
        assert strange(at, lang, DATA) == []
    assert t("progress.failed_row", lang) in found


def test_the_filters_narrow_and_a_department_sees_its_own(open_page: Open, of, desk: Desk) -> None:  # type: ignore[no-untyped-def]
    at = open_page("progress", Role.head, "ru", course="4")
    assert t("progress.no_debts", "ru") in said(at)
    at = open_page("progress", Role.department, "ru")  # of another department
    assert not at.exception and "Студент" not in said(at).replace("Студентов", "")
    at = open_page("progress", Role.adviser, "kk")
    assert not at.exception


@pytest.mark.parametrize("lang", LANGS)
def test_a_promotion_is_made_decided_and_approved_on_the_page(open_page: Open, of, desk: Desk, lang: Lang) -> None:  # type: ignore[no-untyped-def]
    at = open_page("promotion", Role.head, lang, year=str(YEAR))
    assert not at.exception and not at.error and strange(at, lang, DATA) == []
    [send] = [b for b in at.button if str(b.key).startswith("send-ask:promotion.make")]
    at = send.click().run()
    assert not at.exception and not at.error, [e.value for e in at.error]
    row = desk.store.rows("promotions", {})[0]
    at = open_page("promotion", Role.head, lang, year=str(YEAR), id=row["_id"])
    found = said(at)
    assert not at.exception and Verdict.expel.label(lang) in found and strange(at, lang, DATA) == []
    assert t("promotion.undecided_left", lang, n=6) in found
    [send] = [b for b in at.button if str(b.key).startswith("send-ask:promotion.accept")]
    at = send.click().run()
    assert not at.exception and not at.error
    doc = desk.store.load(Promotion, row["_id"])
    assert [r.study for r in doc.rows if r.decided is None] == ["st-5"]
    doc = acts.decide(desk, doc.id, doc.revision, {"st-5": Verdict.repeat}, Why("нәтижесі жоқ"))
    at = open_page("promotion", Role.management, lang, year=str(YEAR), id=doc.id)
    desk.store.db["users"].update_one({"login": f"management.{lang}"}, {"$set": {"person": None}})  # another person
    [send] = [b for b in at.button if str(b.key).startswith("send-ask:promotion.approve")]
    at = send.click().run()
    assert not at.exception and not at.error, [e.value for e in at.error]
    assert desk.store.load(Promotion, doc.id).state is PromotionState.approved
    at = open_page("promotion", Role.auditor, lang, year=str(YEAR), id=doc.id)
    assert not at.exception and t("promotion.orders", lang) in [e.value for e in at.subheader]
    assert not [b for b in at.button if str(b.key).startswith("send-ask")], "frozen"


def test_an_address_that_leads_nowhere_is_answered(open_page: Open, of) -> None:  # type: ignore[no-untyped-def]
    for page, address in (
        ("promotion", {"id": "nope"}),
        ("what_if", {"student": "nobody"}),
        ("progress", {"term": "x"}),
    ):
        at = open_page(page, Role.head, "kk", **address)
        assert not at.exception and said(at)


@pytest.mark.parametrize("lang", LANGS)
def test_what_if_shows_what_would_follow_and_keeps_nothing(open_page: Open, of, desk: Desk, lang: Lang) -> None:  # type: ignore[no-untyped-def]
    pupil = of.pupils[1]
    before = desk.store.load(Student, pupil.id)
    at = open_page("what_if", Role.head, lang, student=pupil.number)
    found = said(at)
    assert not at.exception and not at.error and Verdict.with_debts.label(lang) in found
    assert strange(at, lang, DATA) == []
    [add] = [m for m in at.multiselect if str(m.key).startswith("what-if-add")]
    at = add.set_value([of.special.id]).run()
    [percent] = [x for x in at.text_input if str(x.key).startswith("what-if-add")]
    at = percent.set_value("101").run()
    assert not at.exception and at.error, "a bad percent is said"
    [percent] = [x for x in at.text_input if str(x.key).startswith("what-if-add")]
    assert percent.value == "101", "and stays as typed"
    at = percent.set_value("95").run()
    assert not at.exception and not at.error and "●" in said(at)
    after = desk.store.load(Student, pupil.id)
    assert after.model_dump() == before.model_dump(), "nothing is kept"
    assert desk.store.count("audit_events", {"action": {"$regex": "what"}}) == 0


def test_notices_are_made_for_the_list(of, desk: Desk) -> None:  # type: ignore[no-untyped-def]
    from core.progress import notices
    from core.progress.reading import Cut
    from tests.acts.job_kit import ended

    give(desk, of.pupils[0], "D7", "F", date(YEAR - 1, 12, 28))
    office = desk.store.load(Office, "office")
    assert office
    row = ended(desk.store, notices.begin(desk, Cut(), Why("хабарлама")))
    assert row["state"] == "done", row["error"]
    made, left = row["result"]["made"], row["result"]["left"]
    assert made + len(left) == 5, row["result"]
    if made:
        assert row["file"] and desk.store.count("papers", {"code_of_kind": "debts_notice"}) == made


def test_the_passage_says_that_promotions_have_decided(open_page: Open, of, desk: Desk, shipped: Store) -> None:  # type: ignore[no-untyped-def]
    doc = whole(desk, acts.make(desk, YEAR, of.faculty.id, Why("а")))
    acts.approve(worker(shipped, Role.senior_registrar), doc.id, doc.revision, Why("б"))
    at = open_page("rollover", Role.head, "ru", year=str(YEAR))
    assert not at.exception and t("rollover.promotion_n", "ru", n=6) in said(at)


@pytest.mark.parametrize("lang", LANGS)
def test_a_summary_is_opened_here_and_says_where_the_record_has_gone_on(
    open_page: Open, of, desk: Desk, lang: Lang
) -> None:  # type: ignore[no-untyped-def]
    term = Term(code=f"{YEAR - 1}-1", kind=TermKind.autumn, year=YEAR - 1)
    desk.transact("reference.edit", lambda tx: tx.add(term), Why("ашылды"))
    group = of.pupils[0].studies[0].group
    at = open_page("progress", Role.head, lang, tab="summary", group=group, term=term.code)
    [send] = [b for b in at.button if str(b.key).startswith("send-ask:sheets.open_summary")]
    at = send.click().run()
    assert not at.exception and not at.error
    sheet = GradeSheet.model_validate(desk.store.rows("grade_sheets", {"kind": "summary"})[0])
    at = open_page("grade_sheet", Role.head, lang, sheet=sheet.id)
    found = said(at)
    assert not at.exception and not at.error and strange(at, lang, DATA) == []
    assert t("sheets.summary_agrees", lang) in found and t("sheets.explain", lang) not in found
    give(desk, of.pupils[1], "D2", "B")
    at = open_page("grade_sheet", Role.head, lang, sheet=sheet.id)
    assert any(w.value == t("sheets.summary_beside", lang, n=5) for w in at.warning), [w.value for w in at.warning]
    next(i for i in at.text_input if str(i.key).endswith(":why") and "sheets.renew" in str(i.key)).set_value(
        "түзетілді"
    )
    at = next(b for b in at.button if str(b.key).startswith("send-ask:sheets.renew")).click().run()
    assert not at.exception and not at.warning
    sheet = desk.store.load(GradeSheet, sheet.id)
    sheets.close(desk, sheet.id, sheet.revision, sheets.seen_mark({}, desk.actor.id), Why("жабылды"))
    give(desk, of.pupils[2], "D1", "A")
    at = open_page("grade_sheet", Role.head, lang, sheet=sheet.id)
    assert at.warning and strange(at, lang, DATA) == []
    at = next(b for b in at.button if str(b.key).startswith("send-ask:sheets.open_again")).click().run()
    assert not at.exception and desk.store.count("grade_sheets", {"kind": "summary"}) == 2
    for role in (Role.teacher, Role.registrar, Role.department):
        assert not open_page("grade_sheet", role, lang, sheet=sheet.id).exception
    at = open_page("grade_sheets", Role.head, lang)
    next(s for s in at.segmented_control if s.key == "v:sheets.way").set_value("group").run()
    assert not at.exception and strange(at, lang, DATA) == []
