"""A whole group at once: who can be registered and who can't and why, then the work itself, 50 students an act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from core import access, four_eyes, jobs
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError, Problems, RuleBroken
from core.registration.acts import approved, key_of, lines_of, replaced, seat
from core.registration.drawing import (
    BATCH,
    Named,
    Nothing,
    Pair,
    about_name,
    cannot,
    empty_plan,
    lacking,
    need_terms,
    out_of_scope,
    place,
    plans_of,
    renew,
    wished,
)
from core.registration.frame import Case, in_act, looked
from core.registration.refusing import asked as asked_forces
from core.registration.refusing import refusal, weigh
from core.registration.rules import ACTIVE, SEATED, Breach, Key, Learner, Stage, Wish, breaches
from core.registration.step import dropped_step, freed, registered_step, unsigned
from core.tx import Tx
from schemas.base import Document, Id, Ref
from schemas.study_plan import PlanLine, StudyPlan
from schemas.words import LineState, PlanReason, StudyPlanState

# A group registered for what everybody studies, its electives to be chosen later, is not asked for these.
LATER = ("block_least", "load_least", "mandatory")


@dataclass(frozen=True)
class Asked:
    """What is wanted for many studies: (student, study) each, of one academic year.

    wishes: disciplines chosen for everybody beside what the curriculum demands. drop: (term, discipline) to be taken
    out of everybody's plan. whole: the plans are approved; else only what is chosen is registered and the plan stays
    open for electives. forced: {check: reason}.
    """

    year: int
    studies: tuple[Pair, ...]
    wishes: tuple[Wish, ...] = ()
    drop: tuple[Key, ...] = ()
    whole: bool = True
    forced: Mapping[str, str] = field(default_factory=dict)

    def row(self) -> Row:
        """As it is kept with a job."""
        return dict(plain({**self.__dict__, "wishes": [w.__dict__ for w in self.wishes]}))

    @classmethod
    def of(cls, row: Row) -> Asked:
        """From what is kept with a job."""
        wishes = tuple(_wish(w) for w in row["wishes"])
        pairs, keys = tuple((a, b) for a, b in row["studies"]), tuple((a, b) for a, b in row["drop"])
        return cls(row["year"], pairs, wishes, keys, row["whole"], row["forced"])


def _wish(row: Row) -> Wish:
    return Wish(**{**row, "reason": PlanReason(row["reason"])})


@dataclass(frozen=True)
class Seen:
    """One student of a preview. lines: what would be registered (or dropped); breaches: why it can't be; no: why
    nothing at all can be done (message key, values). plan, revision: what was seen, 0 where there is no plan yet."""

    student: Ref
    study: Id
    number: str
    group: str
    plan: Id
    revision: int
    lines: tuple[PlanLine, ...] = ()
    breaches: tuple[Breach, ...] = ()
    no: tuple[str, Row] | None = None
    approves: bool = False  # all is registered already, only the approval is wanting

    @property
    def able(self) -> bool:
        """Would it be done?"""
        return not self.breaches and self.no is None and (bool(self.lines) or self.approves)

    @property
    def idle(self) -> bool:
        """Is there nothing left to do for him?"""
        return not self.breaches and self.no is None and not self.lines and not self.approves


@dataclass(frozen=True)
class Preview:
    """Who can and who can't; `seen` is handed to the job, which leaves out whoever has changed since."""

    rows: tuple[Seen, ...]

    @property
    def seen(self) -> dict[Id, int]:
        """Revision of each plan as it was looked at."""
        return {r.study: r.revision for r in self.rows}

    @property
    def checks(self) -> Counter[str]:
        """How many students each check stops."""
        return Counter(c for r in self.rows for c in {b.check for b in r.breaches})


@dataclass
class Outcome:
    """What came of it: students done, lines of theirs, students with nothing to do, and who could not, by name."""

    done: int = 0
    lines: int = 0
    idle: int = 0
    waiting: int = 0
    named: list[Named] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        """Together with those of another act."""
        self.done += other.done
        self.lines += other.lines
        self.idle += other.idle
        self.waiting += other.waiting
        self.named += other.named

    def row(self) -> Row:
        """As it is kept with a job."""
        return dict(plain({**self.__dict__, "named": [n.__dict__ for n in self.named]}))


def preview(desk: Desk, asked: Asked) -> Preview:
    """Who of these can be registered (or have it dropped) and who can't, with every reason; nothing is changed."""
    ids = [study for _, study in asked.studies]
    rows = desk.rows(StudyPlan, "plan.read", {"study": {"$in": ids}, "year": asked.year}, limit=len(ids) or 1)
    plans = [StudyPlan.model_validate(r) for r in rows]
    case = looked(desk.store, desk.today(), asked.year, asked.studies, plans, _more(asked))
    need_terms(case)
    ids_of = desk.ids
    found: list[Seen] = []
    for student, study in asked.studies:
        row, old = case.students[study], case.plans.get(study)
        revision = old.revision if old else 0
        name = Ref(id=student, label=about_name(row))
        group = case.learners[study].study.get("group") or ""
        seen = Seen(name, study, row["number"], group, old.id if old else "", revision)
        if old is None and not _mine(desk, case, student, study):
            found.append(replace(seen, no=("errors.out_of_scope", {})))
            continue
        tried = _tried(case, asked, student, study, ids_of, desk.now())
        if tried.no is not None:
            found.append(replace(seen, no=tried.no))
            continue
        left = [b for b in tried.breaches if b.check not in asked.forced or not b.forcible]
        found.append(
            replace(seen, lines=tuple(tried.lines), breaches=tuple(left), approves=_approves(asked, tried.plan))
        )
    return Preview(tuple(found))


def _mine(desk: Desk, case: Case, student: Id, study: Id) -> bool:
    plan = empty_plan("", student, study, case.students[study], case.learners[study], case.frame.year)
    try:
        access.within(desk.actor, "plan.read", StudyPlan, place(plan))
    except Forbidden:
        return False
    return True


def register_group(desk: Desk, asked: Asked, seen: Mapping[Id, int], why: Why) -> Id:
    """Begin the registration of a group as a long work; its id. Of its students each is registered whole or named.

    seen: revisions of the preview; whoever's plan changed since is left out and named. Its result: `Outcome.row()`.
    """
    return _begin(desk, "registration.group", asked, seen, why)


def drop_group(desk: Desk, asked: Asked, seen: Mapping[Id, int], why: Why) -> Id:
    """Begin to take disciplines (asked.drop) out of the plans of a group; as `register_group`."""
    return _begin(desk, "registration.drop", asked, seen, why)


def _begin(desk: Desk, kind: str, asked: Asked, seen: Mapping[Id, int], why: Why) -> Id:
    if asked.forced:
        asked_forces(StudyPlan.model_construct(), asked.forced, lambda _: _may(desk))
    params = {"asked": asked.row(), "seen": dict(seen)}
    return jobs.begin(desk, kind, params, why, total=len(asked.studies))


def _may(desk: Desk) -> None:
    access.require(desk.actor, "plan.override")


def carry_out(
    desk: Desk, asked: Asked, seen: Mapping[Id, int] | None, why: Why, part: Sequence[Pair] | None = None
) -> Outcome:
    """One act: register these (`part`: 50 at most; else all of `asked` in several acts), or drop where `asked.drop`.

    Where an act of many fails for one, each is tried alone, so that nobody suffers for another.
    """
    if part is None:
        total = Outcome()
        for n in range(0, len(asked.studies), BATCH):
            mine = replace(why, command=f"{why.command}:{n // BATCH}")
            total.add(carry_out(desk, asked, seen, mine, asked.studies[n : n + BATCH]))
        return total
    kept: list[Outcome] = []

    def work(tx: Tx) -> Document:
        kept.clear()
        subject, outcome = _step(tx, asked, part, seen)
        kept.append(outcome)
        if subject is None:
            raise Nothing
        return subject

    action = "plan.drop_group" if asked.drop else "plan.register_group"
    try:
        desk.transact(action, work, why, "plan.approve", {"asked": asked.row(), "part": list(part)})
    except Nothing:
        pass
    except Problems:
        raise
    except OfficeError as e:
        if len(part) == 1 or e.key in ("errors.unavailable", "errors.forbidden", "registration.no_terms"):
            raise
        total = Outcome()
        for pair in part:
            try:
                total.add(carry_out(desk, asked, seen, replace(why, command=f"{why.command}:{pair[1]}"), [pair]))
            except OfficeError as no:
                total.named.append(_unreadable(desk, pair, no))
        return total
    return kept[0]


def _unreadable(desk: Desk, pair: Pair, no: OfficeError) -> Named:
    row = desk.store.one("students", {"_id": pair[0]}, {"number": 1, "name": 1}) or {}
    name = about_name(row) if row else about_name({"name": {"last": "—", "first": "—"}})
    return Named(*pair, row.get("number", ""), name, no.key, dict(no.values))


@dataclass
class _Tried:
    """One study weighed: the plan as it would stand, its fresh lines, those taken out, what speaks against it."""

    plan: StudyPlan
    new: bool
    lines: list[PlanLine] = field(default_factory=list)
    gone: list[Id] = field(default_factory=list)
    breaches: list[Breach] = field(default_factory=list)
    no: tuple[str, Row] | None = None


def _more(asked: Asked) -> list[Id]:
    return [w.discipline for w in asked.wishes] + [d for _, d in asked.drop]


def _tried(
    case: Case, asked: Asked, student: Id, study: Id, ids: Callable[[], Id], now: datetime,
    seats: Callable[[list[PlanLine]], object] = lambda lines: None,
) -> _Tried:  # fmt: skip
    who, row, old = case.learners[study], case.students[study], case.plans.get(study)
    plan = old or empty_plan(ids(), student, study, row, who, asked.year)
    tried = _Tried(plan, old is None)
    if asked.drop:
        wanted = set(asked.drop)
        tried.lines = [x for x in plan.lines if key_of(x) in wanted and x.state in ACTIVE]
        tried.gone = [x.id for x in tried.lines]
        found = breaches(plan.lines, tried.gone, who, case.frame, Stage.dropping)
        tried.breaches = [b for b in found if b.check != "status"]
        return tried
    tried.no = cannot(who)
    if tried.no is None and who.curriculum is None and old is None and not asked.wishes:
        tried.no = "registration.no_curriculum", {}
    if tried.no is not None:
        return tried
    have = {key_of(x) for x in plan.lines if x.state in ACTIVE}
    wishes = [w for w in asked.wishes if (w.term, w.discipline) not in have]
    tried.gone = replaced(plan, wishes, ())
    new = [wished(ids(), now, w, who, case.frame) for w in wishes]
    if old is None or plan.state is StudyPlanState.draft:
        new = lacking(ids, now, case, who, plan) + new
    seats(new)
    plan.lines = plan.lines + new
    tried.lines = [x for x in plan.lines if x.state is LineState.chosen]
    settled = plan.state in (StudyPlanState.approved, StudyPlanState.signed)
    if not tried.lines and (settled or not asked.whole):
        return tried
    stage = Stage.approving if plan.state is StudyPlanState.submitted and not new else Stage.registering
    fresh = [x.id for x in plan.lines if x.state in (LineState.chosen, LineState.waiting)]
    lines = [x for x in plan.lines if x.id not in set(tried.gone)]
    found = breaches(lines, fresh, who, case.frame, stage, plan.forced)
    tried.breaches = [b for b in found if asked.whole or b.key not in LATER]
    return tried


def _step(tx: Tx, asked: Asked, part: Sequence[Pair], seen: Mapping[Id, int] | None) -> tuple[Document | None, Outcome]:
    asked_forces(StudyPlan.model_construct(), asked.forced, lambda _: None)
    plans = plans_of(tx, part, asked.year)
    case = in_act(tx, asked.year, part, plans.values(), _more(asked))
    need_terms(case)
    out, touched, keys = Outcome(), [], set()
    hands: dict[str, tuple[str, Row] | None] = {}
    subject: Document | None = None
    for student, study in part:
        row, old = case.students[study], plans.get(study)
        tried = _tried(case, asked, student, study, tx.new_id, tx.now, lambda new: seat(tx, new, case))
        no = tried.no or out_of_scope(tx, tried.plan)
        if no is None and seen is not None and (old.revision if old else 0) != seen.get(study, 0) and tried.lines:
            no = "registration.changed_since", {}
        if no is None and old is not None and not asked.drop and old.state is StudyPlanState.submitted:
            no = _same_hand(tx, old, hands)
        if no is not None:
            out.named.append(Named(student, study, row["number"], about_name(row), no[0], dict(no[1])))
            _unseat(case, tried)
            continue
        left = [b for b in tried.breaches if b.check not in asked.forced or not b.forcible]
        if left:
            for breach in {b.check: b for b in reversed(left)}.values():
                said = tx.add(refusal(tx, tried.plan, breach, case.frame.terms), scoped=False)
                subject = subject or said
                out.named.append(
                    Named(student, study, row["number"], about_name(row), breach.message, dict(breach.values))
                )
            _unseat(case, tried)
            continue
        if not tried.lines and not _approves(asked, tried.plan):
            out.idle += 1
            continue
        if tried.breaches:
            access.within(tx.actor, "plan.override", StudyPlan, place(tried.plan))
            weigh(tx, tried.plan, tried.breaches, asked.forced, case.frame.terms)
        keys |= {key_of(x) for x in tried.plan.lines if x.id in set(tried.gone) or x in tried.lines}
        _carry(tx, asked, case.learners[study], tried, row)
        out.done += 1
        out.lines += len(tried.lines)
        out.waiting += sum(x.state is LineState.waiting for x in tried.plan.lines)
        touched.append(tried.plan)
        subject = tried.plan if subject is None or not isinstance(subject, StudyPlan) else subject
    limited = [k for k in keys if (e := case.frame.electives.get(k)) and e.capacity is not None]
    freed(tx, limited, touched)
    return subject, out


def _approves(asked: Asked, plan: StudyPlan) -> bool:
    """Would the plan be approved by this, though nothing in it is left to be registered?"""
    settled = plan.state in (StudyPlanState.approved, StudyPlanState.signed)
    return asked.whole and not asked.drop and bool(plan.lines) and not settled


def _unseat(case: Case, tried: _Tried) -> None:
    """Places that a refused student would have taken are free for the next."""
    for line in tried.lines:
        if tried.new and line.state in SEATED and key_of(line) in case.taken:
            case.taken[key_of(line)] -= 1


def _carry(tx: Tx, asked: Asked, who: Learner, tried: _Tried, row: Row) -> None:
    plan, study = tried.plan, who.study["id"]
    if asked.drop:
        lines_of(plan, tried.gone, ACTIVE)
        dropped_step(tx, plan, tried.gone, who.student, study)
        unsigned(plan)
        tx.save(plan)
        return
    dropped_step(tx, plan, tried.gone, who.student, study)
    if not tried.new:
        renew(plan, who.student, row, who)
    registered_step(tx, plan, None, who.student, study)
    if asked.whole:
        approved(tx, plan)
    elif plan.state in (StudyPlanState.approved, StudyPlanState.signed):
        unsigned(plan)
    if tried.new:
        tx.add(plan, scoped=False)
    else:
        tx.save(plan)


def _same_hand(tx: Tx, plan: StudyPlan, hands: dict[str, tuple[str, Row] | None]) -> tuple[str, Row] | None:
    """May this user approve what that one handed in? Asked once for each."""
    first = plan.submitted.by if plan.submitted else ""
    if first not in hands:
        try:
            four_eyes.check(tx, "plan.approve", first or None)
            hands[first] = None
        except RuleBroken as e:
            hands[first] = e.key, e.values
    return hands[first]
