"""Councils, consultations and the career sector of the demonstration: a few of each, by the ordinary acts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from core import careers, consultations, meetings
from core.db.store import Store
from core.demo.calendar import moment
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.users import actor_of
from schemas.user import User

COUNCIL, RECTORATE, OFFICE = date(2026, 10, 27), date(2026, 11, 10), date(2026, 11, 23)
COMING = date(2026, 12, 1)
MEMBERS = "Ахметова Гүлжан, проректор\nСейітов Бауыржан, факультет деканы\nИванова Ольга, кафедра меңгерушісі"
QUICK = (
    ("Фортепиано кафедрасы", "Сырттан тапсырған студенттің ведомосына кім қол қояды?",
     "Емтихан алған оқытушы; болмаса, орынбасары бұйрықпен."),
    ("Қасымова Ләззат, эдвайзер", "Студент үшінші курста элективті ауыстыра ала ма?",
     "Тіркелу терезесі ашық кезде ғана; кейін – өтінішпен."),
    ("Камерлік ансамбль кафедрасы", "Күндізгі концертте өткен практика қай ведомосқа жазылады?",
     "Практика ведомосына, мерзімі практика аяқталғаннан кейін бес күн."),
)  # fmt: skip
WORK = (
    ("Абай атындағы опера және балет театры", "Оркестр әртісі", True),
    ("Қазақ мемлекеттік филармониясы", "Солист", True),
    ("№ 2 балалар музыка мектебі", "Оқытушы", True),
    ("«Сырлы әуен» студиясы", "Менеджер", False),
)  # fmt: skip


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """Autumn: a council whose decisions run late, a rectorate, what is coming; consultations; calls to graduates."""
    desks = {name: Desk(actor_of(user), store, lambda: ids.now, ids) for name, user in users.items()}
    _meetings(desks, users, ids)
    _consultations(desks, ids)
    _careers(desks, ids)


def why(ids: Ids) -> Why:
    """An act of the demonstration that needs no reason."""
    return Why("", None, ids())


def _held(
    desks: Mapping[str, Desk], ids: Ids, kind: str, values: dict[str, Any], said: dict[str, Any], signer: str
) -> None:  # fmt: skip
    """Planned four days before, written by the senior, signed by another."""
    day: date = values["day"]
    ids.now = moment(day - timedelta(days=4), 10)
    made = meetings.plan(desks["senior"], kind, values, why(ids))
    ids.now = moment(day, 17)
    there = [n for n, p in enumerate(made.people) if p.name != "Иванова Ольга, кафедра меңгерушісі"]
    made = meetings.write(desks["senior"], made.id, made.revision, there, said, why(ids))
    if signer:
        meetings.sign(desks[signer], made.id, made.revision, why(ids))


def _meetings(desks: Mapping[str, Desk], users: Mapping[str, User], ids: Ids) -> None:
    of = {name: user.ref() for name, user in users.items()}
    chair = "Майлыбай Ғалым, ректор"
    council = {
        "day": COUNCIL, "time": "15:00", "place": "Мәжіліс залы", "chair": chair, "members": MEMBERS,
        "users": [of["leadership"], of["department"], of["head"]],
        "agenda": [
            {"what": "Күзгі аралық бақылаудың қорытындысы", "reporter": "Сәрсембіқызы Гүлнар", "by_office": True},
            {"what": "Элективті пәндер тізімін бекіту", "reporter": "Қожахметов Дәурен"},
        ],
    }  # fmt: skip
    _held(desks, ids, "academic_council", council, {
        "decisions": [
            {"item": 1, "what": "Офистің ақпараты ескерілсін, берешегі бар студенттермен жұмыс күшейтілсін"},
            {"item": 2, "what": "2027 жылға арналған элективті пәндер тізімі бекітілсін", "ayes": 5, "noes": 0},
        ],
        "orders": [
            {"decision": 1, "responsible": of["department"], "due": date(2026, 11, 20),
             "what": "Берешегі бар студенттердің тізімін кафедраларға тарату"},
            {"decision": 2, "responsible": of["senior"], "due": date(2026, 12, 4)},
        ],
    }, "leadership")  # fmt: skip
    rectorate = {
        "day": RECTORATE, "time": "10:00", "place": "Ректор кабинеті", "chair": chair,
        "users": [of["leadership"], of["head"]], "members": "Ахметова Гүлжан, проректор",
        "agenda": [{"what": "Қысқы сессияға дайындық", "reporter": "Сәрсембіқызы Гүлнар", "by_office": True}],
    }  # fmt: skip
    _held(desks, ids, "rectorate", rectorate, {
        "decisions": [{"item": 1, "what": "Емтихан кестесі 25 қарашаға дейін жариялансын"}],
        "orders": [{"decision": 1, "responsible": of["senior"], "due": date(2026, 11, 25)}],
    }, "leadership")  # fmt: skip
    office = {
        "day": OFFICE, "time": "09:00", "place": "Офис", "chair": "Сәрсембіқызы Гүлнар",
        "users": [of["head"], of["senior"], of["registrar"]],
        "agenda": [{"what": "Апта жоспары"}, {"what": "Жеке істерді толықтыру", "reporter": "Тасқынов Ерлан"}],
    }  # fmt: skip
    _held(desks, ids, "office", office, {
        "decisions": [{"item": 2, "what": "Бірінші курстың жеке істері толықтырылсын"}],
        "orders": [{"decision": 1, "responsible": of["registrar"], "due": date(2026, 11, 30)}],
    }, "")  # fmt: skip
    coming = council | {"day": COMING, "agenda": [
        {"what": "Қорытынды аттестаттау комиссияларының құрамы", "reporter": "Сәрсембіқызы Гүлнар", "by_office": True},
    ]}  # fmt: skip
    meetings.plan(desks["senior"], "academic_council", coming, why(ids))


def _consultations(desks: Mapping[str, Desk], ids: Ids) -> None:
    for n, (whom, asked, answered) in enumerate(QUICK):
        ids.now = moment(date(2026, 9, 14) + timedelta(days=24 * n), 11)
        values = {"whom": whom, "asked": asked, "answered": answered}
        consultations.record(desks[("registrar", "senior", "head")[n]], values, why(ids))
    ids.now = moment(date(2026, 10, 5), 9)
    seminar = {"kind": "seminar", "topic": "Ведомостарды толтыру және жабу тәртібі", "day": date(2026, 10, 8),
               "others": "Қасымова Ләззат\nОспанов Ержан\nКим Виктория\nЖұмабаева Айнұр"}  # fmt: skip
    made = consultations.plan(desks["head"], seminar, [], why(ids))
    ids.now = moment(date(2026, 10, 8), 17)
    said = {"asked": "Қайта тапсыру ведомосы қашан ашылады?", "answered": "Негізгі ведомость жабылған соң."}
    consultations.hold(desks["head"], made.id, made.revision, said, [0, 1, 3], [], why(ids))
    ids.now = moment(OFFICE, 15)
    coming = seminar | {"topic": "Қысқы сессия: кім не істейді", "day": date(2026, 12, 3)}
    consultations.plan(desks["head"], coming, [], why(ids))


def _careers(desks: Mapping[str, Desk], ids: Ids) -> None:
    desk = desks["career"]
    ids.now = moment(date(2026, 11, 16), 10)
    people = careers.graduates(desk)
    for n, one in enumerate(people[:: max(1, len(people) // 14)][:14]):
        employer, position, profession = WORK[n % len(WORK)]
        entry: dict[str, Any] = {"occupation": "employed", "employer": employer, "position": position,
                                 "by_profession": profession, "since": date(one.year, 9, 1),
                                 "source": "Қоңырау"}  # fmt: skip
        if n % 5 == 4:
            entry = {"occupation": "study", "employer": "Магистратура", "since": date(one.year, 9, 1),
                     "source": "Сауалнама"}  # fmt: skip
        elif n % 3 == 0:
            entry |= {"proof": "register", "proof_number": f"БЖЗҚ-{2026000 + n}", "source": "Тізілім"}
        careers.enter(desk, one.student, one.study, entry, why(ids))
    ids.now = moment(date(2026, 11, 17), 9)
    values = {"name": "Бірінші курстың байланыс деректері", "whom": "studying", "year": 1, "due": date(2026, 12, 11)}
    made = careers.begin(desk, values, why(ids))
    ids.now = moment(date(2026, 11, 19), 16)
    for row in careers.left(desk, made, 0, 12):
        student = desk.store.one("students", {"_id": row["_id"]}, {"revision": 1}) or {}
        careers.refresh(desk, row["_id"], student["revision"], {}, why(ids))
