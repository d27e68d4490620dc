"""What the office asks of units and services in the demonstration, and what it explains to them: requests of data in
every state, an instruction in its second edition, powers of attorney, requests to services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core import attorneys, data_requests, files, instructions, service_requests
from core.db.store import Store
from core.demo.calendar import moment
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.users import actor_of
from schemas.base import Id
from schemas.data_request import DataRequest, UnitAnswer
from schemas.reference import Department
from schemas.user import User

AUTUMN, NOVEMBER = date(2026, 10, 5), date(2026, 11, 3)
OTHERS = ("PNO", "KOB", "STR", "VOC", "ORC")  # of these the demonstration asks those that it has
COLUMNS = [
    {"title": "Студент", "type": "text"}, {"title": "Байқау", "type": "text"},
    {"title": "Орны", "type": "number"}, {"title": "Өткен күні", "type": "day", "needed": False},
]  # fmt: skip
WINNERS = [
    ["Сейітқали Аружан", "«Қорқыт ата» республикалық байқауы", "1", "17.10.2026"],
    ["Төлеген Мейірім", "Құрманғазы атындағы байқау", "2", "24.10.2026"],
    ["Жақсылық Әлихан", "«Дарын» жас орындаушылар байқауы", "3", ""],
]


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """October and November of this year."""
    desks = {name: Desk(actor_of(user), store, lambda: ids.now, ids) for name, user in users.items()}
    _asked(store, desks, ids)
    _explained(store, desks, ids)
    _trusted(users, desks, ids)
    _served(desks, ids)


def why(ids: Ids, reason: str = "") -> Why:
    """An act of the demonstration."""
    return Why(reason, None, ids())


def _units(store: Store) -> tuple[Department, list[Id]]:
    """The department with people, and a few others."""
    rows = [
        Department.model_validate(r) for r in store.rows("departments", {"kind": "department"}, None, [("code", 1)])
    ]
    own = next(u for u in rows if u.code == "DOM")
    others = [u.id for u in rows if u.code in OTHERS] or [u.id for u in rows if u.id != own.id]
    return own, others[:3]


def _asked(store: Store, desks: Mapping[str, Desk], ids: Ids) -> None:
    own, others = _units(store)
    head, chair = desks["head"], desks["department"]
    ids.now = moment(NOVEMBER, 10)
    made = data_requests.send(head, {
        "topic": "Байқау жеңімпаздары, 2026 жылғы күз", "due": date(2026, 11, 13), "forms": ["table"],
        "what": "Кафедра студенттерінің күзгі байқаулардағы жүлделі орындарын кестеге толтырыңыз.",
        "basis": "Министрліктің 28.10.2026 ж. № 04-12/881 хаты", "columns": COLUMNS,
    }, [own.id, *others], [], why(ids))  # fmt: skip
    row = _own(chair, made)
    ids.now = moment(date(2026, 11, 5), 11)
    row = data_requests.answer(chair, row.id, row.revision, "", WINNERS[:2], [], why(ids))
    ids.now = moment(date(2026, 11, 6), 9)
    row = data_requests.mend(head, row.id, row.revision, None, why(ids, "«Дарын» байқауының жүлдегері жоқ"))
    ids.now = moment(date(2026, 11, 9), 15)
    row = data_requests.answer(chair, row.id, row.revision, "Толықтырылды", WINNERS, [], why(ids))
    ids.now = moment(date(2026, 11, 10), 10)
    data_requests.accept(head, row.id, row.revision, why(ids))

    ids.now = moment(date(2026, 11, 16), 10)
    made = data_requests.send(desks["senior"], {
        "topic": "Қысқы сессияның консультация кестесі", "due": date(2026, 11, 25), "forms": ["text"],
        "what": "Емтихан алдындағы консультациялардың күні мен аудиториясын жазыңыз.",
        "basis": "Академиялық күнтізбе, 2026/27",
    }, [own.id, others[0]], [], why(ids))  # fmt: skip
    row = _own(chair, made)
    ids.now = moment(date(2026, 11, 24), 12)
    text = "Мамандық: 07.12.2026, 14:00, 205-аудитория. Ансамбль: 08.12.2026, 10:00, кіші зал."
    data_requests.answer(chair, row.id, row.revision, text, [], [], why(ids))

    ids.now = moment(date(2026, 11, 20), 16)
    made = data_requests.send(head, {
        "topic": "Қорытынды аттестаттау бағдарламалары", "due": date(2026, 12, 11), "forms": ["text", "files"],
        "what": "Бітірушілердің мемлекеттік емтихан репертуарын файлмен жіберіңіз, өзгерістерін мәтінде көрсетіңіз.",
        "basis": "Ереженің 34-тармағының 1-тармақшасы",
    }, [own.id, *others[:2]], [], why(ids))  # fmt: skip
    ids.now = moment(date(2026, 11, 21), 9)
    data_requests.see(chair, _own(chair, made).id)


def _own(chair: Desk, made: DataRequest) -> UnitAnswer:
    [row] = data_requests.answers_of(chair, made.id)
    return row


def _explained(store: Store, desks: Mapping[str, Desk], ids: Ids) -> None:
    head = desks["head"]
    own, others = _units(store)
    units = [{"id": own.id, "label": own.name.model_dump()}]
    ids.now = moment(AUTUMN, 9)
    made = instructions.write(head, None, 0, {
        "kind": "instruction", "roles": ["department", "teacher", "registrar"], "units": units,
        "topic_kk": "Аралық бақылау ведомосын толтыру тәртібі",
        "text_kk": "Ведомость бақылау өткен күннен бастап үш жұмыс күні ішінде толтырылады.",
        "topic_ru": "Порядок заполнения ведомости рубежного контроля",
        "text_ru": "Ведомость заполняется в течение трёх рабочих дней со дня контроля.",
    }, [], why(ids))  # fmt: skip
    made = instructions.publish(head, made.id, made.revision, why(ids))
    for name in ("department", "registrar"):
        instructions.mark(desks[name], made.id, why(ids))
    ids.now = moment(date(2026, 11, 12), 10)
    made = instructions.edition(head, made.id, why(ids))
    made = instructions.write(head, made.id, made.revision, {
        "text_kk": "Ведомость бақылау өткен күннен бастап екі жұмыс күні ішінде толтырылады және қол қойылады.",
        "text_ru": "Ведомость заполняется и подписывается в течение двух рабочих дней со дня контроля.",
        "read_by": date(2026, 11, 20),
    }, [], why(ids))  # fmt: skip
    made = instructions.publish(head, made.id, made.revision, why(ids))
    instructions.mark(desks["registrar"], made.id, why(ids))
    ids.now = moment(date(2026, 11, 18), 11)
    made = instructions.write(head, None, 0, {
        "kind": "explanation", "roles": ["teacher", "department", "adviser"], "read_by": date(2026, 12, 4),
        "topic_kk": "FX бағасын қайта тапсыру туралы түсіндірме",
        "text_kk": "FX алған студент қорытынды бақылауды осы семестрде бір рет тегін қайта тапсырады.",
    }, [], why(ids))  # fmt: skip
    made = instructions.publish(head, made.id, made.revision, why(ids))
    instructions.mark(desks["teacher"], made.id, why(ids))
    ids.now = moment(date(2026, 11, 25), 15)
    instructions.write(desks["senior"], None, 0, {
        "kind": "recommendation", "roles": ["adviser"], "topic_kk": "Пән таңдау кезеңіне ұсынымдар",
        "text_kk": "Таңдау пәндері туралы кездесуді желтоқсанның бірінші аптасында өткізген жөн.",
    }, [], why(ids))  # fmt: skip


def _trusted(users: Mapping[str, User], desks: Mapping[str, Desk], ids: Ids) -> None:
    head = desks["head"]

    def given(name: str, before: str, kk: str, ru: str, ends: date, basis: str) -> Id:
        paper = files.ready(head, "негіздеме.txt", f"{basis}. Үлгі.".encode())
        values = {"who": users[name].ref().model_dump(), "before": before, "what_kk": kk, "what_ru": ru,
                  "starts": head.today(), "ends": ends, "basis": basis}  # fmt: skip
        return attorneys.give(head, values, paper, why(ids)).id

    ids.now = moment(date(2026, 9, 14), 10)
    given("registrar", "Статистика бюросы", "3-НК есебін тапсыру және түсіндірме беру.",
          "Сдача отчёта 3-НК и дача пояснений.", date(2026, 12, 7),
          "Ректордың 10.09.2026 ж. № 118 бұйрығы")  # fmt: skip
    made = given("career", "Жұмыспен қамту орталығы", "Түлектер туралы деректер алу.",
                 "Получение сведений о выпускниках.", date(2027, 8, 31),
                 "Ректордың 11.09.2026 ж. № 120 бұйрығы")  # fmt: skip
    ids.now = moment(date(2026, 10, 30), 10)
    attorneys.revoke(head, made, 1, head.today(), why(ids, "Деректер енді платформа арқылы беріледі"))
    given("senior", "Ғылым және жоғары білім министрлігі", "Академиялық мәселелер бойынша кеңестерге қатысу.",
          "Участие в совещаниях по академическим вопросам.", date(2027, 6, 30),
          "Ректордың 28.10.2026 ж. № 141 бұйрығы")  # fmt: skip


def _served(desks: Mapping[str, Desk], ids: Ids) -> None:
    it, safety = desks["administrator"], desks["service"]
    ids.now = moment(NOVEMBER, 11)
    asked = {"service": "it", "topic": "Транскрипт басатын принтер баспайды", "place": "112-кабинет",
             "urgency": "urgent", "text": "Беттері қисық шығады, бүгін жиырма транскрипт басылуы керек."}  # fmt: skip
    of = service_requests.ask(desks["registrar"], asked, [], why(ids))
    of = service_requests.take(it, of.id, of.revision, why(ids))
    ids.now = moment(date(2026, 11, 4), 10)
    of = service_requests.done(it, of.id, of.revision, why(ids, "Қағаз беру білігі ауыстырылды"))
    service_requests.accept(desks["registrar"], of.id, of.revision, why(ids))
    ids.now = moment(date(2026, 11, 17), 9)
    asked = {"service": "it", "topic": "Кіші залға желі кабелін тарту", "place": "Кіші зал", "urgency": "usual",
             "text": "Мемлекеттік емтихан отырыстарында комиссия планшетпен жұмыс істейді."}  # fmt: skip
    of = service_requests.ask(desks["senior"], asked, [], why(ids))
    of = service_requests.take(it, of.id, of.revision, why(ids))
    service_requests.remark(it, of.id, of.revision, "Кабель тапсырыста, 26 қарашада келеді.", [], why(ids))
    asked = {"service": "safety", "topic": "Мұрағат бөлмесінің өрт дабылы жұмыс істемейді", "place": "Мұрағат, 3",
             "urgency": "urgent"}  # fmt: skip
    of = service_requests.ask(desks["head"], asked, [], why(ids))
    of = service_requests.take(safety, of.id, of.revision, why(ids))
    ids.now = moment(date(2026, 11, 18), 15)
    service_requests.done(safety, of.id, of.revision, why(ids, "Датчик ауыстырылды"))
    ids.now = moment(date(2026, 11, 26), 10)
    asked = {"service": "it", "topic": "Жаңа қызметкерге жұмыс орнын дайындау", "urgency": "usual"}
    service_requests.ask(desks["head"], asked, [], why(ids))
