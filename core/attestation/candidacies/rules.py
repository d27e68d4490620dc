"""What a form asks of a graduate, what of it is missing, which days it is due. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from core.attestation.record import Reason
from schemas.attestation import Candidacy, CandidacyStatus, Commission, Milestone, Presented
from schemas.base import Id
from schemas.calendar import Calendar
from schemas.kinds import AttestationForm
from schemas.kinds.attestation import Presents
from schemas.words import PeriodKind

# What the preparation asks, by what a form presents: fields of Presented, as the form kit calls them.
FIELDS: dict[Presents, tuple[str, ...]] = {
    Presents.topic: ("topic", "real_task"),
    Presents.works: ("works",),
    Presents.partners: ("partners",),
    Presents.supervisor: ("supervisor",),
    Presents.accompanist: ("accompanist",),
    Presents.reviewer: ("reviewer.name", "reviewer.position", "reviewer.workplace", "reviewer.outside"),
    Presents.originality: ("originality",),
    Presents.questions: (),
}
# Days that come of themselves while one prepares, though what is presented is approved already.
DAYS: dict[str, Presents] = {"allowed_on": Presents.supervisor, "reviewed_on": Presents.reviewer}


def asked(form: AttestationForm) -> tuple[str, ...]:
    """The fields of Presented that a form asks, in the order of the schema."""
    return tuple(path for part, paths in FIELDS.items() if part in form.presents for path in paths)


def days_of(form: AttestationForm) -> tuple[str, ...]:
    """Which of the two days a form asks: the supervisor's permission, the review received."""
    return tuple(path for path, part in DAYS.items() if part in form.presents)


def missing(presented: Presented, form: AttestationForm) -> tuple[Reason, ...]:
    """What keeps a department from approving it. The review and the check of originality come later: they are asked
    when one is admitted."""
    out: list[Reason] = []
    has = form.presents
    if Presents.topic in has and presented.topic is None:
        out.append(Reason("no_topic"))
    if Presents.supervisor in has and presented.supervisor is None:
        out.append(Reason("no_supervisor"))
    if Presents.partners in has and not presented.partners:
        out.append(Reason("no_partners"))
    if Presents.works in has:
        out += _programme(presented, form)
    return tuple(out)


def _programme(presented: Presented, form: AttestationForm) -> list[Reason]:
    if not presented.works:
        return [Reason("no_works")]
    timed = form.least > 0 or form.most is not None
    bare = [w.title for w in presented.works if w.minutes is None]
    if timed and bare:
        return [Reason("no_minutes", {"works": ", ".join(bare[:3]) + (f" +{len(bare) - 3}" if len(bare) > 3 else "")})]
    if presented.minutes < form.least:
        return [Reason("too_short", {"minutes": presented.minutes, "least": form.least})]
    if form.most is not None and presented.minutes > form.most:
        return [Reason("too_long", {"minutes": presented.minutes, "most": form.most})]
    return []


def unready(of: Candidacy, form: AttestationForm) -> tuple[Reason, ...]:
    """What of the preparation keeps one from being admitted."""
    said = {"form": of.form_name}
    out: list[Reason] = []
    if of.status is CandidacyStatus.draft:
        out.append(Reason("not_approved", said))
    if Presents.supervisor in form.presents and of.presented.allowed_on is None:
        out.append(Reason("not_allowed", said))
    if Presents.originality in form.presents and form.originality is not None:
        has = of.presented.originality
        if has is None:
            out.append(Reason("originality_none", said))
        elif has < form.originality:
            out.append(Reason("originality_low", {**said, "has": has, "least": form.originality}))
    if Presents.reviewer in form.presents and of.presented.reviewed_on is None:
        out.append(Reason("not_reviewed", said))
    return tuple(out)


def late(milestones: Iterable[Milestone], today: date) -> list[Milestone]:
    """Stages whose day is past and which are not done."""
    return [m for m in milestones if m.done is None and m.due < today]


def milestones(form: AttestationForm, begins: date, held: Sequence[Milestone] = ()) -> list[Milestone]:
    """The stages of a form with their days; what was done of them stays as it was, and what a form lost stays too."""
    there = {m.code: m for m in held}
    made = []
    for stage in form.stages:
        due = begins - timedelta(stage.days)
        old = there.pop(stage.code, None)
        if old is None:
            made.append(Milestone(code=stage.code, label=stage.label, due=due))
        else:
            made.append(old if old.done else old.model_copy(update={"due": due, "label": stage.label}))
    return made + [m for m in there.values() if m.done]


def begins(
    year: int, calendars: Sequence[Calendar], course: int | None, faculty: Id | None, first: date | None
) -> date:  # fmt: skip
    """When attestation begins in a calendar year: the period of the calendars for this year of study in which the
    commission first sits (there is one in winter, too), else their earliest; else the first sitting; else 1 June."""
    periods = [
        p for c in calendars for p in c.periods
        if p.kind is PeriodKind.attestation and p.starts.year == year and p.concerns(course, faculty)
    ]  # fmt: skip
    within = [p.starts for p in periods if first is not None and p.open(first)]
    return min(within or [p.starts for p in periods], default=first or date(year, 6, 1))


def people(commission: Commission, presented: Presented) -> list[Id]:
    """By whom a candidacy is found as one's own: who sits, supervisor, accompanist."""
    own = [p.id for p in (presented.supervisor, presented.accompanist) if p is not None]
    return sorted({*commission.people, *own})


def again(soonest: date, applied: date, begins: date, today: date, days: int) -> tuple[Reason, ...]:
    """What is in the way of who comes again to an attestation that begins on a day. soonest: the earliest for him;
    applied: the day of his application; days: so many before it is in time."""
    out: list[Reason] = []
    last = begins - timedelta(days)
    if begins < soonest:
        out.append(Reason("too_soon", {"day": soonest}))
    if applied > last:
        out.append(Reason("applied_late", {"day": last}))
    if applied > today:
        out.append(Reason("applied_ahead", {}))
    return tuple(out)


def differs(was: Presented, now: Presented, paths: Iterable[str]) -> bool:
    """Does anything asked differ?"""
    return any(_at(was, p) != _at(now, p) for p in paths)


def _at(of: Any, path: str) -> Any:
    for key in path.split("."):
        of = getattr(of, key, None)
    return of


__all__ = [
    "DAYS", "FIELDS", "again", "asked", "begins", "days_of", "differs", "late", "milestones", "missing", "people",
    "unready",
]  # fmt: skip
