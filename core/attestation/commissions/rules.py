"""Who may sit in a commission, and in what order its steps come. Rules only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from core.errors import Problem, RuleBroken
from core.i18n import fold
from schemas.attestation import Commission, CommissionSeat, CommissionStatus, Conflict
from schemas.base import Id
from schemas.kinds import AttestationRules
from schemas.kinds.sheets import Signer
from schemas.reference import Person

SEATS = (Signer.chair, Signer.member, Signer.secretary)
NEXT: Mapping[CommissionStatus, CommissionStatus] = {
    CommissionStatus.nominated: CommissionStatus.council,
    CommissionStatus.council: CommissionStatus.ordered,
    CommissionStatus.ordered: CommissionStatus.closed,
}


def same_name(first: str, second: str) -> bool | None:
    """Do two written names mean one person? None: one of them has initials where the other has names, so it may be.

    Letters are compared as search does (қ as к), words in any order where both are written in full.
    """
    one, two = fold(first).split(), fold(second).split()
    if not one or not two:
        return False
    if sorted(one) == sorted(two):
        return True
    if one[0] != two[0] or min(len(one), len(two)) < 2:
        return False
    pairs = list(zip(one[1:], two[1:], strict=False))
    if any(a != b and not _initial(a, b) for a, b in pairs):
        return False
    return None  # «Ахметов Ә.» or «Ахметов Әли» beside «Ахметов Әли Бекұлы»: it may be he


def _initial(a: str, b: str) -> bool:
    return (len(a) == 1 or len(b) == 1) and a[0] == b[0]


def key_of(seat: CommissionSeat) -> str:
    """By what one who sits is told from another: the member of staff, or the folded name of an outsider."""
    return seat.person.id if seat.person else fold(seat.name)


def seats_wrong(seats: Sequence[CommissionSeat]) -> list[Problem]:
    """What is wrong with a composition whatever step it is at: nobody or two chair it, two keep its papers, somebody
    sits twice or is nobody."""
    found = []
    chairs = sum(s.part is Signer.chair for s in seats)
    if not chairs:
        found.append(Problem("seats", "commissions.no_chair"))
    if chairs > 1:
        found.append(Problem("seats", "commissions.two_chairs"))
    if sum(s.part is Signer.secretary for s in seats) > 1:
        found.append(Problem("seats", "commissions.two_secretaries"))
    for n, seat in enumerate(seats):
        if seat.part not in SEATS:
            found.append(Problem("seats", "commissions.no_such_part", row=n))
        if not key_of(seat):
            found.append(Problem("seats", "commissions.nobody", row=n))
        elif any(_same(seat, other) for other in seats[:n]):
            found.append(Problem("seats", "commissions.sits_twice", {"name": seat.called}, row=n))
    return found


def _same(one: CommissionSeat, other: CommissionSeat) -> bool:
    """Two members of staff may have one name; an outsider of a name that sits already is the same."""
    if one.person and other.person:
        return one.person.id == other.person.id
    return same_name(one.called, other.called) is True


def lacking(seats: Sequence[CommissionSeat], rules: AttestationRules) -> list[Problem]:
    """What a composition lacks before the order may set it up: chair, secretary, members enough."""
    found = []
    if not any(s.part is Signer.chair for s in seats):
        found.append(Problem("seats", "commissions.no_chair"))
    if not any(s.part is Signer.secretary for s in seats):
        found.append(Problem("seats", "commissions.no_secretary"))
    members = sum(s.part is Signer.member for s in seats)
    if members < rules.least:
        found.append(Problem("seats", "commissions.few_members", {"n": members, "least": rules.least}))
    return found


def staff_wrong(
    seats: Sequence[CommissionSeat], people: Mapping[Id, Person], active: Iterable[tuple[Id, str]], day: date,
    rules: AttestationRules,
) -> list[Problem]:  # fmt: skip
    """Who may not sit because of his work here: a chair of our own staff, one who left, one who is on leave.

    people: the members of staff who sit, by id; active: id and full name of everybody who works here.
    """
    found, working = [], list(active)
    for n, seat in enumerate(seats):
        who = people.get(seat.person.id) if seat.person else None
        if seat.person and who is None:
            found.append(Problem("seats", "commissions.no_such_person", {"name": seat.called}, row=n))
        elif who is not None and not who.active:
            found.append(Problem("seats", "commissions.left", {"name": who.name.full()}, row=n))
        elif who is not None and seat.part is Signer.chair and rules.outside:
            found.append(Problem("seats", "commissions.chair_is_staff", {"name": who.name.full()}, row=n))
        elif who is not None and who.away(day):
            values = {"name": who.name.full(), "until": who.away_to or "—"}
            found.append(Problem("seats", "commissions.on_leave", values, row=n))
        elif who is None and seat.part is Signer.chair and rules.outside:
            found += _namesake(seat, working, n)
    return found


def _namesake(seat: CommissionSeat, working: Iterable[tuple[Id, str]], n: int) -> list[Problem]:
    """A chair from outside whose name somebody has who works here."""
    perhaps: list[Problem] = []
    for _, name in working:
        same = same_name(seat.name, name)
        if same:
            return [Problem("seats", "commissions.chair_is_staff", {"name": name}, row=n)]
        if same is None and not perhaps:
            perhaps = [Problem("seats", "commissions.chair_perhaps_staff", {"name": name}, row=n)]
    return perhaps


def step_wrong(commission: Commission, to: CommissionStatus) -> RuleBroken | None:
    """Why a commission may not take this step now; None when it may. Steps come in their order, none twice."""
    if NEXT.get(commission.status) is to:
        return None
    if commission.status is CommissionStatus.cancelled:
        return RuleBroken("commissions.cancelled")
    if commission.status is CommissionStatus.closed:
        return RuleBroken("commissions.closed")
    passed = [*NEXT.values()]
    if commission.status in passed and passed.index(commission.status) >= passed.index(to):
        return RuleBroken("commissions.step_taken", status=commission.status)
    before = {after: status for status, after in NEXT.items()}[to]
    return RuleBroken("commissions.step_first", step=before)


def day_wrong(commission: Commission, to: CommissionStatus, day: date, today: date) -> list[Problem]:
    """What is wrong with the day of a decision: ahead of us, before the step that comes first, after its year."""
    if day > today:
        return [Problem("day", "commissions.day_ahead")]
    if to is CommissionStatus.ordered and commission.council and day < commission.council.day:
        return [Problem("day", "commissions.before_council", {"day": commission.council.day})]
    if day.year < commission.year - 2 or day.year > commission.year:
        return [Problem("day", "commissions.day_strange", {"year": str(commission.year)})]
    return []


def ready(commission: Commission, day: date) -> RuleBroken | None:
    """Why a commission may not sit on a day; None when it may."""
    match commission.status:
        case CommissionStatus.cancelled:
            return RuleBroken("commissions.cancelled")
        case CommissionStatus.closed:
            return RuleBroken("commissions.closed")
        case CommissionStatus.nominated | CommissionStatus.council:
            return RuleBroken("commissions.not_ordered", name=commission.label())
    if commission.order is not None and day < commission.order.day:
        return RuleBroken("commissions.order_later", day=commission.order.day)
    if not any(s.part is Signer.chair for s in commission.sitting_on(day)):
        return RuleBroken("commissions.sits_without_chair", name=commission.label())
    return None


def replaced(
    commission: Commission, left: Collection[Id], came: Sequence[CommissionSeat], day: date
) -> list[CommissionSeat]:  # fmt: skip
    """The seats after a change made by order: who left has his last day before it, who came sits from it on."""
    gone = [s.model_copy(update={"until": day - timedelta(1)}) if s.id in left else s for s in commission.seats]
    return [*gone, *(s.model_copy(update={"since": day, "until": None}) for s in came)]


def people(seats: Iterable[CommissionSeat], today: date) -> list[Id]:
    """The staff who sit today or will: by whom a commission is found as one's own."""
    return sorted({s.person.id for s in seats if s.person and (s.until is None or s.until >= today)})


def carried(commission: Commission, came: Iterable[CommissionSeat]) -> list[Conflict]:
    """What was declared of people who had another seat before: it follows them to the new one."""
    before = {s.id: key_of(s) for s in commission.seats}
    return [
        c.model_copy(update={"seat": new.id})
        for new in came for c in commission.conflicts
        if c.seat != new.id and before.get(c.seat) == key_of(new)
    ]  # fmt: skip


def change_wrong(commission: Commission, left: Collection[Id], came: Sequence[CommissionSeat], day: date,
                 today: date) -> list[Problem]:  # fmt: skip
    """What is wrong with a change of a commission that the order has set up."""
    found = []
    if not left and not came:
        found.append(Problem("left", "commissions.nothing_changes"))
    if commission.order and day < commission.order.day:
        found.append(Problem("day", "commissions.before_order", {"day": commission.order.day}))
    if day > today.replace(year=today.year + 1, day=1):
        found.append(Problem("day", "commissions.day_strange", {"year": str(commission.year)}))
    sitting = {s.id for s in commission.seats if s.until is None}
    if set(left) - sitting:
        found.append(Problem("left", "commissions.sits_not"))
    return found


__all__ = [
    "NEXT", "SEATS", "carried", "change_wrong", "day_wrong", "key_of", "lacking", "people", "ready", "replaced",
    "same_name", "seats_wrong", "staff_wrong", "step_wrong",
]  # fmt: skip
