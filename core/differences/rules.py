"""The rules of the academic difference: which result stands for which line, which year of study follows, until when
the difference is cleared. Values in, values out; nothing is read here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from core.curricula import semester_of
from core.i18n import fold
from core.ledger import required
from schemas.base import LANGS, Id, Ref, Text
from schemas.curriculum import CurriculumLine
from schemas.difference import Decision, DifferenceLine, Match, MatchedBy, Origin, YearRow
from schemas.kinds import DifferenceRules
from schemas.term import Term
from schemas.words import TermKind

TURNS = list(TermKind)  # in the order of an academic year
SEMESTERS = (TermKind.autumn, TermKind.spring)
NONE = Decimal(0)


@dataclass(frozen=True)
class Source:
    """A passed result that may be recognised; discipline: its id in our catalogue («»: it is not in it)."""

    id: Id
    origin: Origin
    title: Text
    credits: Decimal
    discipline: Id = ""
    code: str = ""
    letter: str = ""
    where: str = ""
    term: str = ""

    def names(self) -> set[str]:
        """Its title in every language, as search folds it."""
        return _names(self.title)


@dataclass
class Credit:
    """How many credits of each result are not used yet, by the setting whether one may count for several lines."""

    rules: DifferenceRules
    left: dict[Id, Decimal]
    used: set[Id] = field(default_factory=set)

    @classmethod
    def of(cls, sources: Iterable[Source], rules: DifferenceRules) -> Credit:
        return cls(rules, {s.id: s.credits for s in sources})

    def gives(self, source: Id, line: Decimal, least: Decimal = NONE) -> Decimal | None:
        """How many credits a result gives to a line: never more than either has; None where it gives none any more.

        least: credits it must still have. A result used once already must have all that the further line asks for.
        """
        left = self.left.get(source)
        if left is None or left < least:
            return None
        if source in self.used and (not self.rules.reuse or left < line or not left):
            return None
        return min(left, line)

    def take(self, source: Id, credits: Decimal) -> None:
        """So many of them are used now."""
        self.left[source] -= credits
        self.used.add(source)


def matches(
    lines: Sequence[DifferenceLine], sources: Sequence[Source], rules: DifferenceRules, names: Mapping[Id, Text],
    kept: Mapping[Id, Match] | None = None, free: Collection[Id] | None = None,
) -> dict[Id, Match]:  # fmt: skip
    """Which result stands for which line (line id → Match), each with how it was found.

    The same discipline first, then the same code, then a title equal in any of the three languages with enough
    credits. kept: what was joined by hand, taken before all. free: lines that may be given a result (None: all).
    names: titles of our disciplines. Results in the order of `sources`; one is never used beyond its credits.
    """
    credit, found = Credit.of(sources, rules), {}
    known = {s.id: s for s in sources}
    order = {x.id: x for x in lines}
    for id, match in (kept or {}).items():
        source = known.get(match.result)
        taken = credit.gives(match.result, order[id].credits) if id in order and source else None
        if source is not None and taken is not None:
            credit.take(source.id, taken)
            found[id] = matched(source, match.by, taken)
    for by in (MatchedBy.discipline, MatchedBy.code, MatchedBy.called):
        for line in lines:
            if line.id in found or free is not None and line.id not in free:
                continue
            least = line.credits * rules.share / 100 if by is MatchedBy.called else NONE
            for source in sources:
                taken = credit.gives(source.id, line.credits, least) if _alike(line, source, by, names) else None
                if taken is not None:
                    credit.take(source.id, taken)
                    found[line.id] = matched(source, by, taken)
                    break
    return found


def matched(source: Source, by: MatchedBy, taken: Decimal) -> Match:
    """A result as it stands beside a line."""
    return Match(
        result=source.id, origin=source.origin, title=source.title, code=source.code, credits=source.credits,
        letter=source.letter, where=source.where, term=source.term, by=by, taken=taken,
    )  # fmt: skip


def _alike(line: DifferenceLine, source: Source, by: MatchedBy, names: Mapping[Id, Text]) -> bool:
    if by is MatchedBy.discipline:
        return source.discipline == line.discipline.id
    if by is MatchedBy.code:
        return bool(source.code) and source.code.strip().casefold() == line.code.strip().casefold()
    ours = _names(names.get(line.discipline.id, line.discipline.label))
    return bool(ours & source.names())


def _names(of: Text) -> set[str]:
    return {f for each in LANGS if (f := fold(of.get(each)).strip())}


# which year of study follows ----------------------------------------------------------------------------------------


def years(
    lines: Sequence[DifferenceLine], found: Mapping[Id, Match], prerequisites: Mapping[Id, Sequence[Ref]],
    passed: Collection[Id], kind: TermKind, semesters: int, rules: DifferenceRules,
) -> list[YearRow]:  # fmt: skip
    """The arithmetic of every year of study that may be entered in a semester of this kind.

    before: credits that the curriculum asks for in the semesters that lie before; recognised: how many of them are;
    missing: disciplines of them that everybody takes and that are not recognised (of elective blocks only credits
    count). blocked: prerequisites of the semester entered that are neither recognised nor `passed` (disciplines the
    record has). A year fits while the settings allow what is missing; the first always does.
    """
    asked = required(_as_planned(lines))
    have = {x.discipline.id for x in lines if x.id in found} | set(passed)
    rows = []
    for course in range(1, (semesters + 1) // 2 + 1):
        entry = semester_of(course, kind)
        assert entry is not None
        if entry > semesters:
            break
        behind = [x for x in lines if x.semester < entry]
        before = sum((asked[x.id] for x in behind), NONE)
        got = min(before, _recognised(behind, found))
        missing = sum(1 for x in behind if not x.block and x.id not in found)
        blocked = _blocked([x for x in lines if x.semester == entry and not x.block], have, prerequisites)
        fits = course == 1 or (
            (rules.most is None or missing <= rules.most)
            and (rules.credits_most is None or before - got <= rules.credits_most)
            and not (rules.prerequisites and blocked)
        )
        rows.append(YearRow(course=course, semester=entry, before=before, recognised=got, missing=missing,
                            blocked=blocked, fits=fits))  # fmt: skip
    return rows


def year_of(rows: Sequence[YearRow]) -> int:
    """The highest year that fits."""
    return max((r.course for r in rows if r.fits), default=1)


def _recognised(behind: Sequence[DifferenceLine], found: Mapping[Id, Match]) -> Decimal:
    """Credits recognised; of an elective block of as many lines as are to be chosen."""
    total, blocks = NONE, _blocks(behind)
    total += sum((found[x.id].taken for x in behind if not x.block and x.id in found), NONE)
    for some in blocks.values():
        best = sorted((found[x.id].taken for x in some if x.id in found), reverse=True)
        total += sum(best[: some[0].choose], NONE)
    return total


def _blocked(
    entered: Sequence[DifferenceLine], have: Collection[Id], prerequisites: Mapping[Id, Sequence[Ref]]
) -> list[Ref]:
    wanted = {p.id: p for x in entered for p in prerequisites.get(x.discipline.id, ())}
    return [p for id, p in sorted(wanted.items()) if id not in have]


def _blocks(lines: Iterable[DifferenceLine]) -> dict[tuple[int, str], list[DifferenceLine]]:
    out: dict[tuple[int, str], list[DifferenceLine]] = {}
    for line in lines:
        if line.block:
            out.setdefault((line.semester, line.block), []).append(line)
    return out


def _as_planned(lines: Sequence[DifferenceLine]) -> list[CurriculumLine]:
    names = ("id", "semester", "discipline", "code", "cycle", "component", "credits", "block", "choose")
    return [CurriculumLine(**{n: getattr(x, n) for n in names}) for x in lines]


# what is proposed ---------------------------------------------------------------------------------------------------


def proposed(lines: Sequence[DifferenceLine], found: Mapping[Id, Match], entry: int) -> dict[Id, Decision]:
    """What is proposed for each line: recognised where a result stands for it, difference where it lies before the
    semester entered, not asked for where it comes by itself later or others of its elective block suffice."""
    out: dict[Id, Decision] = {}
    lacking = {
        key: some[0].choose - sum(x.id in found for x in some) for key, some in _blocks(lines).items()
    }  # fmt: skip
    for line in lines:
        if line.id in found:
            out[line.id] = Decision.recognised
            continue
        out[line.id] = Decision.not_asked
        key = (line.semester, line.block)
        if line.semester < entry and (not line.block or lacking[key] > 0):
            out[line.id] = Decision.difference
            if line.block:
                lacking[key] -= 1
    return out


def clearing(terms: Sequence[Term], since: Term, rules: DifferenceRules) -> list[Term]:
    """The terms in which a difference may be cleared: from the one from which he studies, as many semesters as the
    setting allows, with the winter and summer terms between and after them; closed ones are left out."""
    ordered = sorted(terms, key=order_of)
    out, semesters = [], 0
    for term in ordered:
        if order_of(term) < order_of(since):
            continue
        semesters += term.kind in SEMESTERS
        if semesters > rules.terms:
            break
        if term.closed is None:
            out.append(term)
    return out


def order_of(term: Term) -> tuple[int, int]:
    """Where a term stands in time."""
    return term.year, TURNS.index(term.kind)


def deadline(line: DifferenceLine, allowed: Sequence[Term]) -> Term | None:
    """The term proposed for a line: the last semester in which the curriculum teaches it (autumn, spring), else the
    last one at all."""
    kind = TermKind.autumn if line.semester % 2 else TermKind.spring
    semesters = [t for t in allowed if t.kind in SEMESTERS]
    fitting = [t for t in semesters if t.kind is kind] or semesters or list(allowed)
    return fitting[-1] if fitting else None


__all__ = ["Credit", "Source", "clearing", "deadline", "matched", "matches", "order_of", "proposed", "year_of", "years"]
