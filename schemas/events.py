"""What happens to a student, in the past tense. Stored for decades: classes never retire, never change shape."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from schemas.base import Basis, Id, Model, Ref, Text
from schemas.student import Enrolment, Profile, Result, StudyProfile


class Who(Model):
    """The actor as he was called that day."""

    id: Id
    name: str
    role: str


class EventBase(Model):
    """The envelope: number in the chain, when known (`at`), since when true (`effective`), who, why, on what basis.

    `command` is the act (equal in the audit entry); `job` a big act that brought it; `hash` seals this event
    and the one before it, so a changed event breaks the chain.
    """

    id: Id
    n: int
    at: datetime
    effective: date
    actor: Who
    reason: str = ""
    basis: Basis | None = None
    command: str
    job: str | None = None
    hash: str = ""


class Change(Model):
    """One field: where, what it was, what it is now (personal values stand as salted hashes)."""

    field: str
    was: Any = None
    now: Any = None


class Admitted(EventBase):
    """The person enters the register with a first study."""

    type: Literal["admitted"] = "admitted"
    profile: dict[str, Any]
    study: dict[str, Any]


class StudyOpened(EventBase):
    """A further study of the same person (a second degree)."""

    type: Literal["study_opened"] = "study_opened"
    study: dict[str, Any]


class ProfileEdited(EventBase):
    """Fields of the card changed; paths of a study begin with `studies.<id>.`."""

    type: Literal["profile_edited"] = "profile_edited"
    changes: list[Change]


class GradePosted(EventBase):
    """A closed sheet gave this result."""

    type: Literal["grade_posted"] = "grade_posted"
    study: Id
    sheet: Ref
    result: Result


class ResultRecorded(EventBase):
    """A result earned elsewhere or before this system, with its own scale, credits and source."""

    type: Literal["result_recorded"] = "result_recorded"
    study: Id
    result: Result


class GradeCorrected(EventBase):
    """A correction act replaced a result; the first event stays readable for ever."""

    type: Literal["grade_corrected"] = "grade_corrected"
    study: Id
    corrects: Id
    sheet: Ref
    act: str
    result: Result


class GradeAnnulled(EventBase):
    """An act annulled a result: from now on it does not count; the event that gave it stays readable for ever."""

    type: Literal["grade_annulled"] = "grade_annulled"
    study: Id
    sheet: Ref
    act: str
    result: Result


class DocumentIssued(EventBase):
    """A paper left the office: transcript, later certificate and diploma."""

    type: Literal["document_issued"] = "document_issued"
    study: Id
    kind: str
    document: Ref
    number: str


class EventVoided(EventBase):
    """An earlier event no longer counts (an import undone); it stays readable."""

    type: Literal["event_voided"] = "event_voided"
    voids: Id


class PersonalErased(EventBase):
    """Personal values were erased on the law's demand; their hashes stay, the chain still verifies."""

    type: Literal["personal_erased"] = "personal_erased"
    fields: list[str]


class ConsentGiven(EventBase):
    """The person agreed to the use of personal data: to which text; the signed paper is the basis, `day` its day."""

    type: Literal["consent_given"] = "consent_given"
    day: date
    version: str
    scan: Ref | None = None


class ConsentWithdrawn(EventBase):
    """The person took the consent back; what was done under it stays lawful."""

    type: Literal["consent_withdrawn"] = "consent_withdrawn"
    day: date


class MergedIn(EventBase):
    """Another record of the same person was joined to this one: his studies whole, his papers, chosen card fields.

    source, number: the other record. studies: as they stood in it that day, results included, each with where it came
    from (`came`) and since when it stands here (`since`).
    """

    type: Literal["merged_in"] = "merged_in"
    source: Ref
    number: str
    changes: list[Change]
    studies: list[dict[str, Any]]
    papers: list[dict[str, Any]]


class MergedInto(EventBase):
    """This record was joined to another of the same person; what it said stays readable in its events."""

    type: Literal["merged_into"] = "merged_into"
    into: Ref


class Registered(EventBase):
    """The student is registered for disciplines of a study plan."""

    type: Literal["registered"] = "registered"
    study: Id
    plan: Ref
    lines: list[Enrolment]


class Unregistered(EventBase):
    """Disciplines were taken out of the plan (ids of enrolments); results stay."""

    type: Literal["unregistered"] = "unregistered"
    study: Id
    plan: Ref
    lines: list[Id]


class OrderApplied(EventBase):
    """An order did to the study what its kind says: `changes`; places of the study begin with `studies.<id>.`.

    kind: the code of the order's kind; statuses: those from which the order was lawful that day (none: any); facts:
    what else it said of the student (a reason, a university).
    """

    type: Literal["order_applied"] = "order_applied"
    study: Id
    order: Ref
    kind: str
    statuses: list[str]
    changes: list[Change]
    facts: dict[str, Any]


class OrderReversed(EventBase):
    """Another order (`order`) took back what an order (`of`) had done by the event `reverses`; both stay readable."""

    type: Literal["order_reversed"] = "order_reversed"
    study: Id
    order: Ref
    kind: str
    of: Ref
    reverses: Id
    changes: list[Change]


# Types of event that change fields of a card or a study (`changes`).
CHANGING = ("profile_edited", "order_applied", "order_reversed")

Event = Annotated[
    Admitted
    | StudyOpened
    | ProfileEdited
    | GradePosted
    | ResultRecorded
    | GradeCorrected
    | GradeAnnulled
    | DocumentIssued
    | EventVoided
    | PersonalErased
    | ConsentGiven
    | ConsentWithdrawn
    | MergedIn
    | MergedInto
    | Registered
    | Unregistered
    | OrderApplied
    | OrderReversed,
    Field(discriminator="type"),
]
__all__ = ["Profile", "StudyProfile", "Result", "Event", "EventBase", "Who", "Change", "Text", "Decimal"]
