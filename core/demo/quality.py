"""The management system of the demonstration: objectives of the year, nonconformities on every step of their way, one
late, one closed by the auditor, risks with measures done and late, a corruption risk among them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from core.db.store import Store
from core.demo.calendar import moment
from core.demo.institution import TODAY, Ids
from core.desk import Desk, Why
from core.quality import nonconformities, objectives, risks
from core.users import actor_of
from schemas.base import Ref
from schemas.quality import Nonconformity
from schemas.user import User

# Objective: text, process, indicator or measure, target, steps by quarters.
GOALS: tuple[tuple[str, str, str, str, str, tuple[tuple[date, str], ...]], ...] = (
    ("Ведомостардың кемінде 95 %-ын мерзімінде жабу", "sheets", "sheets_on_time", "", "95", ()),
    ("Анықтамаларды 1 жұмыс күнінде беру", "requests", "", "Бір күнде берілген анықтамалар үлесі", "90",
     ((date(2026, 3, 31), "80"), (date(2026, 6, 30), "85"), (date(2026, 9, 30), "88"))),
    ("Бүлінген бланкілер үлесін азайту", "diplomas", "", "Бүлінген бланкілер үлесі", "1", ()),
)  # fmt: skip
FACTS = (("I тоқсан", date(2026, 3, 31), "78"), ("II тоқсан", date(2026, 6, 30), "86"),
         ("III тоқсан", date(2026, 9, 30), "91"))  # fmt: skip
# Nonconformity: found on, source, text, requirement, process, who answers, days given, how far it goes, its whys.
FOUND: tuple[tuple[date, str, str, str, str, str, int, int, tuple[str, ...]], ...] = (
    (date(2026, 9, 14), "audit", "Екі ведомостьта түзету қол қоюсыз жасалған", "Ереже, 25-тармақ", "sheets", "senior",
     20, 5, ("Түзету қағазда жасалған", "Жүйедегі түзету актісі туралы нұсқау берілмеген")),
    (date(2026, 10, 5), "complaint", "Анықтама үш күн кешіктіріліп берілген", "Анықтама беру мерзімі — 1 жұмыс күні",
     "requests", "registrar", 30, 4, ("Өтініш кезекте тұрып қалған", "Алмастыратын адам тағайындалмаған")),
    (date(2026, 10, 19), "work", "Сабақ кестесінің өзгерісі студенттерге хабарланбаған", "Ереже, 33-2-тармақ",
     "lessons", "department", 28, 3, ("Өзгеріс ауызша айтылған",)),
    (date(2026, 10, 26), "audit", "Бланк қабылдау актісінде бір қол жоқ", "Ереже, 27-тармақ", "diplomas", "senior",
     14, 2, ("Комиссия мүшесі іссапарда болған",)),
    (date(2026, 11, 12), "work", "Жеке оқу жоспары мерзімінен кеш бекітілген", "Ереже, 2-тармақ", "plans", "registrar",
     14, 1, ()),
    (date(2026, 11, 20), "complaint", "Транскриптте пән атауы ағылшынша қате жазылған", "", "diplomas", "", 0, 0, ()),
)  # fmt: skip
# Risk: sort, text, cause, consequence, process, owner, before, after, review, measures (what, who, due, done).
RISKS: tuple[tuple[Any, ...], ...] = (
    ("process", "Қатаң есептегі бланк жоғалады", "Бланкілер бірнеше бөлмеде сақталады", "Жалған диплом берілуі мүмкін",
     "diplomas", "senior", (3, 5), (1, 5), date(2027, 3, 1),
     (("Бланкілерді бір сейфке жинау", "senior", date(2026, 10, 30), True),
      ("Тоқсан сайын түгендеу", "head", date(2026, 12, 25), False))),
    ("process", "Ведомость мерзімінде жабылмайды", "Емтихан алушы ауырады, орынбасары жоқ", "Транскрипт кешігеді",
     "sheets", "head", (4, 3), (2, 3), date(2026, 11, 15),
     (("Орынбасарлар тізімін бекіту", "department", date(2026, 11, 10), False),)),
    ("process", "Дипломда қате кетеді", "Атаулар үш тілде тексерілмейді", "Диплом қайта басылады", "diplomas", "senior",
     (3, 4), (1, 4), date(2027, 5, 1),
     (("Басылар алдында екінші адам тексереді", "registrar", date(2026, 11, 2), True),)),
    ("process", "Тіркелу кезінде жүйе істемей қалады", "Сервер біреу ғана", "Жоспарлар кеш бекітіледі", "plans", "head",
     (2, 4), None, date(2027, 8, 1), ()),
    ("corruption", "Ақы үшін баға түзетіледі", "Түзетуді бір адам жасай алады", "Сенім жоғалады, істі сот қарайды",
     "quality", "head", (2, 5), (1, 5), date(2027, 2, 1),
     (("Түзетуді екінші адам растайды", "head", date(2026, 9, 30), True),
      ("Түзету дабылдарын апта сайын қарау", "auditor", date(2026, 12, 31), False))),
    ("corruption", "Анықтама кезексіз ақыға беріледі", "Кезек көрінбейді", "Шағым", "requests", "senior",
     (2, 3), (1, 2), date(2027, 1, 20), ()),
)  # fmt: skip


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """All of it by the ordinary acts of who does them."""
    desks = {login: Desk(actor_of(user), store, lambda: ids.now, ids) for login, user in users.items()}
    people = {login: user.ref() for login, user in users.items()}
    _objectives(desks, people, ids)
    _risks(desks, people, ids)
    for row in FOUND:
        _found(desks, people, ids, *row)


def _why(ids: Ids) -> Why:
    return Why("", None, ids())


def _objectives(desks: Mapping[str, Desk], people: Mapping[str, Ref], ids: Ids) -> None:
    for text, process, indicator, measure, target, steps in GOALS:
        ids.now = moment(date(2026, 1, 12), 10)
        values = {
            "text": text, "process": process, "indicator": indicator, "measure": measure, "target": target,
            "direction": "down" if target == "1" else "up", "responsible": people["senior"], "first": date(2026, 1, 1),
            "due": date(2026, 12, 31), "resources": "Офис қызметкерлері",
            "steps": [{"until": day, "value": value} for day, value in steps],
        }  # fmt: skip
        made = objectives.set_(desks["head"], values, _why(ids))
        for name, day, value in FACTS if steps else ():
            ids.now = moment(day + timedelta(days=5), 10)
            fact = {"period": {"kk": name}, "on": day, "value": value}
            made = objectives.fact(desks["senior"], made.id, made.revision, fact, _why(ids))


def _risks(desks: Mapping[str, Desk], people: Mapping[str, Ref], ids: Ids) -> None:
    for sort, text, cause, consequence, process, owner, before, after, review, measures in RISKS:
        ids.now = moment(date(2026, 9, 3), 10)
        left = {"residual_likelihood": after[0], "residual_impact": after[1]} if after else {}
        values = {
            "sort": sort, "text": text, "cause": cause, "consequence": consequence, "process": process,
            "owner": people[owner], "likelihood": before[0], "impact": before[1], "review_on": review, **left,
        }  # fmt: skip
        made = risks.enter(desks["head"], values, _why(ids))
        for n, (what, who, due, done) in enumerate(measures):
            ids.now = moment(date(2026, 9, 4), 10)
            given = {"what": what, "owner": people[who], "due": due}
            made = risks.measure(desks["head"], made.id, made.revision, given, _why(ids))
            if done:
                ids.now = moment(due, 15)
                made = risks.measure_done(desks[who], made.id, made.revision, n, due, "Орындалды", _why(ids))


def _found(
    desks: Mapping[str, Desk], people: Mapping[str, Ref], ids: Ids, on: date, source: str, text: str, requirement: str,
    process: str, who: str, days: int, far: int, whys: tuple[str, ...],
) -> None:  # fmt: skip
    """Report one and lead it as far: 0 proposed, 1 opened, 2 its cause, 3 its action, 4 done, 5 closed."""
    ids.now = moment(on, 12)
    by = "auditor" if source == "audit" else "department"
    values = {"on": on, "source": source, "text": text, "process": process, "requirement": requirement}
    kept = nonconformities.report(desks[by], values, "Журнал жазбасы бойынша", _why(ids))
    if not far:
        return
    due = on + timedelta(days=days)
    facts = {"requirement": requirement, "responsible": people[who], "due": due, "standard": "ISO 9001:2015"}
    kept = nonconformities.open_(desks["head"], kept.id, kept.revision, facts, _why(ids))
    if far > 1:
        kept = _worked(desks[who], people[who], ids, kept, due, far, whys)
    if far > 4:
        ids.now = moment(due - timedelta(days=1), 11)
        note = "Бір ай бойы қайталанған жоқ"
        nonconformities.check(desks["head" if by == "auditor" else "auditor"], kept.id, kept.revision, True, note,
                              _why(ids))  # fmt: skip


def _worked(desk: Desk, who: Ref, ids: Ids, kept: Nonconformity, due: date, far: int, whys: tuple[str, ...]) -> Any:
    ids.now = moment(kept.on + timedelta(days=1), 10)
    rows = [{"text": w} for w in whys]
    kept = nonconformities.analyse(desk, kept.id, kept.revision, "Сол күні түзетілді", rows, _why(ids))
    if far > 2:
        action = {"what": "Қызметкерлерге нұсқау беру, тәртіпті жаңарту", "responsible": who, "due": due}
        kept = nonconformities.plan(desk, kept.id, kept.revision, action, _why(ids))
    if far > 3:
        ids.now = moment(min(due, TODAY) - timedelta(days=3), 15)
        day = min(due, TODAY) - timedelta(days=3)
        kept = nonconformities.do(desk, kept.id, kept.revision, day, "Нұсқау берілді, тәртіп бекітілді", _why(ids))
    return kept
