"""Statistics of final attestation and the chair's report, opened by roles in every language."""

from __future__ import annotations

import pytest

from core import rulebooks
from core.access import RIGHTS
from core.attestation.figures import acts
from core.db.store import Store
from core.i18n import t
from core.sums import build
from schemas.attestation import Commission, CommissionStatus
from schemas.base import LANGS, Lang
from schemas.words import Role
from tests.acts.attestation_kit import Graduates, graduates
from tests.acts.class_kit import put
from tests.acts.test_attestation_figures import reported
from tests.pages.conftest import DEPARTMENT, Open
from tests.pages.seen import strange

A = "attestation_figures"
DATA = ("Дәстүрлі", "SPEC", "ATT", "head", "2027", "D1", "D2", "F1")
TABS = ("year", "trend", "departments", "reports")


@pytest.fixture
def made(shipped: Store) -> Graduates:
    """Four graduates of a year, one of whom did not appear; last year's report left two recommendations."""
    of = graduates(shipped)
    rulebooks.install(of.desk, "kz-2022")
    commission = reported(of)
    put(of.desk, commission.model_copy(update={
        "id": "was", "number": "2026-01", "year": 2026, "recommendations": ["Рояль алу", "Зал жөндеу"],
        "status": CommissionStatus.closed,
    }))  # fmt: skip
    build.refresh(shipped)
    return of


def words(at) -> str:  # type: ignore[no-untyped-def]
    boxes = (at.success, at.warning, at.error, at.info, at.caption, at.markdown, at.subheader, at.toast)
    return " ".join(str(x.value) for b in boxes for x in b) + " ".join(str(d.value.to_dict()) for d in at.dataframe)


def metric(at, key: str, lang: Lang = "kk"):  # type: ignore[no-untyped-def]
    return next(m for m in at.metric if m.label == t(f"{A}.{key}", lang))


@pytest.mark.parametrize("role", list(Role))
def test_every_role_meets_the_statistics_or_a_calm_no(open_page: Open, made: Graduates, role: Role) -> None:
    may = "attestation.read" in RIGHTS[role]
    for page, address in ((A, {}), ("attestation_report", {"commission": made.commission.id})):
        at = open_page(page, role, **address)
        assert not at.exception
        assert bool(at.title) == may
        if not may:
            assert at.info and not at.metric and not at.text_area


@pytest.mark.parametrize("lang", LANGS)
def test_an_empty_office_says_where_to_begin(open_page: Open, shipped: Store, lang: Lang) -> None:
    for tab in TABS:
        at = open_page(A, Role.head, lang, tab=tab)
        assert not at.exception and not at.error and strange(at, lang) == []
        assert t(f"{A}.no_years", lang) in words(at)
    at = open_page("attestation_report", Role.head, lang)
    assert not at.exception and t(f"{A}.report_none", lang) in words(at)


@pytest.mark.parametrize("lang", LANGS)
def test_rates_stand_with_both_denominators_in_every_language(open_page: Open, made: Graduates, lang: Lang) -> None:
    for tab in TABS:
        at = open_page(A, Role.management, lang, tab=tab)
        assert not at.exception and not at.error and strange(at, lang, DATA) == []
        if tab in ("year", "departments"):
            assert metric(at, "rate_pass", lang).delta == "3 / 3"
            assert metric(at, "rate_pass_admitted", lang).delta == "3 / 4"
            assert metric(at, "rate_honours", lang).value == t("figures.no_data", lang), "nothing to divide by"
        if tab != "reports":
            assert "(3/4)" in words(at) and t(f"{A}.table_grades", lang) in [e.label for e in at.expander]


def test_a_department_sees_its_own_alone_and_who_sits_his_commission(open_page: Open, made: Graduates) -> None:
    at = open_page(A, Role.department)
    assert not at.exception and not at.metric and t(f"{A}.none", "kk") in words(at)
    move = {"$set": {"department.id": DEPARTMENT.id}}
    for name in ("candidacies", "protocols", "commissions"):
        made.store.db[name].update_many({}, move)
    build.refresh(made.store, ["attestation:2027"])
    at = open_page(A, Role.department)
    assert metric(at, "graduating").value == "4"
    made.store.db["candidacies"].update_many({"student.id": made.pupils[0].id}, {"$set": {"department.id": "other"}})
    build.refresh(made.store, ["attestation:2027"])
    assert metric(open_page(A, Role.department), "graduating").value == "3"
    assert metric(open_page(A, Role.auditor), "graduating").value == "4"
    assert not open_page(A, Role.secretary).metric, "he sits in none"
    made.store.db["commissions"].update_many({}, {"$push": {"people": "p1"}})
    build.refresh(made.store, ["attestation:2027"])
    assert metric(open_page(A, Role.secretary), "graduating").value == "4"


def test_widgets_cut_and_addresses_that_lead_nowhere_are_answered(open_page: Open, made: Graduates) -> None:
    at = open_page(A, Role.head, again="1")
    assert not at.exception and t(f"{A}.none", "kk") in words(at), "nobody came again"
    at = open_page(A, Role.head, year="x", tab="?", by="nothing", programme="none", form="none", again="z")
    assert not at.exception and not at.error and metric(at, "graduating").value == "4"
    at = open_page("attestation_report", Role.head, commission="nobody")
    assert not at.exception and at.title and not at.text_area


@pytest.mark.parametrize("lang", LANGS)
def test_the_report_is_written_kept_and_saved(open_page: Open, made: Graduates, lang: Lang) -> None:
    id = made.commission.id
    at = open_page("attestation_report", Role.head, lang, commission=id)
    assert not at.exception and not at.error and strange(at, lang, DATA) == []
    assert "Рояль алу" in words(at)
    [level] = [x for x in at.text_area if "part:level" in str(x.key)]
    at = level.set_value("Деңгейі жоғары").run()
    assert not at.exception and t(f"{A}.kept", lang) in words(at)
    again = open_page("attestation_report", Role.head, lang, commission=id)
    [level] = [x for x in again.text_area if "part:level" in str(x.key)]
    assert level.value == "Деңгейі жоғары", "a closed browser loses nothing"
    answer = next(x for x in again.text_area if "answer:" in str(x.key))
    at = answer.set_value("Алынды").run()
    [save] = [b for b in at.button if str(b.key).startswith(f"send-ask:{A}.save")]
    at = save.click().run()
    assert not at.exception and not at.error, [e.value for e in at.error]
    kept = made.store.load(Commission, id)
    assert kept.parts == {"level": "Деңгейі жоғары"} and kept.answers[0].done == "Алынды"
    assert not made.store.rows("drafts", {"sheet": f"report:{id}"})
    [trail] = made.store.rows("audit_events", {"action": "attestation.report"})
    assert trail["subject"]["id"] == id


def test_a_change_of_somebody_else_is_seen_beside_what_is_typed(open_page: Open, made: Graduates) -> None:
    id = made.commission.id
    at = open_page("attestation_report", Role.head, "ru", commission=id)
    [level] = [x for x in at.text_area if "part:level" in str(x.key)]
    at = level.set_value("Высокий").run()
    from core.desk import Why

    revision = made.store.load(Commission, id).revision
    acts.write(made.desk, id, revision, {"level": "Средний"}, [], [], Why("есеп"))
    [save] = [b for b in at.button if str(b.key).startswith(f"send-ask:{A}.save")]
    at = save.click().run()
    assert not at.exception and "Средний" in words(at), "the other's words stand beside"
    [level] = [x for x in at.text_area if "part:level" in str(x.key)]
    assert level.value == "Высокий" and made.store.load(Commission, id).parts["level"] == "Средний"
    [save] = [b for b in at.button if str(b.key).startswith(f"send-ask:{A}.save")]
    at = save.click().run()
    assert not at.exception and made.store.load(Commission, id).parts["level"] == "Высокий"


@pytest.mark.parametrize("lang", LANGS)
def test_who_may_not_write_reads_the_report_as_it_comes_out(open_page: Open, made: Graduates, lang: Lang) -> None:
    at = open_page("attestation_report", Role.auditor, lang, commission=made.commission.id)
    assert not at.exception and not at.error and not at.text_area and strange(at, lang, DATA) == []
    assert at.get("imgs") or at.get("image") or "imgs" in str(at._tree)
