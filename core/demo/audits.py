"""Internal audits of the demonstration: a programme the leadership approved, audits on every step, one that is late;
and the management review of the year before, decided, its decisions half done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from core import approvals, internal_audits, management_review, tasks
from core.db.store import Store
from core.demo.calendar import moment
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.internal_audits import programme
from core.internal_audits.rules import month_end
from core.quality import nonconformities
from core.users import actor_of
from schemas.base import Ref
from schemas.internal_audit import AuditMonth, AuditProgramme, InternalAudit
from schemas.user import User

STANDARD = "ISO 9001:2015"
# Of the programme: process, month, how far it went: 0 nothing, 1 planned, 2 running, 3 reported, 4 closed.
LINES = (("plans", "03", 4), ("sheets", "06", 4), ("diplomas", "09", 3), ("requests", "10", 2), ("lessons", "11", 1),
         ("orders", "12", 0))  # fmt: skip
CLAUSES = {"plans": "2, 17", "sheets": "24, 25", "diplomas": "26, 27", "requests": "34, 46", "lessons": "33-2"}
ROWS = (
    ("Жауапкершілік бөлінген бе, нұсқаулық бар ма", "5.3", "meets", "Лауазымдық нұсқаулықтар, қол қойылған"),
    ("Жазбалар толық және мерзімінде жүргізіле ме", "7.5.3", "partly", "20 жазба іріктелді, екеуінде күні жоқ"),
    ("Көрсеткіштер мақсатқа жетіп жүр ме", "9.1", "meets", "Процесс көрсеткіштері, соңғы екі кезең"),
)
FOUND = {
    "sheets": ("minor", "7.5.3", "Екі ведомостьта түзету күні көрсетілмеген", "Іріктеудегі 20 ведомостың екеуі"),
    "diplomas": ("minor", "8.5.1", "Бланк журналында бір қол кеш қойылған", "Журналдың 14-жазбасы"),
    "plans": ("observation", "", "Жоспарлардың көшірмесі бір папкада сақталғаны жөн", "Әңгіме, тексеру парағы"),
}
DECIDED = (
    ("Ведомость тапсыру мерзімін еске салуды күнделікті ету", "senior", date(2026, 3, 1), True),
    ("Диплом бланкілерін тоқсан сайын түгендеу", "senior", date(2026, 6, 30), True),
    ("Анықтамаларға электронды кезек енгізу", "registrar", date(2026, 10, 31), False),
)


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """All of it by the ordinary acts of who does them."""
    desks = {login: Desk(actor_of(user), store, lambda: ids.now, ids) for login, user in users.items()}
    people = {login: user.ref() for login, user in users.items()}
    _review(desks, people, ids)
    made = _programme(desks, people, ids)
    for row, (process, _, far) in enumerate(LINES):
        if far:
            _audit(desks, people, ids, made, row, process, far)


def _why(ids: Ids) -> Why:
    return Why("", None, ids())


def _programme(desks: Mapping[str, Desk], people: Mapping[str, Ref], ids: Ids) -> AuditProgramme:
    ids.now = moment(date(2026, 1, 14), 10)
    planned = [{"process": p, "month": m, "lead": people["auditor"]} for p, m, _ in LINES]
    values = {"aim": "Офис процестерінің стандартқа және ережеге сәйкестігін тексеру", "standard": STANDARD,
              "planned": planned}  # fmt: skip
    made = programme.draft(desks["head"], 2026, values, _why(ids))
    made = programme.ask(desks["head"], made.id, made.revision, _why(ids))
    ids.now = moment(date(2026, 1, 16), 11)
    (asked,) = approvals.of_subject(desks["leadership"], made.id)
    approvals.agree(desks["leadership"], asked.id, asked.revision, _why(ids))
    return internal_audits.reading.programme(desks["head"], made.id)


def _audit(
    desks: Mapping[str, Desk], people: Mapping[str, Ref], ids: Ids, made: AuditProgramme, row: int, process: str,
    far: int,
) -> None:  # fmt: skip
    month = made.planned[row].month
    first = date(2026, month.n, 10)
    ids.now = moment(first - timedelta(days=20), 10)
    values = {
        "standard": STANDARD, "first": first.isoformat(), "last": _last(month, first).isoformat(),
        "lead": people["auditor"].model_dump(), "auditors": [people["teacher"].model_dump()],
        "aim": "Процестің талапқа сәйкестігі мен нәтижелілігі",
        "criteria": [{"text": "Офис-тіркеуші бөлімінің ережесі", "clause": CLAUSES[process]},
                     {"text": STANDARD, "clause": "7.5, 8.5, 9.1"}],
    }  # fmt: skip
    audit = internal_audits.plan(desks["head"], values, _why(ids), made.id, row)
    desk, keys = desks["auditor"], ("question", "clause", "outcome", "evidence")
    rows: list[dict[str, Any]] = [dict(zip(keys, r, strict=True)) for r in ROWS]
    if far == 1:
        rows = [{"question": r["question"], "clause": r["clause"]} for r in rows]
    audit = internal_audits.checklist(desk, audit.id, audit.revision, rows, _why(ids))
    if far > 1:
        ids.now = moment(first, 10)
        audit = internal_audits.start(desk, audit.id, audit.revision, _why(ids))
    if far > 2:
        _reported(desks, people, ids, audit, process, far)


def _last(month: AuditMonth, first: date) -> date:
    """A week and a half of work; the audit of November may use its whole month."""
    return month_end(2026, month) if month.n == 11 else first + timedelta(days=10)


def _reported(
    desks: Mapping[str, Desk], people: Mapping[str, Ref], ids: Ids, audit: InternalAudit, process: str, far: int
) -> None:  # fmt: skip
    desk = desks["auditor"]
    ids.now = moment(audit.last, 15)
    grade, requirement, text, evidence = FOUND[process]
    found = [{"grade": grade, "requirement": requirement, "text": text, "evidence": evidence}]
    said = "Процесс талапқа сай жүргізіледі; анықталғандар бойынша түзету іс-шарасы қажет."
    audit = internal_audits.findings(desk, audit.id, audit.revision, found, said, _why(ids))
    audit = internal_audits.hand_in(desk, audit.id, audit.revision, _why(ids))
    if far < 4:
        return
    ids.now = moment(audit.last + timedelta(days=4), 11)
    for f in audit.heavy:
        if f.nonconformity:
            kept = nonconformities.get(desks["head"], f.nonconformity.id)
            facts = {"requirement": requirement, "responsible": people["senior"],
                     "due": audit.last + timedelta(days=40)}  # fmt: skip
            nonconformities.open_(desks["head"], kept.id, kept.revision, facts, _why(ids))
    internal_audits.close(desk, audit.id, audit.revision, _why(ids))


def _review(desks: Mapping[str, Desk], people: Mapping[str, Ref], ids: Ids) -> None:
    """The review of 2025: made in January, decided by the leadership; two of its three decisions are done."""
    head, leader = desks["head"], desks["leadership"]
    ids.now = moment(date(2026, 1, 20), 10)
    pack = management_review.make(head, date(2025, 1, 1), date(2025, 12, 31), _why(ids))
    notes = {"feedback": "Студенттер анықтаманы тезірек алғысы келеді: кезек көбіне түске дейін жиналады.",
             "resources": "Сессия кезінде екі тіркеуші жетпейді.",
             "ideas": "Электронды кезек; ведомость мерзімін күнделікті еске салу."}  # fmt: skip
    rows = [{"what": what, "responsible": people[who], "due": due} for what, who, due, _ in DECIDED]
    pack = management_review.write(head, pack.id, pack.revision, notes, rows, _why(ids))
    pack = management_review.send(head, pack.id, pack.revision, _why(ids))
    ids.now = moment(date(2026, 1, 27), 16)
    pack = management_review.decide(leader, pack.id, pack.revision, "2", _why(ids))
    for (_, who, due, done), task in zip(DECIDED, pack.tasks, strict=True):
        if done:
            ids.now = moment(due - timedelta(days=6), 12)
            tasks.done(desks[who], task, Why("Орындалды", None, ids()))


__all__ = ["give"]
