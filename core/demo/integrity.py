"""What keeps the demonstration honest: trainings signed and missed, declarations, the council's assessment, and what
was submitted to management; each by the ordinary act of who does it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core import criteria, declarations, submissions, trainings
from core.db.store import Store
from core.demo.calendar import moment
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.submissions import Sending
from core.users import actor_of
from schemas.criteria import Fulfilled
from schemas.kinds import Evidence
from schemas.submission import SubmissionKind
from schemas.user import User
from schemas.words import STANDING

AUTUMN, BRIEFED, JUDGED = date(2026, 9, 7), date(2026, 11, 23), date(2026, 11, 12)
AWAY = ("adviser", "career", "service")  # were not at the training of the autumn
UNDECLARED = ("service", "payments")
PARTLY = {
    Evidence.declarations: "Екі қызметкер әлі мәлімдемеген", Evidence.trainings: "Үш қызметкер қайта шақырылсын",
}  # fmt: skip
NOTHING = "Кезеңде дерек жоқ"


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """Autumn: a training and declarations; November: a briefing that goes on, the assessment, a decision upon it."""
    desks = {name: Desk(actor_of(user), store, lambda: ids.now, ids) for name, user in users.items()}

    everybody = [user.id for user in users.values()]
    ids.now = moment(AUTUMN, 10)
    values = {"sort": "anti_corruption", "topic": "Мүдделер қақтығысы: тану және мәлімдеу", "day": AUTUMN,
              "by": "Сыбайлас жемқорлыққа қарсы комплаенс-офицер", "valid": 12}  # fmt: skip
    held = trainings.plan(desks["head"], values, everybody, None, why(ids))
    for name in (n for n in users if n not in AWAY):
        held = trainings.sign(desks[name], held.id, why(ids))
    trainings.close(desks["head"], held.id, held.revision, why(ids))
    for name in (n for n in users if n not in UNDECLARED):
        said = _interests(store, users[name]) if name == "teacher" else {"none": True}
        declarations.declare(desks[name], said, why(ids))

    ids.now = moment(BRIEFED, 9)
    values = {"sort": "safety", "topic": "Оқу ғимараттарындағы өрт қауіпсіздігі", "day": BRIEFED,
              "by": "Еңбекті қорғау инженері", "valid": 6}  # fmt: skip
    briefed = trainings.plan(desks["senior"], values, everybody, None, why(ids))
    for name in ("senior", "registrar", "secretary"):
        trainings.sign(desks[name], briefed.id, why(ids))
    _assessed(desks, users, ids)


def why(ids: Ids) -> Why:
    """An act of the demonstration that needs no reason."""
    return Why("", None, ids())


def _interests(store: Store, teacher: User) -> dict[str, object]:
    """She has a relative among those whom she examines."""
    where = {"examiners.id": teacher.person.id if teacher.person else "", "lines.0": {"$exists": True},
             "status": {"$in": [s.value for s in STANDING]}}  # fmt: skip
    rows = store.rows("grade_sheets", where, {"lines.number": 1}, [("day", -1)], 1)
    if not rows:
        return {"none": True}
    number = rows[0]["lines"][-1]["number"]
    return {"interests": [{"relation": "relative", "whom": "student", "number": number, "what": "Жиені"}]}


def _assessed(desks: Mapping[str, Desk], users: Mapping[str, User], ids: Ids) -> None:
    ids.now = moment(JUDGED, 15)
    auditor, leader = desks["auditor"], desks["leadership"]
    made = criteria.begin(auditor, date(2026, 1, 1), date(2026, 10, 31), why(ids))
    rows = {}
    for row in made.findings:
        nothing = row.part == 0 and not row.whole  # of the period there is nothing to judge
        verdict = Fulfilled.apart if nothing else Fulfilled.partly if row.evidence in PARTLY else Fulfilled.met
        shown = "Кеңестің № 3 хаттамасы, 12.10.2026" if row.evidence is Evidence.none else ""
        rows[row.code] = {
            "verdict": verdict.value,
            "shown": shown,
            "note": NOTHING if nothing else PARTLY.get(row.evidence, ""),
        }
    council = "Есімхан Бақытжан\nМұратова Сабина\nЮн Виктор"
    said = "Критерийлердің басым бөлігі орындалған; мәлімдемегендер мен оқытудан өтпегендер қалды."
    whole = {"council": council, "conclusion": said}
    made = criteria.keep(auditor, made.id, made.revision, whole, rows, why(ids))
    made = criteria.submit(auditor, made.id, made.revision, why(ids))
    sent = submissions.send(auditor, Sending(
        SubmissionKind.criteria, "Сыбайлас жемқорлыққа қарсы критерийлер: 2026 ж. он ай", [users["leadership"].id],
        made.start, made.end, made.conclusion, source=made, page="criteria", address={"id": made.id},
    ), why(ids))  # fmt: skip
    ids.now = moment(date(2026, 11, 16), 9)
    seen = submissions.see(leader, sent.id)
    ordered = [{"what": "Мәлімдемеген қызметкерлерден декларация алу", "to_role": "head", "due": date(2026, 12, 7)}]
    submissions.decide(leader, seen.id, seen.revision, "Назарға алынсын, кемшіліктер жойылсын.", ordered,
                       why(ids))  # fmt: skip
    ids.now = moment(date(2026, 11, 24), 12)
    submissions.send(desks["head"], Sending(
        SubmissionKind.report, "Қысқы сессияға дайындық туралы есеп", [users["leadership"].id], date(2026, 9, 1),
        date(2026, 11, 24), "Ведомостар ашылды, емтихан кестесі жарияланды.",
    ), why(ids))  # fmt: skip
