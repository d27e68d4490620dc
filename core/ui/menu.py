"""The menu: which page stands in which group and which right opens it, in one table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from core.access import Actor

PAGES = Path(__file__).resolve().parents[2] / "pages"


@dataclass(frozen=True)
class Item:
    """A page of the menu: group and name are message keys (`menu.<group>`, `menu.<file>`)."""

    group: str
    file: str
    icon: str
    right: str
    hidden: bool = False  # opened from another page, by its address

    @cached_property
    def path(self) -> Path:
        """The page's file."""
        return PAGES / f"{self.file}.py"

    @cached_property
    def there(self) -> bool:
        """Has the page its file? Asked of the disk once."""
        return self.path.exists()


MENU: tuple[Item, ...] = (
    Item("today", "home", "home", "home.read"),
    Item("today", "inbox", "checklist", "task.work"),
    Item("contingent", "students", "group", "student.read"),
    Item("contingent", "student", "person", "student.read", hidden=True),
    Item("contingent", "mass_edit", "edit_attributes", "student.edit", hidden=True),
    Item("contingent", "register", "person_add", "student.register", hidden=True),
    Item("contingent", "orders", "contract", "order.read"),
    Item("contingent", "order", "contract", "order.read", hidden=True),
    Item("contingent", "extracts", "content_cut", "order.read"),
    Item("contingent", "contingent_day", "groups_2", "order.read"),
    Item("contingent", "movement", "swap_vert", "order.read"),
    Item("contingent", "leaves", "event_busy", "order.read"),
    Item("contingent", "imports", "upload_file", "import.read"),
    Item("teaching", "curricula", "menu_book", "curriculum.read"),
    Item("teaching", "curriculum", "menu_book", "curriculum.read", hidden=True),
    Item("teaching", "calendar", "calendar_month", "calendar.read"),
    Item("teaching", "registration", "how_to_reg", "plan.read"),
    Item("teaching", "study_plan", "assignment", "plan.read", hidden=True),
    Item("teaching", "sections", "groups", "section.read"),
    Item("teaching", "section", "groups", "section.read", hidden=True),
    Item("teaching", "load", "stacked_bar_chart", "section.read"),
    Item("teaching", "timetable", "view_week", "timetable.read"),
    Item("teaching", "exams", "event_note", "exam.read"),
    Item("teaching", "lesson_checks", "event_available", "check.read"),
    Item("teaching", "practices", "tour", "practice.read"),
    Item("teaching", "practice", "tour", "practice.read", hidden=True),
    Item("teaching", "summer", "sunny", "plan.read"),
    Item("teaching", "difference", "difference", "difference.read"),
    Item("teaching", "mobility", "flight", "mobility.read"),
    Item("teaching", "progress", "trending_up", "student.results"),
    Item("teaching", "what_if", "science", "student.results"),
    Item("teaching", "promotion", "stairs", "promotion.read"),
    Item("teaching", "rollover", "redo", "rollover.run"),
    Item("teaching", "grade_sheets", "fact_check", "grade_sheet.read"),
    Item("teaching", "grade_sheet", "edit_note", "grade_sheet.read", hidden=True),
    Item("teaching", "sheet_control", "assignment_late", "grade_sheet.read"),
    Item("teaching", "results", "bar_chart", "results.read"),
    Item("teaching", "sheet_period", "playlist_add_check", "grade_sheet.open", hidden=True),
    Item("teaching", "sheet_paper", "qr_code_scanner", "grade_sheet.read", hidden=True),
    Item("teaching", "corrections", "rule", "correction.read"),
    Item("teaching", "appeals", "balance", "appeal.read"),
    Item("attestation", "attestation_control", "task_alt", "attestation.read"),
    Item("attestation", "commissions", "diversity_3", "attestation.read"),
    Item("attestation", "graduates", "school", "attestation.read"),
    Item("attestation", "sittings", "calendar_clock", "attestation.read"),
    Item("attestation", "sitting", "gavel", "attestation.read", hidden=True),
    Item("attestation", "attestation_results", "workspace_premium", "attestation.read"),
    Item("attestation", "attestation_figures", "monitoring", "attestation.read"),
    Item("attestation", "attestation_report", "edit_document", "attestation.read", hidden=True),
    Item("contingent", "proposals", "rate_review", "proposal.read"),
    Item("contingent", "merge", "merge", "student.merge"),
    Item("contingent", "holds", "front_hand", "hold.read"),
    Item("contingent", "names", "spellcheck", "names.read"),
    Item("papers", "papers", "inbox", "paper.read"),
    Item("papers", "certificates", "assignment_turned_in", "paper.read"),
    Item("papers", "paper", "draft", "paper.read", hidden=True),
    Item("papers", "order_forms", "outbox", "order.receive"),
    Item("papers", "blanks", "confirmation_number", "blank.read"),
    Item("papers", "transcripts", "description", "transcript.read"),
    Item("papers", "diplomas", "workspace_premium", "diploma.read"),
    Item("papers", "duplicates", "content_copy", "diploma.read"),
    Item("papers", "diploma_layout", "design_services", "diploma.read"),
    Item("settings", "rulebooks", "gavel", "rulebook.read"),
    Item("settings", "references", "account_balance", "reference.read"),
    Item("settings", "template", "article", "kind.read"),
    Item("settings", "fields", "view_list", "kind.read"),
    Item("settings", "kinds", "category", "kind.read"),
    Item("settings", "institution", "tune", "office.edit"),
    Item("settings", "signing_keys", "key", "credential.keys"),
    Item("settings", "api_keys", "api", "api_key.read"),
    Item("settings", "users", "badge", "user.read"),
    Item("today", "queue", "stacked_bar_chart", "task.read_all"),
    Item("settings", "work", "assignment_ind", "user.read"),
    Item("control", "indicators", "speed", "indicator.read"),
    Item("settings", "ending", "door_open", "norm.read"),
    Item("control", "norm_permits", "file_copy", "norm.read"),
    Item("control", "norm_compare", "difference", "norm.read", hidden=True),
    Item("control", "norm_documents", "library_books", "norm.read"),
    Item("control", "norm_document", "article", "norm.read", hidden=True),
    Item("control", "clauses", "format_list_numbered", "norm.read"),
    Item("control", "internal_audits", "policy", "internal_audit.read"),
    Item("control", "internal_audit", "policy", "internal_audit.read", hidden=True),
    Item("control", "objectives", "flag", "quality.read"),
    Item("control", "nonconformities", "report", "quality.report"),
    Item("control", "nonconformity", "report", "quality.report", hidden=True),
    Item("control", "risks", "grid_on", "quality.report"),
    Item("control", "indicator", "speed", "kind.edit", hidden=True),
    Item("control", "submissions", "outbox", "submission.read"),
    Item("control", "trainings", "local_library", "training.sign"),
    Item("control", "declarations", "handshake", "declaration.make"),
    Item("control", "criteria", "checklist_rtl", "criteria.read"),
    Item("control", "alarms", "notification_important", "alarm.read"),
    Item("control", "reconciling", "compare_arrows", "reconciling.read"),
    Item("control", "management_review", "summarize", "management_review.read"),
    Item("control", "audit", "history", "audit.read"),
    Item("control", "trail_protocols", "history_edu", "audit.verify"),
    Item("control", "backups", "backup", "backup.read"),
    Item("control", "signins", "login", "signin.read"),
    Item("control", "looks", "visibility", "looks.read"),
    Item("contingent", "careers", "work", "employment.read"),
    Item("desk", "meetings", "groups_3", "meeting.attend"),
    Item("desk", "meeting", "groups_3", "meeting.attend", hidden=True),
    Item("desk", "consultations", "forum", "consultation.read"),
    Item("desk", "data_requests", "forward_to_inbox", "data_request.answer"),
    Item("desk", "data_request", "forward_to_inbox", "data_request.answer", hidden=True),
    Item("desk", "instructions", "lightbulb", "instruction.mark"),
    Item("desk", "service_requests", "build", "service_request.use"),
    Item("desk", "attorneys", "verified_user", "attorney.hold"),
    Item("today", "department", "apartment", "department.read"),
    Item("desk", "requests", "mail", "letter.work"),
    Item("desk", "request", "mail", "letter.work", hidden=True),
    Item("desk", "nomenclature", "folder_open", "nomenclature.read"),
    Item("reports", "stat_forms", "table_chart", "stat_form.read"),
    Item("reports", "stat_form", "edit_note", "kind.edit", hidden=True),
    Item("reports", "packs", "inventory_2", "pack.read"),
    Item("reports", "reports", "table_chart", "report.read"),
    Item("reports", "report", "tune", "report.make"),
    Item("own", "jobs", "hourglass_top", "job.read"),
    Item("own", "concerns", "campaign", "concern.send"),
    Item("own", "account", "manage_accounts", "user.self"),
    Item("own", "help", "help", "help.read"),
)


def allowed(actor: Actor) -> list[Item]:
    """The pages this user may open, in the order of the menu; one without its file is not listed."""
    return [item for item in MENU if actor.may(item.right) and item.there]
