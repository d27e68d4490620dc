"""Roles and what each may do, in one table (regulation clause 13, domain.md 11.1).

A right is «word.verb»; beside it stands how far it reaches: the whole institution, the faculties assigned to the
user, his department, his groups, or his own sheets and students. Every act and every reading asks here, on the server.
Marks are a right of their own beside the card: who lends books or takes fees sees the student, never his results.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from core.errors import Forbidden
from schemas.base import Document, Lang
from schemas.words import Role

log = logging.getLogger("office.access")


class Reach(Enum):
    """How far a right reaches; the value is the dimension of `Document.scopes`."""

    ALL = "all"
    FACULTY = "faculty"
    DEPARTMENT = "department"
    OWN = "teacher"
    GROUP = "group"  # the groups assigned to an adviser or a commission, and his whole faculties where he has any

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The words of `Document.scopes` under any of which a row may lie."""
        return ("group", "faculty") if self is Reach.GROUP else (self.value,)


ALL, FACULTY, DEPARTMENT, OWN, GROUP = Reach.ALL, Reach.FACULTY, Reach.DEPARTMENT, Reach.OWN, Reach.GROUP

_READ = {
    "reference.read": ALL, "rulebook.read": ALL, "home.read": ALL, "help.read": ALL, "user.self": ALL,
    "task.work": ALL, "approval.decide": ALL, "job.read": ALL, "calendar.read": ALL, "curriculum.read": ALL,
    "timetable.read": ALL, "exam.read": ALL, "norm.read": ALL,
    "quality.report": ALL, "training.sign": ALL, "declaration.make": ALL,
    "concern.send": ALL, "meeting.attend": ALL,
    "data_request.answer": ALL, "instruction.mark": ALL, "service_request.use": ALL, "attorney.hold": ALL,
    "letter.work": ALL,  # what was given to him; core.requests.get says which
}  # fmt: skip
_OFFICE = {
    **_READ, "kind.read": ALL,
    "reconciling.read": ALL,
    "student.read": ALL, "student.results": ALL, "student.register": ALL, "student.edit": ALL, "student.personal": ALL,
    "student.export": ALL, "section.read": ALL, "section.edit": ALL, "reference.edit": ALL,
    "grade_sheet.read": ALL, "grade_sheet.open": ALL, "grade_sheet.fill": ALL, "grade_sheet.close": ALL,
    "grade_sheet.reopen": ALL, "grade_sheet.remind": ALL, "results.read": ALL,
    "correction.read": ALL, "correction.propose": ALL, "transcript.read": ALL,
    "appeal.read": ALL, "appeal.file": ALL, "appeal.decide": ALL,
    "transcript.issue": ALL, "transcript.reprint": ALL,
    "import.run": ALL, "import.read": ALL, "view.save": ALL, "kpi.read": ALL,
    "file.keep": ALL, "scan.read": ALL, "scan.add": ALL,
    "paper.read": ALL, "paper.request": ALL, "paper.make": ALL, "paper.check": ALL, "paper.hand": ALL,
    "paper.reprint": ALL, "paper.cancel": ALL,
    "hold.read": ALL, "hold.put": ALL, "hold.lift": ALL, "clearance.issue": ALL, "names.read": ALL,
    "proposal.read": ALL, "proposal.decide": ALL,
    "curriculum.edit": ALL, "calendar.edit": ALL, "timetable.edit": ALL, "exam.edit": ALL,
    "plan.read": ALL, "plan.choose": ALL, "plan.approve": ALL, "plan.sign": ALL,
    "section.form": ALL, "check.read": ALL, "check.make": ALL, "check.mend": ALL, "mobility.read": ALL,
    "mobility.edit": ALL, "promotion.read": ALL, "promotion.make": ALL,
    "difference.read": ALL, "difference.edit": ALL,
    "order.read": ALL, "order.draft": ALL, "order.receive": ALL, "order.form": ALL, "order.extract": ALL,
    "attestation.read": ALL, "attestation.edit": ALL, "attestation.prepare": ALL, "attestation.approve": ALL,
    "attestation.hear": ALL, "attestation.report": ALL,
    "blank.read": ALL, "blank.post": ALL, "blank.count": ALL,
    "diploma.read": ALL, "diploma.prepare": ALL, "diploma.print": ALL, "diploma.issue": ALL,
    "indicator.read": ALL, "norm.edit": ALL,
    "norm.control": ALL,
    "quality.read": ALL,
    "internal_audit.read": ALL, "internal_audit.edit": OWN,  # his own: where he is one of the auditors
    "management_review.read": ALL,
    "consultation.read": ALL, "consultation.edit": ALL, "meeting.read": ALL, "meeting.edit": ALL,
    "report.read": ALL, "report.make": ALL,
    "practice.read": ALL, "practice.edit": ALL, "practice.place": ALL, "practice.mark": ALL,
    "practice_base.read": ALL, "practice_base.edit": ALL,
    "data_request.read": ALL, "data_request.edit": ALL, "instruction.read": ALL, "instruction.edit": ALL,
    "attorney.read": ALL, "service_request.read": ALL, "department.read": ALL,
    "letter.read": ALL, "letter.register": ALL, "letter.send": ALL, "letter.close": ALL, "letter.resolve": ALL,
    "nomenclature.read": ALL, "nomenclature.edit": ALL,
    "employment.read": ALL, "employment.enter": ALL, "contact.refresh": ALL, "campaign.run": ALL,
    "stat_form.read": ALL, "stat_form.keep": ALL, "pack.read": ALL, "pack.make": ALL,
}  # fmt: skip

# A service keeps its holds; which kinds are its own, the kind of hold says (core.holds).
_HOLDS = {"hold.read": ALL, "hold.put": ALL, "hold.lift": ALL}

RIGHTS: Mapping[Role, Mapping[str, Reach]] = {
    Role.head: {
        "api_key.read": ALL, "api_key.edit": ALL,
        "reconciling.bring": ALL,
        **_OFFICE, "correction.confirm": ALL, "correction.annul": ALL, "correction.after_graduation": ALL,
        "correction.lapse": ALL, "import.undo": ALL, "rulebook.edit": ALL, "user.read": ALL,
        "user.appoint": ALL, "user.acting": ALL, "user.sessions": ALL, "audit.read": ALL,
        "audit.verify": ALL, "office.edit": ALL, "student.erase": ALL, "personal.copy": ALL, "task.assign": ALL,
        "task.read_all": ALL, "task.move": ALL, "meeting.sign": ALL, "looks.read": ALL, "kind.edit": ALL,
        "job.read_all": ALL, "schedule.read": ALL, "schedule.edit": ALL, "office.backup": ALL, "backup.read": ALL,
        "paper.sign": ALL, "student.merge": ALL,
        "curriculum.approve": ALL, "calendar.approve": ALL, "plan.override": ALL, "plan.pay": ALL, "term.close": ALL,
        "rollover.run": ALL, "check.close": ALL, "exam.publish": ALL, "promotion.approve": ALL, "results.names": ALL,
        "difference.approve": ALL,
        "order.sign": ALL, "attestation.appoint": ALL, "blank.appoint": ALL,
        "diploma.register": ALL, "diploma.annul": ALL, "indicator.compute": ALL,
        "credential.keys": ALL, "norm.memo": ALL, "norm.approve": ALL, "norm.permit": ALL, "office.end": ALL,
        "quality.edit": ALL, "quality.check": ALL, "internal_audit.plan": ALL,
        "submission.read": ALL, "submission.send": ALL, "training.read": ALL, "training.edit": ALL,
        "declaration.read": ALL, "criteria.read": ALL, "criteria.edit": ALL,
        "trail.sign": ALL, "signin.read": ALL, "looks.paper": ALL, "alarm.read": ALL,
        "management_review.make": ALL, "management_review.write": ALL,
        "report.pin": ALL,
        "instruction.publish": ALL, "attorney.edit": ALL,
        "nomenclature.approve": ALL,
    },
    Role.senior_registrar: {**_OFFICE, "reconciling.bring": ALL, "correction.confirm": ALL, "correction.annul": ALL,
        "correction.after_graduation": ALL, "correction.lapse": ALL, "import.undo": ALL, "audit.read": ALL,
        "student.merge": ALL,
        "task.assign": ALL, "curriculum.approve": ALL, "plan.override": ALL, "rollover.run": ALL, "check.close": ALL,
        "exam.publish": ALL, "promotion.approve": ALL, "difference.approve": ALL, "attestation.appoint": ALL,
        "diploma.register": ALL, "indicator.compute": ALL,
        "submission.read": ALL, "submission.send": ALL, "training.read": ALL, "training.edit": ALL,
        "instruction.publish": ALL,
        "quality.edit": OWN, "quality.check": ALL},  # his own: core.quality.hands says which
    Role.registrar: {
        **_READ, "kind.read": ALL,
        "student.read": FACULTY, "student.results": FACULTY, "student.register": FACULTY,
        "student.edit": FACULTY, "student.personal": FACULTY, "student.export": FACULTY,
        "section.read": FACULTY, "section.edit": FACULTY, "grade_sheet.read": FACULTY,
        "grade_sheet.open": FACULTY, "grade_sheet.fill": FACULTY, "grade_sheet.close": FACULTY,
        "grade_sheet.remind": FACULTY, "results.read": FACULTY,
        "correction.read": FACULTY, "correction.propose": FACULTY, "appeal.read": FACULTY, "appeal.file": FACULTY,
        "appeal.decide": FACULTY, "transcript.read": FACULTY, "transcript.issue": FACULTY,
        "transcript.reprint": FACULTY, "view.save": ALL, "kpi.read": FACULTY, "indicator.read": FACULTY,
        "file.keep": ALL, "scan.read": FACULTY, "scan.add": FACULTY,
        "paper.read": FACULTY, "paper.request": FACULTY, "paper.make": FACULTY, "paper.check": FACULTY,
        "paper.hand": FACULTY, "paper.reprint": FACULTY, "paper.cancel": FACULTY,
        "hold.read": FACULTY, "hold.put": FACULTY, "hold.lift": FACULTY, "clearance.issue": FACULTY,
        "names.read": FACULTY, "proposal.read": FACULTY, "proposal.decide": FACULTY,
        "plan.read": FACULTY, "plan.choose": FACULTY, "plan.approve": FACULTY, "plan.sign": FACULTY,
        "section.form": FACULTY, "timetable.edit": FACULTY, "exam.edit": FACULTY,
        "check.read": FACULTY, "check.make": FACULTY,
        "check.mend": FACULTY,
        "mobility.read": FACULTY, "mobility.edit": FACULTY, "promotion.read": FACULTY, "promotion.make": FACULTY,
        "difference.read": FACULTY, "difference.edit": FACULTY,
        "order.read": FACULTY, "order.draft": FACULTY, "order.extract": FACULTY,
        "attestation.read": FACULTY, "attestation.edit": FACULTY, "attestation.prepare": FACULTY,
        "attestation.hear": FACULTY, "attestation.report": FACULTY, "blank.read": ALL, "blank.post": ALL,
        "diploma.read": FACULTY, "diploma.prepare": FACULTY, "diploma.print": FACULTY, "diploma.issue": FACULTY,
        "quality.read": ALL, "internal_audit.read": ALL, "internal_audit.edit": OWN,
        "consultation.read": ALL, "consultation.edit": ALL,
        "report.read": ALL, "report.make": ALL,
        "practice.read": FACULTY, "practice.edit": FACULTY, "practice.place": FACULTY, "practice.mark": FACULTY,
        "practice_base.read": ALL, "practice_base.edit": ALL,
        "data_request.read": ALL, "data_request.edit": ALL, "instruction.read": ALL, "instruction.edit": ALL,
        "attorney.read": ALL, "service_request.read": ALL, "department.read": FACULTY,
        "letter.read": ALL, "letter.register": ALL, "letter.send": ALL, "letter.close": ALL, "nomenclature.read": ALL,
        "employment.read": FACULTY, "employment.enter": FACULTY, "contact.refresh": FACULTY,
        "stat_form.read": FACULTY,
    },
    Role.department: {
        "report.read": ALL, "report.make": ALL,
        **_READ, "student.read": DEPARTMENT, "student.results": DEPARTMENT, "student.export": DEPARTMENT,
        "section.read": DEPARTMENT, "grade_sheet.read": DEPARTMENT, "grade_sheet.sign": DEPARTMENT,
        "correction.read": DEPARTMENT, "appeal.read": DEPARTMENT,
        "grade_sheet.remind": DEPARTMENT, "results.read": DEPARTMENT, "results.names": DEPARTMENT,
        "kpi.read": DEPARTMENT, "indicator.read": DEPARTMENT, "view.save": ALL,
        "hold.read": DEPARTMENT, "proposal.make": DEPARTMENT, "proposal.read": DEPARTMENT,
        "plan.read": DEPARTMENT, "check.read": DEPARTMENT, "check.mend": DEPARTMENT, "difference.read": DEPARTMENT,
        "order.read": DEPARTMENT, "attestation.read": DEPARTMENT, "attestation.prepare": DEPARTMENT,
        "attestation.approve": DEPARTMENT, "internal_audit.read": ALL, "internal_audit.edit": OWN,
        "practice.read": DEPARTMENT, "practice.place": DEPARTMENT, "practice.mark": DEPARTMENT,
        "practice_base.read": ALL,
        "department.read": DEPARTMENT,
        "employment.read": DEPARTMENT,
    },
    Role.teacher: {
        **_READ, "student.read": OWN, "student.results": OWN, "section.read": OWN, "grade_sheet.read": OWN,
        "grade_sheet.fill": OWN, "grade_sheet.sign": OWN, "correction.read": OWN, "appeal.read": OWN,
        "proposal.make": OWN, "proposal.read": OWN, "plan.read": OWN,
        "check.read": OWN, "check.mend": OWN, "results.read": OWN,
        "attestation.read": OWN, "attestation.prepare": OWN, "internal_audit.read": ALL, "internal_audit.edit": OWN,
        "practice.read": OWN, "practice.mark": OWN, "practice_base.read": ALL,
    },
    Role.management: {
        "report.read": ALL, "report.make": ALL,
        "reconciling.read": ALL,
        **_READ, "kind.read": ALL, "student.read": ALL, "student.results": ALL, "section.read": ALL,
        "grade_sheet.read": ALL, "correction.read": ALL, "appeal.read": ALL, "results.read": ALL, "results.names": ALL,
        "transcript.read": ALL, "kpi.read": ALL, "audit.read": ALL, "audit.verify": ALL, "student.export": ALL,
        "view.save": ALL, "import.read": ALL,
        "paper.read": ALL, "paper.check": ALL, "paper.sign": ALL, "hold.read": ALL,
        "user.read": ALL, "user.acting": ALL,
        "curriculum.approve": ALL, "calendar.approve": ALL, "plan.read": ALL, "check.read": ALL, "mobility.read": ALL,
        "promotion.read": ALL, "promotion.approve": ALL, "difference.read": ALL, "difference.approve": ALL,
        "order.read": ALL, "order.sign": ALL, "attestation.read": ALL, "blank.read": ALL, "blank.appoint": ALL,
        "norm.control": ALL,
        "diploma.read": ALL, "indicator.read": ALL, "quality.read": ALL, "internal_audit.read": ALL,
        "norm.permit": ALL,
        "submission.read": ALL, "submission.decide": ALL, "training.read": ALL, "criteria.read": ALL,
        "management_review.read": ALL, "management_review.write": ALL, "management_review.decide": ALL,
        "consultation.read": ALL, "employment.read": ALL, "meeting.read": ALL, "meeting.sign": ALL,
        "practice.read": ALL, "practice_base.read": ALL,
        "data_request.read": ALL, "instruction.read": ALL, "attorney.read": ALL, "service_request.read": ALL,
        "department.read": ALL,
        "letter.read": ALL, "letter.resolve": ALL, "nomenclature.read": ALL, "nomenclature.approve": ALL,
        "stat_form.read": ALL, "pack.read": ALL,
    },
    Role.auditor: {
        "report.read": ALL, "report.make": ALL,
        "reconciling.read": ALL,
        **_READ, "kind.read": ALL, "student.read": ALL, "student.results": ALL, "section.read": ALL,
        "grade_sheet.read": ALL, "correction.read": ALL, "appeal.read": ALL, "results.read": ALL,
        "transcript.read": ALL, "audit.read": ALL, "audit.verify": ALL, "looks.read": ALL, "kpi.read": ALL,
        "user.read": ALL, "import.read": ALL, "paper.read": ALL, "hold.read": ALL,
        "plan.read": ALL, "check.read": ALL, "mobility.read": ALL, "promotion.read": ALL, "order.read": ALL,
        "difference.read": ALL, "attestation.read": ALL, "blank.read": ALL, "diploma.read": ALL,
        "norm.control": ALL,
        "indicator.read": ALL, "quality.read": ALL, "quality.edit": ALL, "quality.check": ALL,
        "internal_audit.read": ALL, "internal_audit.plan": ALL, "internal_audit.edit": ALL, "file.keep": ALL,
        "submission.read": ALL, "submission.send": ALL, "training.read": ALL, "declaration.read": ALL,
        "criteria.read": ALL, "criteria.edit": ALL,
        "management_review.read": ALL, "consultation.read": ALL, "employment.read": ALL, "meeting.read": ALL,
        "practice.read": ALL, "practice_base.read": ALL,
        "concern.read": ALL, "trail.sign": ALL, "signin.read": ALL, "alarm.read": ALL, "api_key.read": ALL,
        "backup.read": ALL,  # what a restore drill found is the evidence he asks for; beginning one is not his
        "data_request.read": ALL, "instruction.read": ALL, "attorney.read": ALL, "service_request.read": ALL,
        "department.read": ALL,
        "letter.read": ALL, "nomenclature.read": ALL,
        "stat_form.read": ALL, "pack.read": ALL,
    },
    Role.administrator: {
        **_READ, "file.keep": ALL, "user.read": ALL, "user.sessions": ALL, "audit.verify": ALL, "office.edit": ALL,
        "schedule.read": ALL, "office.backup": ALL, "backup.read": ALL, "credential.keys": ALL, "signin.read": ALL,
        "api_key.read": ALL,
    },
    Role.adviser: {
        **_READ, "student.read": GROUP, "student.results": GROUP, "view.save": ALL, "hold.read": GROUP,
        "proposal.make": GROUP, "proposal.read": GROUP, "plan.read": GROUP, "plan.choose": GROUP,
        "difference.read": GROUP,
    },
    Role.secretary: {
        **_READ, "student.read": GROUP, "student.results": GROUP, "view.save": ALL, "hold.read": GROUP,
        "attestation.read": OWN, "attestation.prepare": OWN, "attestation.hear": OWN, "attestation.report": OWN,
        "grade_sheet.read": OWN, "grade_sheet.sign": OWN, "appeal.read": OWN,
    },
    Role.hr: {**_READ, "file.keep": ALL, "order.read": ALL, "order.receive": ALL},
    Role.payments: {
        **_READ, **_HOLDS, "student.read": ALL, "view.save": ALL, "plan.read": ALL, "plan.pay": ALL,
    },
    Role.career: {
        **_READ, **_HOLDS, "student.read": ALL, "view.save": ALL, "proposal.make": ALL, "proposal.read": ALL,
        "practice.read": ALL, "practice_base.read": ALL, "practice_base.edit": ALL,
        "employment.read": ALL, "employment.enter": ALL, "contact.refresh": ALL, "campaign.run": ALL, "file.keep": ALL,
    },
    Role.service: {**_READ, **_HOLDS, "student.read": ALL, "view.save": ALL},
}  # fmt: skip


@dataclass(frozen=True)
class Actor:
    """Who works: user id, name, role, language, and what is assigned (faculty, department and teacher ids)."""

    id: str
    name: str
    role: Role
    lang: Lang = "kk"
    assigned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    own_role: Role | None = None  # his own, while he carries out another by order
    session: str = ""  # the sign-in he acts by; none for a long work, a command, another system

    @property
    def acting(self) -> bool:
        """Does he carry out another's role today?"""
        return self.own_role is not None

    def reach(self, right: str) -> Reach | None:
        """How far this right goes for this user; None when he has it not."""
        return RIGHTS[self.role].get(right)

    def may(self, right: str) -> bool:
        """Has the user this right at all?"""
        return self.reach(right) is not None


def require(actor: Actor, right: str) -> Reach:
    """The reach of a right the user must have; Forbidden when he has it not."""
    reach = actor.reach(right)
    if reach is None:
        raise refused(actor, right, "errors.forbidden")
    return reach


def refused(actor: Actor, right: str, key: str) -> Forbidden:
    """The refusal, told to the log of the office by ids alone: whose name it is stands in the office, not in a log."""
    log.warning("refused right=%s user=%s role=%s key=%s", right, actor.id, actor.role.value, key)
    return Forbidden(key, right=right)


def _values(node: Any, path: list[str]) -> list[Any]:
    if isinstance(node, list):
        return [v for item in node for v in _values(item, path)]
    if not path:
        return [node]
    return _values(node.get(path[0]), path[1:]) if isinstance(node, dict) else []


def within(actor: Actor, right: str, model: type[Document], row: Mapping[str, Any]) -> None:
    """Forbidden unless this stored row lies inside the user's scope for this right."""
    reach = require(actor, right)
    if reach is ALL:
        return
    for word in reach.dimensions:
        path, mine = model.scopes.get(word), actor.assigned.get(word, ())
        if path and set(mine) & set(_values(dict(row), path.split("."))):
            return
    raise refused(actor, right, "errors.out_of_scope")


def scope_filter(actor: Actor, right: str, model: type[Document]) -> dict[str, Any]:
    """The condition that keeps a reading inside the user's scope; a scope the word does not know admits nothing."""
    reach = require(actor, right)
    if reach is ALL:
        return {}
    found = [
        {path: {"$in": list(actor.assigned.get(word, ()))}}
        for word in reach.dimensions
        if (path := model.scopes.get(word)) and (actor.assigned.get(word) or len(reach.dimensions) == 1)
    ]
    return (found[0] if len(found) == 1 else {"$or": found}) if found else {"_id": {"$in": []}}
