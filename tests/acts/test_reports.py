"""Reports (clause 33-9): what the engine counts is what the records say; who may ask what; big ones; the next year."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from core import house, reports, students
from core.contingent import lives
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Forbidden, NotFound, Problems, RuleBroken
from core.i18n import t
from core.reports import ready, reckoning
from core.sources import askable, source_of
from schemas.base import Text
from schemas.condition import Asked, Condition, Op
from schemas.discipline import Programme
from schemas.kinds import Kind
from schemas.report import Figure, Grain, Reckoned, Report, ReportBody, ReportCut, ReportShape, Stretch
from schemas.words import Role
from tests.acts.class_kit import put
from tests.acts.test_sums import SmallOffice
from tests.conftest import actor


def office_of(head: Desk, senior: Desk, seed: int = 5, acts: int = 24) -> SmallOffice:
    office = SmallOffice(head, senior, random.Random(seed))
    for _ in range(6):
        office.admit()
    for _ in range(acts):
        office.act()
    return office


def table(source: Asked, rows: str = "", across: str = "", *figures: Figure, **more: Any) -> ReportBody:
    cut = ReportCut(field=across) if across else None
    return ReportBody(
        source=source, rows=[ReportCut(field=rows)] if rows else [], across=cut,
        figures=list(figures) or [Figure()], **more,
    )  # fmt: skip


def studies(desk: Desk) -> list[Row]:
    return [s for row in desk.store.rows("students", {}) for s in row["studies"]]


def records(desk: Desk) -> list[tuple[Row, Row, str]]:
    rows = desk.store.rows("students", {})
    return [(r, s, row["_id"]) for row in rows for s in row["studies"] for r in s["record"]]


# what is counted is what the records say --------------------------------------------------------------------------


def test_every_cell_row_column_and_the_whole_is_the_number_of_its_records(head: Desk, senior: Desk) -> None:
    office_of(head, senior)
    made = reports.run(head, table(Asked.studies, "studies.status", "studies.year"))
    plain = Counter((s["status"], s["year"]) for s in studies(head))
    assert made.n == sum(plain.values())
    for r, (status,) in enumerate(made.keys):
        cells = [plain[status, None if year == "" else year] for year in made.across]
        assert made.rows[r][1:] == (*cells, sum(cells))
    assert made.total is not None
    columns = [sum(n for (_, y), n in plain.items() if y == (None if year == "" else year)) for year in made.across]
    assert made.total[1:] == (*columns, made.n)
    assert made.across[-1] == ""  # who has no year stands last


def test_measures_of_numbers_are_those_of_the_marks(head: Desk, senior: Desk) -> None:
    office_of(head, senior, 7, 40)
    field = "studies.record.final_grade"
    whats = (Reckoned.mean, Reckoned.median, Reckoned.sum, Reckoned.least, Reckoned.most)
    figures = [Figure(what=w, field=field) for w in whats]
    made = reports.run(head, table(Asked.results, "studies.record.code", "", *figures, Figure(what=Reckoned.people)))
    plain: dict[str, list[Decimal]] = {}
    people: dict[str, set[str]] = {}
    for result, _, id in records(head):
        people.setdefault(result["code"], set()).add(id)
        plain.setdefault(result["code"], [])
        if result["final_grade"] is not None:
            plain[result["code"]].append(Decimal(result["final_grade"]))
    assert plain and len(made.rows) == len(plain)
    for (code,), row in zip(made.keys, made.rows, strict=True):
        values = sorted(plain[code])
        half = len(values) // 2
        middle = values[half] if len(values) % 2 else sum(values[half - 1 : half + 1]) / 2 if values else None
        mean = sum(values) / len(values) if values else None
        expected = (mean, middle, sum(values), min(values, default=None), max(values, default=None), len(people[code]))
        assert row[1:] == expected
    assert made.total is not None and made.total[-1] == len(set().union(*people.values()))


def test_a_share_says_what_it_is_of(head: Desk, senior: Desk) -> None:
    office_of(head, senior, 7, 40)
    graded = Condition(field="studies.record.state", op=Op.among, value="passed, failed")
    passed = Condition(field="studies.record.state", op=Op.is_, value="passed")
    made = reports.run(head, table(
        Asked.results, "studies.department", "", Figure(what=Reckoned.share, of=[graded], counts=[passed]),
        Figure(what=Reckoned.share_column),
    ))  # fmt: skip
    plain = [(s["department"]["id"], r["state"]) for r, s, _ in records(head)]
    for r, (department,) in enumerate(made.keys):
        of = sum(d == department and s in ("passed", "failed") for d, s in plain)
        good = sum(d == department and s == "passed" for d, s in plain)
        mine = sum(d == department for d, _ in plain)
        assert made.parts[r, 1] == (good, of) and made.parts[r, 2] == (mine, len(plain))
        assert made.rows[r][1] == (Decimal(good * 100) / of if of else None)
    assert f"({sum(s == 'passed' for _, s in plain)} / " in made.said(reports.TOTAL, 1, made.total[1])  # type: ignore[index]


def test_the_share_of_each_closed_word_is_ready_and_called_by_it(head: Desk, senior: Desk) -> None:
    office_of(head, senior, 7, 40)
    known = ready.figures(Asked.results, dict(askable(source_of(Asked.results))))
    made = reports.run(head, table(
        Asked.results, "studies.department", "", known["share:studies.record.state:passed"],
        known["share:dormitory:yes"],
    ))  # fmt: skip
    assert [h.words for h in made.headings[1:]] == ["Үлесі: Тапсырылды", "Үлесі: Жатақханаға мұқтаж"]
    plain = [r["state"] for r, _, _ in records(head)]
    assert made.parts[reports.TOTAL, 1] == (plain.count("passed"), len(plain))


def test_days_fall_into_years_and_studies_into_ages(head: Desk, senior: Desk) -> None:
    office = office_of(head, senior, 3, 4)
    day = date(2006, 3, 31)
    id = office.people[0][0]
    revision = head.store.one("students", {"_id": id}, {"revision": 1})["revision"]  # type: ignore[index]
    students.edit(head, id, revision, {"born": day}, Why("туған күні"))
    by_age = ReportBody(source=Asked.studies, rows=[ReportCut(field="born", by=Grain.age)], figures=[Figure()])
    ages = dict(zip((k for (k,) in reports.run(head, by_age).keys), reports.run(head, by_age).rows, strict=True))
    today = head.today()
    full = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    assert ages[full][1] == 1 and ages[""][1] == len(studies(head)) - 1
    for grain in (Grain.year, Grain.study_year, Grain.quarter, Grain.month):
        cut = ReportCut(field="studies.admitted_on", by=grain)
        made = reports.run(head, ReportBody(source=Asked.studies, rows=[cut], figures=[Figure()]))
        admitted = Counter(_part(s["admitted_on"], grain) for s in studies(head))
        assert {k: row[1] for (k,), row in zip(made.keys, made.rows, strict=True)} == admitted


def _part(day: str, grain: Grain) -> str:
    year, month = int(day[:4]), int(day[5:7])
    return {
        Grain.year: day[:4], Grain.month: day[:7], Grain.quarter: f"{year}-{(month + 2) // 3}",
        Grain.study_year: str(year if month > 8 else year - 1),
    }[grain]  # fmt: skip


def test_parts_of_a_big_collection_add_up_and_may_be_stopped(
    head: Desk, senior: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    office_of(head, senior, 9, 30)
    body = table(
        Asked.results, "studies.record.code", "studies.record.state",
        Figure(what=Reckoned.median, field="studies.record.final_grade"), Figure(what=Reckoned.people), Figure(),
    )  # fmt: skip
    whole = reports.run(head, body)
    monkeypatch.setattr(reckoning, "PART", 2)
    monkeypatch.setattr(reckoning, "FEW", 10**9)
    told: list[tuple[int, int]] = []
    parted = reports.run(head, body, step=lambda done, of: told.append((done, of)))
    assert (parted.rows, parted.total, parted.parts) == (whole.rows, whole.total, whole.parts)
    assert len(told) > 2 and told[-1][0] == told[-1][1]

    class Stopped(Exception):
        pass

    def stop(done: int, of: int) -> None:
        if done == 1:
            raise Stopped

    with pytest.raises(Stopped):
        reports.run(head, body, step=stop)


def test_a_past_day_is_told_as_the_contingent_tells_it(head: Desk, senior: Desk) -> None:
    office_of(head, senior, 11, 30)
    day = head.today() - timedelta(days=200)
    body = table(Asked.studies, "studies.status", "studies.year", as_of=day)
    made = reports.run(head, body)
    plain = Counter(
        (unit["status"], unit["year"]) for _, unit in lives.on(lives.read(head.store), day.isoformat())
    )  # fmt: skip
    cells = {
        (status, None if year == "" else year): made.rows[r][c]
        for r, (status,) in enumerate(made.keys) for c, year in enumerate(made.across, 1)
    }  # fmt: skip
    assert {k: n for k, n in cells.items() if n} == plain
    people = ReportBody(source=Asked.studies, shape=ReportShape.list, as_of=day, sort="number",
                        columns=["number", "name.last", "studies.department", "studies.year"])  # fmt: skip
    rows = reports.run(head, people).rows
    assert len(rows) == sum(plain.values()) and all(row[0] and row[1] and row[2] for row in rows)
    with pytest.raises(Problems) as refused:
        reports.run(head, table(Asked.studies, "studies.instrument", as_of=day))
    assert refused.value.problems[0].key == "reports.not_of_a_day"


def test_what_a_programme_says_of_its_studies_is_a_column_a_group_and_a_filter(head: Desk, senior: Desk) -> None:
    office = office_of(head, senior, 3, 40)
    song = put(head, Programme(code="6B02101", name=Text(kk="Ән"), direction="arts", level="bachelor"))
    known = {study for _, study in office.people[::2]}
    for id, study in office.people[::2]:
        revision = head.store.one("students", {"_id": id}, {"revision": 1})["revision"]  # type: ignore[index]
        students.edit(head, id, revision, {f"studies.{study}.programme": song.ref()}, Why("бұйрық"))
    plain = {
        Asked.studies: Counter(s["id"] in known for s in studies(head)),
        Asked.results: Counter(s["id"] in known for _, s, _ in records(head)),
    }
    for source, (path, word) in product(plain, (("studies.direction", "arts"), ("studies.level", "bachelor"))):
        expected, only = plain[source], Condition(field=path, op=Op.is_, value=word)
        assert expected[True] and expected[False]
        body = table(source, path)
        for asked in (body, body.model_copy(update={"as_of": head.today()})) if source is Asked.studies else (body,):
            made = reports.run(head, asked)
            assert {k: row[1] for (k,), row in zip(made.keys, made.rows, strict=True)} == {
                word: expected[True], "": expected[False],
            }  # fmt: skip
        assert reports.run(head, table(source, "studies.year", of=[only])).n == expected[True]
        listed = ReportBody(source=source, shape=ReportShape.list, columns=["number", path], of=[only])
        made = reports.run(head, listed)
        numbers = {r["_id"]: r["number"] for r in head.store.rows("students", {})}
        assert made.collection == "students" and [numbers[id] for id in made.ids] == [row[0] for row in made.rows]
        assert [row[1] for row in made.rows] == [word] * expected[True]


def test_small_cells_are_not_told_nor_found_from_the_totals(head: Desk, senior: Desk) -> None:
    office_of(head, senior, 5, 10)
    body = table(Asked.studies, "studies.status", "studies.department", hide_under=3)
    made = reports.run(head, body)
    open_ = reports.run(head, body.model_copy(update={"hide_under": 0}))
    for (r, c), part in ((at, open_.rows[at[0]][at[1]]) for at in made.hidden if at[0] != reports.TOTAL):
        assert made.rows[r][c] is None and part is not None
    assert all(not (isinstance(v, int) and 0 < v < 3) for row in made.rows for v in row[1:])
    for r, row in enumerate(made.rows):
        alone = [c for c in range(1, len(row)) if (r, c) in made.hidden]
        others = [c for c in range(1, len(row) - 1) if (r, c) not in made.hidden and row[c]]
        assert len(alone) != 1 or alone == [len(row) - 1] or not others


# the records behind a cell ------------------------------------------------------------------------------------------


def test_a_cell_opens_the_records_it_counts(head: Desk, senior: Desk) -> None:
    office_of(head, senior, 7, 40)
    passed = Condition(field="studies.record.state", op=Op.is_, value="passed")
    body = table(
        Asked.results, "studies.record.code", "studies.department", Figure(),
        Figure(what=Reckoned.share, counts=[passed]), Figure(what=Reckoned.mean, field="studies.record.final_grade"),
    )  # fmt: skip
    made = reports.run(head, body)
    for r, row in made.lines:
        for c in range(1, len(row)):
            n = row[c] if made.headings[c].figure == 0 else made.parts[r, c][made.headings[c].figure == 2]
            opened = reports.behind(head, body, made, r, c)
            assert len(opened.rows) == n, (r, c)
        assert len(reports.behind(head, body, made, r, 0).rows) == row[-3]  # a row by itself: all of it
    opened = reports.behind(head, body, made, reports.TOTAL, 0)
    assert sorted(opened.ids) == sorted(id for _, _, id in records(head)) and opened.collection == "students"
    years = ReportBody(source=Asked.studies, figures=[Figure()],
                       rows=[ReportCut(field="studies.admitted_on", by=Grain.quarter)])  # fmt: skip
    for asked in (years, table(Asked.studies), table(Asked.studies, "studies.status", "studies.year",
                                                     as_of=head.today()), table(
        Asked.standings, "last", time=Stretch.dates, first=head.today() - timedelta(300), last=head.today(),
    )):  # fmt: skip
        made = reports.run(head, asked)
        assert made.rows
        for r, row in made.lines:
            assert [len(reports.behind(head, asked, made, r, c).rows) for c in range(1, len(row))] == list(row[1:])


def test_small_cells_open_nothing_and_the_reach_is_asked_anew(head: Desk, senior: Desk) -> None:
    office = office_of(head, senior, 5, 10)
    body = table(Asked.studies, "studies.status", "studies.department", hide_under=3)
    made = reports.run(head, body)
    for r, c in made.hidden:
        with pytest.raises(RuleBroken, match="small_cell"):
            reports.behind(head, body, made, r, c)
    opened = reports.behind(head, body, made, reports.TOTAL, 0)  # all of them, but not by what small cells are of
    assert opened.rows and not {"Кафедра", "Мәртебесі"} & set(opened.headings)
    own = office.departments[0].id
    desk = replace(head, actor=actor(Role.department, department=own))
    plain = table(Asked.studies, "studies.status")
    whole = reports.run(head, plain)  # a table made for who sees more opens no more than one's own
    mine = [s for s in studies(head) if s["department"]["id"] == own]
    assert len(reports.behind(desk, plain, whole, reports.TOTAL, 1).rows) == len(mine)


# who may ask what --------------------------------------------------------------------------------------------------


def test_a_department_counts_and_lists_its_own_alone(head: Desk, senior: Desk) -> None:
    office = office_of(head, senior)
    own = office.departments[0].id
    desk = replace(head, actor=actor(Role.department, department=own))
    mine = [s for s in studies(head) if s["department"]["id"] == own]
    body = table(Asked.studies, "studies.department")
    assert 0 < reports.run(desk, body).n == len(mine) < len(studies(head))
    past = body.model_copy(update={"as_of": head.today()})
    assert reports.run(desk, past).n == len(mine)
    with pytest.raises(Problems) as refused:  # papers are not its to read
        reports.run(desk, table(Asked.papers, "state"))
    assert refused.value.problems[0].key == "reports.source_not_yours"


@pytest.mark.parametrize("place", ["column", "filter", "group", "figure", "sort"])
def test_a_field_a_role_may_not_see_is_refused_by_its_name(head: Desk, senior: Desk, place: str) -> None:
    office_of(head, senior, 5, 2)
    hidden = Kind.model_validate({
        "sort": "layout", "code": "card", "name": {"kk": "Карта"}, "effective": head.today(),
        "body": {"sort": "layout", "of": "students", "rows": [{"path": "iin", "hidden": ["management"]}]},
    })  # fmt: skip
    given = Condition(field="iin", op=Op.empty)
    body = {
        "column": ReportBody(source=Asked.studies, shape=ReportShape.list, columns=["number", "iin"]),
        "sort": ReportBody(source=Asked.studies, shape=ReportShape.list, columns=["number"], sort="-iin"),
        "filter": table(Asked.studies, "studies.status", of=[given]),
        "group": table(Asked.studies, "iin"),
        "figure": table(Asked.studies, "studies.status", "", Figure(what=Reckoned.share, counts=[given])),
    }[place]  # fmt: skip
    desk = replace(head, actor=actor(Role.management))
    kept = reports.keep(head, None, 0, Text(kk="Есеп"), body, Why("хат"))
    shared = reports.share(head, kept.id, kept.revision, [Role.management], Why("сұрады"))
    with house.coming([hidden]):
        assert reports.run(head, body).n
        with pytest.raises(Problems) as refused:
            reports.run(desk, reports.get(desk, shared.id).body)
    problem = refused.value.problems[0]
    assert problem.key == "reports.field_hidden" and problem.values["name"].ru == "ИИН"


def test_who_sees_no_marks_asks_for_none(head: Desk, senior: Desk) -> None:
    office_of(head, senior, 5, 2)
    desk = replace(head, actor=actor(Role.hr))
    with pytest.raises((Problems, Forbidden)):
        reports.run(desk, table(Asked.results, "studies.record.state"))


# bad input ---------------------------------------------------------------------------------------------------------


def test_too_big_a_list_is_answered_with_what_to_do(head: Desk, senior: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    office_of(head, senior, 5, 2)
    from core.reports import listing

    monkeypatch.setattr(listing, "CELLS", 6)
    body = ReportBody(source=Asked.studies, shape=ReportShape.list, columns=["number", "name.last"])
    with pytest.raises(Problems) as refused:
        reports.run(head, body)
    assert refused.value.problems[0].key == "reports.too_big"
    assert len(reports.run(head, body.model_copy(update={"limit": 3})).rows) == 3
    assert len(list(reports.records(head, body))) == len(studies(head))  # as a file it goes


def test_what_matches_nothing_says_so_and_unknown_fields_are_refused(head: Desk, senior: Desk) -> None:
    office_of(head, senior, 5, 2)
    nobody = Condition(field="studies.group", op=Op.is_, value="ЖОҚ")
    made = reports.run(head, table(Asked.studies, "studies.status", of=[nobody]))
    assert (made.n, made.rows) == (0, ())
    for body in (table(Asked.studies, "$where"), table(Asked.studies, "events.actor"),
                 table(Asked.studies, "contacts.phone")):  # fmt: skip
        with pytest.raises(Problems) as refused:
            reports.run(head, body)
        assert refused.value.problems[0].key == "sources.no_field"


# kept, shared, repeated ---------------------------------------------------------------------------------------------


def test_a_report_is_ones_own_until_it_is_shared(head: Desk, senior: Desk) -> None:
    body = table(Asked.studies, "studies.status")
    kept = reports.keep(senior, None, 0, Text(kk="Мәртебелер"), body, Why("керек"))
    registrar = replace(head, actor=actor(Role.registrar, faculty="F"))
    assert [r.id for r in reports.listed(senior, "mine")] == [kept.id]
    with pytest.raises(NotFound):
        reports.get(registrar, kept.id)
    kept = reports.share(senior, kept.id, kept.revision, [Role.registrar], Why("бөліс"))
    assert [r.id for r in reports.listed(registrar, "shared")] == [kept.id]
    with pytest.raises(Forbidden):
        reports.keep(registrar, kept.id, kept.revision, Text(kk="Б"), body, Why("а"))
    other = table(Asked.studies, "studies.year")
    changed = reports.keep(senior, kept.id, kept.revision, Text(kk="Курстар"), other, Why("басқаша"))
    assert (changed.version, changed.earlier[0].name.kk, changed.earlier[0].body) == (2, "Мәртебелер", body)
    with pytest.raises(RuleBroken):
        reports.keep(senior, changed.id, changed.revision, Text(kk="Курстар"), other, Why("а"))
    closed = reports.retire(senior, changed.id, changed.revision, Why("керек емес"))
    assert reports.listed(senior, "mine") == [] and reports.get(senior, closed.id).earlier


def test_the_head_puts_a_report_on_a_home_page(head: Desk, senior: Desk) -> None:
    kept = reports.keep(senior, None, 0, Text(kk="А"), table(Asked.studies, "studies.status"), Why("а"))
    with pytest.raises(Forbidden):
        reports.pin(senior, kept.id, kept.revision, [Role.management], Why("а"))
    pinned = reports.pin(head, kept.id, kept.revision, [Role.management], Why("басшылыққа"))
    desk = replace(head, actor=actor(Role.management))
    assert [r.id for r in reports.pinned(desk)] == [pinned.id] and reports.get(desk, kept.id).shared
    assert reports.pinned(senior) == []
    people = ReportBody(source=Asked.studies, shape=ReportShape.list, columns=["number"])
    kept = reports.keep(senior, None, 0, Text(kk="Б"), people, Why("б"))
    with pytest.raises(Problems):
        reports.pin(head, kept.id, kept.revision, [Role.management], Why("а"))


def test_the_same_of_the_next_year_names_the_next_years_terms_and_days(head: Desk, senior: Desk) -> None:
    office = office_of(head, senior, 5, 0)
    first, _, after, _ = office.terms
    day = Condition(field="studies.admitted_on", op=Op.from_, value="2024-02-29")
    code = Condition(field="studies.record.term", op=Op.among, value=f"{first.code}, жоқ")
    attempts = Condition(field="studies.record.attempt", op=Op.is_, value="2")
    body = table(
        Asked.results, "studies.record.code", of=[day, code, attempts], time=Stretch.term, term=first.code,
        when="@term", first=date(2024, 2, 29), year=2025,
    )  # fmt: skip
    moved = reports.moved(head, body)
    assert (moved.term, moved.year, moved.first) == (after.code, 2026, date(2025, 2, 28))
    assert [c.value for c in moved.of] == ["2025-02-28", f"{after.code}, жоқ", "2"]
    assert reports.moved(head, table(Asked.studies, "studies.year", time=Stretch.now_year)).time is Stretch.now_year


def test_a_report_of_a_time_that_has_not_come_is_kept_and_says_so(head: Desk, senior: Desk) -> None:
    office = office_of(head, senior, 5, 0)
    day = table(Asked.studies, "studies.status", as_of=head.today())
    term = table(Asked.results, "studies.record.code", time=Stretch.term, term=office.terms[-1].code, when="@term")
    for body, key in ((day, "day_to_come"), (term, "term_to_come")):
        later = reports.moved(head, body)
        kept = reports.keep(head, None, 0, Text(kk="Келер жыл"), later, Why("дайындық"))
        assert reports.get(head, kept.id).body == later
        for ask in (reports.price, reports.run):
            with pytest.raises(RuleBroken, match=key):
                ask(head, later)
    made = reports.run(head, term.model_copy(update={"time": Stretch.study_year, "year": head.today().year + 2}))
    assert not made.rows and t("reports.time_to_come", "kk") in made.notes


def test_a_limited_report_says_that_there_is_more(head: Desk, senior: Desk) -> None:
    office_of(head, senior, 5, 2)
    said = t("reports.note_first", "kk", n=1)
    people = ReportBody(source=Asked.studies, shape=ReportShape.list, columns=["number"])
    for body in (people, table(Asked.studies, "number")):
        assert said in reports.run(head, body.model_copy(update={"limit": 1})).notes
        assert said not in reports.run(head, body.model_copy(update={"limit": 900})).notes


def test_what_an_office_starts_with_is_given_once(head: Desk, shipped: Any) -> None:
    house.refresh(head.store)
    given = reports.ship(head.store)
    assert given and reports.ship(head.store) == 0
    for report in reports.listed(head, "office"):
        reports.run(head, report.body)  # each can be asked
    one = reports.listed(head, "office")[0]
    reports.retire(head, one.id, one.revision, Why("керек емес"))
    assert reports.ship(head.store) == 0
    assert len(reports.listed(head, "office")) == given - 1
    assert head.store.count(Report.collection, {}) == given
