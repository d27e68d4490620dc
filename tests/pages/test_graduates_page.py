"""The page of graduates: every role in every language; what is typed stays when it is refused; the acts behind it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from core.attestation import candidacies
from core.attestation.candidacies import papers
from core.attestation.candidacies.reading import of_commission
from core.attestation.risk import at_risk
from core.db.store import Store
from core.desk import Why
from core.errors import RuleBroken
from core.i18n import office_day, t
from core.ui.attestation.graduate_one import typed_minutes
from schemas.attestation import Candidacy, CandidacyStatus, Presented, Work
from schemas.base import LANGS, Lang
from schemas.words import ResultState, Role
from tests.acts.attestation_kit import YEAR
from tests.acts.graduate_kit import Year, year
from tests.pages.conftest import Open
from tests.pages.roles import met

OFFICE = ("list", "draw", "approve", "table", "progress", "admission", "risk")
TABS = {
    Role.head: OFFICE, Role.registrar: ("list", "draw", "table", "progress", "admission", "risk"),
    Role.department: ("list", "approve", "table", "progress", "admission", "risk"),
    Role.teacher: ("list", "table", "progress"), Role.auditor: ("list", "progress", "admission", "risk"),
    Role.management: ("list", "progress", "admission", "risk"),
}  # fmt: skip


@pytest.fixture
def base(shipped: Store, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> Year:
    """Drawn graduates of the faculty, department and teacher that the signed-in people have."""
    made = year(shipped)
    g = made.of
    signed = open_page.__globals__  # pytest has a copy of its own of the module
    for name, ref in (
        ("FACULTY", g.of.faculty.ref()), ("DEPARTMENT", g.of.unit.ref()), ("TEACHER", g.of.teachers[0].ref()),
    ):  # fmt: skip
        monkeypatch.setitem(signed, name, ref)
    candidacies.draw(g.desk, g.commission.id, Why("сынақ"))
    made.done(made.pupils[0])
    made.result(made.pupils[1], "SPEC", ResultState.failed)
    return made


def one(base: Year, form: str = "performance") -> Candidacy:
    return next(c for c in of_commission(base.of.desk, base.of.commission.id) if c.form == form)


def said(at: AppTest) -> str:
    words = " ".join(str(e.value) for k in ("title", "markdown", "caption", "success", "warning") for e in at.get(k))
    return words + " ".join(str(d.value.to_dict()) for d in at.dataframe)


@pytest.mark.parametrize(("role", "lang"), met(TABS))
def test_every_tab_opens(open_page: Open, base: Year, role: Role, lang: Lang) -> None:
    for tab in TABS[role]:
        at = open_page("graduates", role, lang, tab=tab, year=str(YEAR), commission=base.of.commission.id)
        assert not at.exception and not at.error, (tab, [e.value for e in at.error])
        assert at.title[0].value == t("graduates.title", lang)
        assert set(at.segmented_control[0].options) >= {t(f"graduates.tab.{x}", lang) for x in TABS[role]}


@pytest.mark.parametrize(("role", "lang"), met(TABS))
def test_one_of_them_opens(open_page: Open, base: Year, role: Role, lang: Lang) -> None:
    of = one(base)
    at = open_page("graduates", role, lang, id=of.id)
    assert not at.exception and not at.error
    assert of.student.label.kk in at.title[0].value.replace("\\", "")
    may = role not in (Role.auditor, Role.management)
    assert any(b.label == t("common.save", lang) for b in at.button) == may
    at = open_page("graduates", role, lang, id="$ne")
    assert not at.exception and at.error


@pytest.mark.parametrize("role", [Role.hr, Role.administrator, Role.payments])
def test_others_are_told_calmly(open_page: Open, role: Role) -> None:
    at = open_page("graduates", role)
    assert not at.exception and at.info and not at.dataframe


def test_who_is_not_admitted_and_why_stands_there(open_page: Open, base: Year) -> None:
    at = open_page("graduates", Role.head, "ru", tab="admission", year=str(YEAR))
    words = said(at)
    assert t("graduates.out.not_approved", "ru", form=one(base).form_name) in words
    assert "академических долгов – 1" in words


def test_risk_is_told_with_its_reasons(open_page: Open, base: Year) -> None:
    at = open_page("graduates", Role.department, "ru", tab="risk", year=str(YEAR))
    assert "долги без повторной регистрации – 1" in said(at)


def press(at: AppTest, label: str) -> AppTest:
    next(b for b in at.button if b.label.startswith(label)).click()
    return at.run()


def test_a_teacher_types_the_programme_and_bad_minutes_stay_on_the_screen(open_page: Open, base: Year) -> None:
    of = one(base)
    at = open_page("graduates", Role.teacher, "ru", id=of.id)
    at = press(at, t("forms.row_add", "ru"))
    title = next(i for i in at.text_input if ".title" in str(i.key))
    minutes = next(i for i in at.text_input if ".minutes" in str(i.key))
    title.set_value("Сарыарқа")
    minutes.set_value("сорок")
    at = press(at, t("common.save", "ru"))
    assert not at.exception
    assert next(i for i in at.text_input if ".minutes" in str(i.key)).value == "сорок"
    assert next(i for i in at.text_input if ".title" in str(i.key)).value == "Сарыарқа"
    assert not base.of.store.load(Candidacy, of.id).presented.works
    next(i for i in at.text_input if ".minutes" in str(i.key)).set_value("40")
    at = press(at, t("graduates.count_minutes", "ru"))
    assert t("graduates.sum", "ru", minutes="40", least=30, most=60) in said(at)
    at = press(at, t("common.save", "ru"))
    assert not at.exception and not at.error
    kept = base.of.store.load(Candidacy, of.id).presented.works
    assert [(w.title, w.minutes) for w in kept] == [("Сарыарқа", 40)]


def test_minutes_of_no_form_are_those_that_are_stored() -> None:
    assert typed_minutes("nothing", Presented(works=[Work(title="Күй", minutes=7)])) == 7


def test_an_approved_one_without_a_basis_is_refused_beside_the_field(open_page: Open, base: Year) -> None:
    of = base.alter(
        one(base), status=CandidacyStatus.approved,
        presented=Presented(supervisor=base.of.of.teachers[0].ref(), works=[Work(title="Күй", minutes=40)]),
    )  # fmt: skip
    at = open_page("graduates", Role.head, "ru", id=of.id)
    next(i for i in at.text_input if ".title" in str(i.key)).set_value("Адай")
    at = press(at, t("common.save", "ru"))
    assert t("errors.reason_missing", "ru") in said(at)
    assert next(i for i in at.text_input if ".title" in str(i.key)).value == "Адай"
    assert base.of.store.load(Candidacy, of.id).presented.works[0].title == "Күй"


def test_a_department_approves_by_its_minutes(open_page: Open, base: Year) -> None:
    of = one(base, "state_exam")
    at = open_page("graduates", Role.department, "ru", id=of.id)
    at = press(at, t("graduates.approve", "ru"))
    assert t("errors.field.missing", "ru") in said(at)
    next(i for i in at.text_input if str(i.key).endswith(":number")).set_value("5")
    at.date_input[0].set_value(date(2026, 10, 1))
    at = press(at, t("graduates.approve", "ru"))
    assert not at.exception
    assert base.of.store.load(Candidacy, of.id).status is CandidacyStatus.approved


def test_a_stage_is_marked_and_who_is_behind_is_fewer(open_page: Open, base: Year) -> None:
    of = one(base)
    at = open_page("graduates", Role.teacher, "ru", id=of.id)
    at = press(at, t("graduates.mark", "ru"))
    assert not at.exception and not at.error
    (done, *_) = base.of.store.load(Candidacy, of.id).milestones
    assert (done.code, done.done) == ("programme", office_day(datetime.now(UTC)))
    assert len([m for m in base.of.store.load(Candidacy, of.id).milestones if m.done]) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_lists_are_printed_and_written_for_excel(base: Year, lang: Lang) -> None:
    g = base.of
    from core.attestation import admission

    found, _ = at_risk(g.desk, YEAR)
    for of in (
        papers.topics(of_commission(g.desk, g.commission.id), lang),
        papers.refused(admission.of(g.desk, YEAR), lang), papers.at_risk(found, lang),
    ):  # fmt: skip
        assert of.lines and papers.xlsx(g.desk, of, YEAR, lang)[:2] == b"PK"
        assert papers.pdf(g.desk, of, YEAR, lang)[:4] == b"%PDF"
    with pytest.raises(RuleBroken, match="paper_empty"):
        papers.pdf(g.desk, papers.refused([], lang), YEAR, lang)


def test_the_card_of_a_student_shows_what_he_prepares(open_page: Open, base: Year) -> None:
    at = open_page("student", Role.head, "ru", id=base.pupils[0].id, tab="studies")
    at.session_state[f"v:tab:{base.pupils[0].id}"] = "studies"
    at.run()
    assert not at.exception and t("graduates.card_title", "ru") in " ".join(s.value for s in at.subheader)
