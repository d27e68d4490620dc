"""Every kind of long work in one table: who may begin it, where its function stands, whether it is heavy."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.errors import RuleBroken

if TYPE_CHECKING:
    from core.jobs.run import Run


@dataclass(frozen=True)
class Kind:
    """One kind of long work.

    work: «module:function»; the function takes a Run and may answer with a small dict (ids, numbers: the result that
    a page shows). right: what it needs, asked when it is begun and again when it runs. heavy: it works the processor,
    so it gets a process of its own. alone: only one of it goes on at a time, in the whole office («all») or for each
    person («user»). page: where it is begun and its result is shown. anew: cut short it begins from nothing, and its
    bar says so; any other kind goes on from where it was.
    """

    work: str
    right: str
    heavy: bool = False
    alone: str = ""
    page: str = ""
    anew: bool = False

    def function(self) -> Callable[[Run], dict[str, Any] | None]:
        """The function itself, loaded when it is wanted."""
        module, _, name = self.work.partition(":")
        found: Callable[[Run], dict[str, Any] | None] = getattr(importlib.import_module(module), name)
        return found


# name: Kind. Its words stand in core/i18n as `jobs.kind.<name with _ for .>`.
KINDS: dict[str, Kind] = {
    "audit.verify": Kind("core.audit.work:verify_work", "audit.verify", True, "all", "audit", anew=True),
    "audit.protocol": Kind("core.audit.work:protocol_work", "audit.verify", True, "user", "trail_protocols"),
    "import.accept": Kind("core.imports.work:accept_work", "import.run", alone="user", page="imports"),
    "import.undo": Kind("core.imports.work:undo_work", "import.undo", alone="user", page="imports"),
    "names.scan": Kind("core.names.work:scan_work", "names.read", alone="all", page="names"),
    "office.archive": Kind("core.ending.archive:archive_work", "office.end", True, "all", "ending"),
    "office.backup": Kind("core.keeping:backup_work", "office.backup", True, "all", "backups", anew=True),
    "office.drill": Kind("core.keeping:drill_work", "office.backup", heavy=True, alone="all", page="backups"),
    "diplomas.register": Kind("core.diplomas.work:register_work", "diploma.register", alone="all", page="diplomas"),
    "timetable.import": Kind("core.timetable.work:import_work", "timetable.edit", alone="user", page="timetable"),
    "diplomas.print": Kind("core.diplomas.printing:print_work", "diploma.print", True, "user", "diplomas"),
    "exams.import": Kind("core.exams.work:import_work", "exam.edit", alone="user", page="exams"),
    "exams.propose": Kind("core.exams.work:propose_work", "exam.edit", alone="all", page="exams"),
    "extracts.print": Kind("core.orders.paper:extracts_work", "order.extract", True, "user", "extracts"),
    "orders.print": Kind("core.orders.paper:print_work", "order.read", True, "user", "orders"),
    "papers.make": Kind("core.papers.many:make_work", "paper.make", alone="user", page="certificates"),
    "papers.sign": Kind("core.papers.many:sign_work", "paper.sign", alone="user", page="papers"),
    "progress.notices": Kind("core.papers.many:make_work", "paper.make", alone="user", page="progress"),
    "reports.file": Kind("core.reports.work:file_work", "report.read", True, "user", "report"),
    "rollover.run": Kind("core.rollover.work:rollover_work", "rollover.run", alone="all", page="rollover"),
    "packs.make": Kind("core.packs.work:make_work", "pack.make", alone="user", page="packs"),
    "sections.form": Kind("core.grouping.forming:form_work", "section.form", alone="all", page="sections"),
    "registration.drop": Kind("core.registration.work:drop_work", "plan.approve", alone="user", page="registration"),
    "registration.table": Kind("core.registration.table:work", "plan.choose", alone="user", page="registration"),
    "registration.group": Kind("core.registration.work:group_work", "plan.approve", alone="user", page="registration"),
    "sheets.open": Kind("core.sheets.period:open_work", "grade_sheet.open", alone="user", page="sheet_period"),
    "sheets.print": Kind("core.sheets.printing:print_work", "grade_sheet.read", True, "user", "grade_sheets"),
    "students.edit_many": Kind("core.students.many:edit_work", "student.edit", alone="user", page="mass_edit"),
    "summer.apply": Kind("core.summer.work:apply_work", "plan.choose", alone="user", page="summer"),
    "transcript.issue": Kind("core.transcripts.work:issue_work", "transcript.issue", heavy=True, page="transcripts"),
}


def kind_of(name: str) -> Kind:
    """A kind by its name; RuleBroken `jobs.unknown_kind` for one this version of the office does not know."""
    if name not in KINDS:
        raise RuleBroken("jobs.unknown_kind", kind=name)
    return KINDS[name]


def word_key(name: str) -> str:
    """The message key of a kind's name."""
    return f"jobs.kind.{name.replace('.', '_')}"
