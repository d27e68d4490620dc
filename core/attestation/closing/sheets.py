"""The sheets of a commission: one for each group and discipline, made from its signed protocols, then signed, closed.

A protocol stands on one sheet. Who is heard after a sheet was made stands on the next. A protocol that corrects an
earlier one takes its place while the sheet is not closed (`renew`); on a closed one by a correction (`mend`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core import history, merged, rulebooks
from core.attestation import settings
from core.calendar import of_year, year_on
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.i18n import order_key
from core.sheets import protocols as says
from core.sheets.corrections import check_why, propose_step
from core.sheets.forms import MARK_KEYS
from core.sheets.opening import Asked, Frame, begun, numbered, stepped
from core.sheets.plan import attempts, current_line
from core.sheets.protocols import NUMBER
from core.tx import Tx
from schemas.attestation import Commission, CommissionStatus, Protocol, ProtocolStatus
from schemas.base import Basis, Id, Ref
from schemas.grade_sheet import GradeSheet, Seat
from schemas.kinds.sheets import SCORE, Signer
from schemas.term import Term
from schemas.words import UNDONE, PeriodKind, SheetStatus, TermKind

MAKE, MOST = "grade_sheet.open", 5000
PARTS = (Signer.chair, Signer.member, Signer.secretary)
BASIS = "комиссия хаттамасы"


@dataclass(frozen=True)
class Part:
    """Protocols that make one sheet: of a discipline, a group, a term, under one rulebook."""

    discipline: Ref
    group: str
    term: Id
    protocols: Sequence[Protocol]

    @property
    def day(self) -> date:
        """The last day on which somebody of it was heard."""
        return max(p.day for p in self.protocols)


# rules ------------------------------------------------------------------------------------------------------------


def waiting(protocols: Iterable[Protocol]) -> list[Protocol]:
    """Protocols signed by all who sat that are to stand on a sheet and stand on none. One that corrects a protocol
    which stands on a sheet is not among them: it comes onto that sheet."""
    every = list(protocols)
    placed = {p.id for p in every if p.sheet is not None}
    corrects = {p.id: p.corrects.id for p in every if p.corrects is not None}

    def behind(id: Id) -> bool:
        seen: set[Id] = set()
        while (id := corrects.get(id, "")) and id not in seen:
            if id in placed:
                return True
            seen.add(id)
        return False

    return [
        p for p in every
        if p.status is ProtocolStatus.signed and not p.unsigned
        and p.sheet is None and p.replaced is None and not behind(p.id)
    ]  # fmt: skip


def parts(protocols: Iterable[Protocol], terms: dict[date, Id], rules: dict[date, Id]) -> list[Part]:
    """Protocols laid into sheets: every one in exactly one. A student stands on a sheet once: who was heard twice in a
    discipline stands on another sheet for the second time."""
    found: dict[tuple[object, ...], list[Protocol]] = {}
    for p in sorted(protocols, key=lambda p: (p.day, p.starts, p.number)):
        times = sum(q.study == p.study for key, of in found.items() for q in of if key[:4] == _key(p, terms, rules))
        found.setdefault((*_key(p, terms, rules), times), []).append(p)
    made = [Part(of[0].discipline, of[0].group, terms[of[0].day], tuple(of)) for of in found.values()]
    return sorted(made, key=lambda x: (order_key(x.discipline.label.kk), x.group, x.day))


def _key(p: Protocol, terms: dict[date, Id], rules: dict[date, Id]) -> tuple[str, ...]:
    return p.discipline.id, p.group, terms[p.day], rules[p.day]


def seats_of(protocols: Iterable[Protocol]) -> list[Seat]:
    """Who sat over them: chair, members, secretary, each once; who came from outside stands under his seat."""
    found: dict[Id, Seat] = {}
    for protocol in protocols:
        for seat in protocol.present:
            who = seat.ref()
            found.setdefault(who.id, Seat(person=who, part=seat.part))
    return sorted(found.values(), key=lambda s: PARTS.index(s.part) if s.part in PARTS else len(PARTS))


def term_on(terms: Iterable[Term], kind: TermKind | None, day: date) -> Term:
    """The term an attestation day counts to: of the semester its period in the calendar names, else the last that had
    begun (attestation follows the classes; the summer semester is no part of it). RuleBroken (none, closed)."""
    every = list(terms)
    before = [t for t in every if t.starts is not None and t.starts <= day and t.kind is not TermKind.summer]
    named = [t for t in every if t.kind is kind] if kind else []
    found = max(named or before, key=lambda t: t.starts or date.min, default=None)
    if found is None:
        raise RuleBroken("attestation.no_term", day=day)
    if found.closed is not None:
        raise RuleBroken("attestation.term_closed", day=day, term=found.label(), closed=found.closed)
    return found


# acts -------------------------------------------------------------------------------------------------------------


def make_sheets(desk: Desk, commission_id: Id, why: Why, sitting: Id | None = None) -> Commission:
    """Make the sheets of all signed protocols of a commission (of one sitting) that stand on none; filled at once.

    The act stands on the commission's chain, so two people at once never make two of one. Raises RuleBroken (nothing
    to make, no kind of sheet is set, the term of a day is closed), Forbidden.
    """

    def work(tx: Tx) -> Commission:
        commission = tx.get(Commission, commission_id)
        if commission.status is CommissionStatus.cancelled:
            raise RuleBroken("attestation.commission_cancelled", name=commission.label())
        where = {"commission.id": commission_id, "status": ProtocolStatus.signed.value}
        found = [p for p in waiting(tx.find(Protocol, where, MOST)) if sitting in (None, p.sitting.id)]
        if not found:
            raise RuleBroken("attestation.nothing_to_make", name=commission.label())
        frame = _frame()
        days = {p.day for p in found}
        terms = {d: _term(tx, d).id for d in days}
        laid, taken = parts(found, terms, {d: frame.rulebook(tx, d).id for d in days}), set[str]()
        made = [_made(tx, frame, commission, part, taken) for part in laid]
        for term in sorted({s.term.id for s in made}):
            numbered(tx, frame, *(s for s in made if s.term.id == term))
        for sheet, part in zip(made, laid, strict=True):
            _placed(tx, sheet, part.protocols)
        return commission

    return desk.transact("attestation.make_sheets", work, why, MAKE, given=[commission_id, sitting])


def _frame() -> Frame:
    code = settings.rules().sheet
    if not code:
        raise RuleBroken("attestation.sheet_not_set")
    return Frame.of(code)


def _term(tx: Tx, day: date) -> Term:
    year = year_on(day)
    cal = of_year(tx.session, year)
    periods = cal.periods if cal else []
    kind = next((p.term for p in periods if p.kind is PeriodKind.attestation and p.term and p.open(day)), None)
    return term_on([Term.model_validate(r) for r in tx.session.rows("terms", {"year": year})], kind, day)


def _made(tx: Tx, frame: Frame, commission: Commission, part: Part, taken: set[str]) -> GradeSheet:
    discipline = frame.discipline(tx, part.discipline.id)
    seats = seats_of(part.protocols)
    first = part.protocols[0]
    sheet = begun(
        tx, frame, Asked(part.day, seats=seats), part.term, discipline=discipline.ref(),
        discipline_code=discipline.code, credits=discipline.credits, counts_in_gpa=discipline.counts_in_gpa,
        control=discipline.control, department=first.department or commission.department,
        faculty=first.faculty or commission.faculty, commission=commission.ref(), group=part.group,
    )  # fmt: skip
    sheet.once = _once(tx, f"{commission.id}:{discipline.id}:{part.group}", taken)
    _lay(tx, sheet, part.protocols)
    return stepped(tx, sheet, SheetStatus.filled, "")


def _once(tx: Tx, key: str, taken: set[str]) -> str:
    """The next free name of a sheet of a group and discipline: one made later, for who was heard later, is apart."""
    where = {"once": {"$gte": f"{key}:", "$lt": f"{key};"}}
    taken |= {r["once"] for r in tx.session.rows("grade_sheets", where, {"once": 1})}
    name = next(x for n in range(1, MOST) if (x := f"{key}:{n}") not in taken)
    taken.add(name)
    return name


def _lay(tx: Tx, sheet: GradeSheet, protocols: Iterable[Protocol]) -> None:
    """Lines of a sheet from these protocols."""
    found = merged.standing(tx.session, protocols)
    states = tx.students([p.student.id for p in found])
    rules, lines = rulebooks.get_in(tx, sheet.rules), []
    for p in found:
        study = history.pick(states[p.student.id]["studies"], [p.study])
        lines.append(says.line_of(p, sheet.form, rules, attempts(study, sheet) if study else 1))
    sheet.lines = sorted(lines, key=lambda x: order_key(x.student.label.kk))


def _placed(tx: Tx, sheet: GradeSheet, protocols: Iterable[Protocol]) -> None:
    """The protocols say on which sheet they stand."""
    for p in protocols:
        p.sheet = sheet.ref()
        tx.save(p)


def renew(desk: Desk, sheet_id: Id, revision: int, why: Why) -> GradeSheet:
    """Take a sheet that is not closed from its protocols anew, where one of them was corrected since: the correcting
    protocol comes in its place, signatures fall. Raises RuleBroken (closed, nothing differs)."""

    def work(tx: Tx) -> GradeSheet:
        sheet = tx.get(GradeSheet, sheet_id, revision)
        if sheet.commission is None or sheet.status not in UNDONE:
            raise RuleBroken("sheets.not_open", number=sheet.number, status=sheet.status)
        on = tx.find(Protocol, {"sheet.id": sheet_id})
        now = [last_of(tx, p) for p in on]
        if not says.differing(sheet.lines, {p.study: p for p in on}, sheet.form):
            raise RuleBroken("attestation.sheet_as_protocols", number=sheet.number)
        for gone in (p for p in on if p.id not in {x.id for x in now}):
            gone.sheet = None
            tx.save(gone)
        sheet.signatures, sheet.seats = [], seats_of(now)
        sheet.examiners = [s.person for s in sheet.seats]
        _lay(tx, sheet, now)
        _placed(tx, sheet, now)
        return tx.save(stepped(tx, sheet, SheetStatus.filled, why.reason))

    return desk.transact("attestation.renew_sheet", work, why, MAKE, given=[sheet_id, revision])


def last_of(tx: Tx, protocol: Protocol) -> Protocol:
    """The protocol that stands in the place of one today."""
    while protocol.replaced is not None:
        protocol = tx.get(Protocol, protocol.replaced.id, scoped=False)
    return protocol


def mend(desk: Desk, protocol_id: Id, why: Why) -> GradeSheet:
    """Propose the correction of a closed sheet by a protocol that corrects one of its protocols; another person
    confirms it. The correcting protocol is its basis. Raises RuleBroken (corrects none, the sheet says so already)."""

    def work(tx: Tx) -> GradeSheet:
        protocol = tx.get(Protocol, protocol_id, scoped=False)
        was = protocol
        while was.sheet is None and was.corrects is not None:
            was = tx.get(Protocol, was.corrects.id, scoped=False)
        if was.sheet is None or protocol.corrects is None or protocol.replaced is not None:
            raise RuleBroken("attestation.corrects_none", number=protocol.number)
        sheet = tx.get(GradeSheet, was.sheet.id)
        who = next((x.student.id for x in sheet.lines if x.study == protocol.study), protocol.student.id)
        if not says.unlike(current_line(sheet, who), protocol, sheet.form):
            raise RuleBroken("attestation.sheet_as_protocols", number=sheet.number)
        for one in {was.id: was, protocol.id: protocol}.values():
            one.sheet = sheet.ref() if one.id == protocol.id else None
            tx.save(one)
        basis = Basis(kind=BASIS, number=protocol.number, day=protocol.day)
        because = Why(why.reason or (protocol.note or protocol.number), basis, code=why.code)
        check_why(because)
        texts = {SCORE: _typed(protocol), NUMBER: protocol.number}
        return propose_step(
            tx, sheet, who, {c: v for c, v in texts.items() if c in sheet.form.codes},
            rulebooks.get_in(tx, sheet.rules), because,
        )  # fmt: skip

    return desk.transact("correction.propose", work, why, given=["protocol", protocol_id])


def _typed(protocol: Protocol) -> str:
    if protocol.mark is not None:
        return next(k for k, m in MARK_KEYS.items() if m is protocol.mark)
    return str(protocol.score)


__all__ = ["Part", "last_of", "make_sheets", "mend", "parts", "renew", "seats_of", "term_on", "waiting"]
