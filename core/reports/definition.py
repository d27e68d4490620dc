"""Can a report be asked at all: its fields, its measures, its time; every refusal beside its field and by its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from core.desk import Desk
from core.errors import Problem
from core.fields import FieldSpec
from core.reports import asof, keys
from core.results.reading import least_shown
from core.sources import Question, Span, askable, problems_of, source_of
from core.sources.rules import NUMBERS, check
from schemas.base import Text
from schemas.condition import Condition
from schemas.report import VALUED, Figure, Reckoned, ReportBody, ReportCut, ReportShape, Stretch

Fields = Mapping[str, FieldSpec]
CELLS = 400_000  # values of a list that may stand in one table
COLUMNS = 60


def question(body: ReportBody) -> Question:
    """The rows a report is made of."""
    when = "" if body.time is Stretch.all else body.when
    return Question(body.source, tuple(body.of), (), when, named=tuple(dict.fromkeys(p for _, p in used(body))))


def cuts(body: ReportBody) -> list[ReportCut]:
    """What rows are put together by: down the table, then across it."""
    return [*body.rows, *([body.across] if body.across else [])]


def fields_of(desk: Desk, body: ReportBody) -> Fields:
    """The fields this user may ask of the source; of a past day only those its history tells."""
    found = askable(source_of(body.source), desk.actor.role)
    return {p: s for p, s in found.items() if p in asof.paths()} if body.as_of else found


def guarded(desk: Desk, body: ReportBody) -> ReportBody:
    """The same report with small cells hidden as the office's setting says, where it is cut or narrowed by a sensitive
    field (ethnicity, disability): two people in a cell would be named."""
    every = askable(source_of(body.source))
    if not any(every[p].show.sensitive for _, p in used(body) if p in every):
        return body
    return body.model_copy(update={"hide_under": max(body.hide_under, least_shown(desk.store))})


def used(body: ReportBody) -> list[tuple[str, str]]:
    """(beside which field of the definition, the path) of every field a report names."""
    found = [*_of("of", body.of), ("when", body.when if body.time is not Stretch.all else "")]
    if body.shape is ReportShape.list:
        found += [("columns", p) for p in body.columns] + [("sort", body.sort.removeprefix("-"))]
        return [(at, p) for at, p in found if p and p != "@term"]
    found += [("rows", c.field) for c in body.rows]
    found += [("across", body.across.field)] if body.across else []
    for n, figure in enumerate(body.figures):
        found += [(f"figures.{n}.field", figure.field)] if figure.what in VALUED else []
        found += [*_of(f"figures.{n}.of", figure.of), *_of(f"figures.{n}.counts", figure.counts)]
    return [(at, p) for at, p in found if p and p != "@term"]


def _of(at: str, conditions: Sequence[Condition]) -> list[tuple[str, str]]:
    fields = [(f"{at}.{n}.field", c.field) for n, c in enumerate(conditions)]
    return fields + [(f"{at}.{n}.other", c.other) for n, c in enumerate(conditions) if c.other]


def problems(desk: Desk, body: ReportBody, span: Span) -> list[Problem]:
    """Everything that is wrong with a report for this user, beside its fields."""
    source = source_of(body.source)
    every, mine = askable(source), fields_of(desk, body)
    found = _not_his(used(body), every, mine, bool(body.as_of))
    if found:
        return found
    found = problems_of(question(body), span, desk.actor.role)
    if source.also and not desk.may(source.also) or not desk.may(source.right):
        return [Problem("source", "reports.source_not_yours", {"source": body.source})]
    if body.time is not Stretch.all and not body.when and not source.made:
        found.append(Problem("when", "errors.field.missing"))
    return found + (_list(body) if body.shape is ReportShape.list else _table(body, mine, span, source.person))


def _not_his(used: Iterable[tuple[str, str]], every: Fields, mine: Fields, of_day: bool) -> list[Problem]:
    """Fields that are none, that this user may not see, or that no history tells: each by its name."""
    found: list[Problem] = []
    for at, path in used:
        if path not in every:
            found.append(Problem(at, "sources.no_field", {"field": path}))
        elif path not in mine:
            named = {"name": _name(every[path])}
            history = of_day and path not in asof.paths()
            found.append(Problem(at, "reports.not_of_a_day" if history else "reports.field_hidden", named))
    return found


def _list(body: ReportBody) -> list[Problem]:
    if not body.columns:
        return [Problem("columns", "reports.no_columns")]
    return []


def _table(body: ReportBody, fields: Fields, span: Span, person: str) -> list[Problem]:
    found: list[Problem] = []
    if not body.figures:
        found.append(Problem("figures", "reports.no_figures"))
    for at, cut in [*(("rows", c) for c in body.rows), *([("across", body.across)] if body.across else [])]:
        if cut.by not in keys.grains(fields[cut.field]):
            found.append(Problem(at, "reports.not_grouped", {"name": _name(fields[cut.field])}))
    paths = [(c.field, c.by) for c in cuts(body)]
    if len(set(paths)) < len(paths):
        found.append(Problem("across" if body.across else "rows", "reports.twice"))
    for n, figure in enumerate(body.figures):
        found += _figure(figure, f"figures.{n}", fields, span, person)
    if body.sort and not (body.sort.isdigit() and int(body.sort) < len(body.figures)):
        found.append(Problem("sort", "reports.no_sort"))
    return found


def _figure(figure: Figure, at: str, fields: Fields, span: Span, person: str) -> list[Problem]:
    found = [*check(figure.of, fields, span, f"{at}.of"), *check(figure.counts, fields, span, f"{at}.counts")]
    if figure.what in VALUED and fields[figure.field].kind not in NUMBERS:
        found.append(Problem(f"{at}.field", "reports.no_number", {"name": _name(fields[figure.field])}))
    if figure.what is Reckoned.people and not person:
        found.append(Problem(f"{at}.what", "reports.no_people"))
    return found


def _name(spec: FieldSpec) -> Text:
    return Text(kk=spec.show.kk, ru=spec.show.ru, en=spec.show.en)


__all__ = ["CELLS", "COLUMNS", "cuts", "fields_of", "guarded", "problems", "question", "used"]
