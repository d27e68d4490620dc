"""Correspondence in the demonstration: a nomenclature of two years, whom letters go to, letters in every state; each by
the ordinary act of who does it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from core import files, nomenclature, references, requests
from core.db.store import Store
from core.demo.calendar import moment
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.users import actor_of
from schemas.base import Basis, Id
from schemas.correspondent import Correspondent
from schemas.letter import Letter, LetterDirection
from schemas.nomenclature import FileActKind
from schemas.user import User

FOLDERS: tuple[tuple[str, str, str, int | None], ...] = (
    ("05-01", "Бөлім туралы ереже, лауазымдық нұсқаулықтар", "Положение об отделе, должностные инструкции", None),
    ("05-02", "Ректор мен проректорлардың тапсырмалары", "Поручения ректора и проректоров", 5),
    ("05-03", "Ғылым және жоғары білім министрлігімен хат алмасу",
     "Переписка с Министерством науки и высшего образования", 5),
    ("05-04", "Мәдениет және ақпарат министрлігімен хат алмасу",
     "Переписка с Министерством культуры и информации", 5),
    ("05-05", "Өзге органдармен және ұйымдармен хат алмасу", "Переписка с иными органами и организациями", 3),
    ("05-06", "Бөлімшелермен ішкі хат алмасу", "Внутренняя переписка с подразделениями", 1),
    ("05-07", "Азаматтардың өтініштері", "Обращения граждан", 5),
    ("05-08", "Контингент қозғалысы туралы бұйрықтардың көшірмелері", "Копии приказов о движении контингента", 3),
    ("05-09", "Емтихан ведомостары", "Экзаменационные ведомости", 5),
    ("05-10", "Транскрипттер мен анықтамаларды тіркеу журналы", "Журнал регистрации транскриптов и справок", 75),
    ("05-11", "Аттестаттау комиссияларының хаттамалары", "Протоколы аттестационных комиссий", 75),
    ("05-12", "Дипломдарды тіркеу және беру кітабы", "Книга регистрации и выдачи дипломов", 75),
    ("05-13", "Қатаң есептілік бланкілерінің есебі", "Учёт бланков строгой отчётности", 5),
    ("05-14", "Жылдық статистикалық есептер", "Годовые статистические отчёты", None),
    ("05-15", "Істер номенклатурасы, мұрағатқа тапсыру актілері", "Номенклатура дел, акты передачи в архив", None),
)  # fmt: skip
HOLDS = {"05-07": ["service"], "05-11": ["attestation"], "05-12": ["papers"]}  # which records about people
BEFORE = ("05-03", "05-06", "05-11", "05-14")  # what of them stood in 2024 already
CORRESPONDENTS: tuple[tuple[str, str, str, str], ...] = (
    ("Ректор", "Консерватория ректоры", "Ректор консерватории", "leadership"),
    ("Проректор", "Оқу ісі жөніндегі проректор", "Проректор по учебной работе", "leadership"),
    ("ҒЖБМ", "Ғылым және жоғары білім министрлігі", "Министерство науки и высшего образования", "ministry"),
    ("МАМ", "Мәдениет және ақпарат министрлігі", "Министерство культуры и информации", "ministry"),
    ("ҰСБ", "Ұлттық статистика бюросы", "Бюро национальной статистики", "body"),
    ("ҚазҰӨУ", "Қазақ ұлттық өнер университеті", "Казахский национальный университет искусств", "university"),
)  # fmt: skip
IN, OUT, INSIDE = LetterDirection.incoming, LetterDirection.outgoing, LetterDirection.internal
COUNTED = ("Бағдарлама,Барлығы\nАспаптық орындаушылық,412\nВокал өнері,188\nДәстүрлі музыка,301\n").encode()


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """The nomenclature, the directory, then letters in the order in which they came and went."""
    desks = {name: Desk(actor_of(user), store, lambda: ids.now, ids) for name, user in users.items()}
    _folders(desks, users, ids)
    _Letters(desks, users, ids).tell()


def why(ids: Ids, words: str = "") -> Why:
    """An act of the demonstration."""
    return Why(words, None, ids())


def _folders(desks: Mapping[str, Desk], users: Mapping[str, User], ids: Ids) -> None:
    """2024 with four files, closed and partly handed over; 2026 with all of them."""
    senior = desks["senior"]
    for year, names in ((2024, BEFORE), (2026, tuple(f[0] for f in FOLDERS))):
        ids.now = moment(date(year, 1, 9), 10)
        nomenclature.open_year(senior, year, why(ids))
        held = {f.index: f for f in nomenclature.listed(senior, year)}
        for n, (index, kk, ru, keep) in enumerate(FOLDERS):
            if index not in names or index in held:
                continue
            holder = users["registrar" if n % 2 else "senior"]
            values = {
                "index": index, "name": {"kk": kk, "ru": ru}, "keep": keep, "permanent": keep is None,
                "holds": HOLDS.get(index, []),
                "article": f"{100 + 7 * n}-тармақ", "person": {"id": holder.id, "label": {"kk": holder.name}},
                "place": f"204-кабинет, {n // 5 + 1}-сөре",
            }  # fmt: skip
            nomenclature.save(senior, year, None, 0, values, why(ids))
    ids.now = moment(date(2026, 1, 12), 11)
    nomenclature.close_year(senior, 2024, why(ids))
    kept = {f.index: f.id for f in nomenclature.listed(senior, 2024)}
    ids.now = moment(date(2026, 2, 3), 15)
    posts = (("leadership", "Төраға"), ("senior", "Аға статистик-тіркеуші"), ("registrar", "Статистик-тіркеуші"))
    members = [{"name": users[login].name, "post": post} for login, post in posts]
    taken = {"to": "Консерваторияның ведомстволық мұрағаты", "members": members}
    handed = nomenclature.draft(
        senior, FileActKind.handover, [kept["05-11"], kept["05-14"]], taken, why(ids)
    )  # fmt: skip
    nomenclature.approve(desks["head"], handed.id, handed.revision, why(ids))
    ids.now = moment(date(2026, 11, 20), 12)
    over = {"members": members, "ground": "Сарапшы комиссияның № 2 хаттамасы"}
    nomenclature.draft(senior, FileActKind.destruction, [kept["05-06"]], over, why(ids))


class _Letters:
    """The year's letters, told by day."""

    def __init__(self, desks: Mapping[str, Desk], users: Mapping[str, User], ids: Ids) -> None:
        self.desks, self.users, self.ids = desks, users, ids
        self.head, self.registrar, self.senior = desks["head"], desks["registrar"], desks["senior"]
        ids.now = moment(date(2026, 1, 12), 12)
        self.refs: dict[str, Any] = {}
        for code, kk, ru, kind in CORRESPONDENTS:
            values = {"code": code, "name": {"kk": kk, "ru": ru}, "kind": kind}
            self.refs[code] = references.save(self.head, Correspondent, None, 0, values, why(ids)).ref().model_dump()
        self.folders = {f.index: f.id for f in nomenclature.listed(self.senior, 2026)}

    def on(self, month: int, day: int, hour: int = 10) -> None:
        self.ids.now = moment(date(2026, month, day), hour)

    def came(self, whom: str, index: str, subject: str, kind: str = "", to: str = "", **more: Any) -> Id:
        """A letter that came; to: whose it is, by the head's resolution."""
        values = {"correspondent": self.refs.get(whom), "subject": subject, "kind": kind, "pages": 1, **more}
        made = requests.register(self.registrar, IN, self.folders[index], values, [], why(self.ids))
        if to:
            requests.resolve(self.head, made.id, made.revision, "Орындауға. Мерзімінде дайындалсын.",
                             self.users[to].id, why(self.ids))  # fmt: skip
        return made.id

    def kept(self, id: Id) -> Letter:
        return requests.get(self.head, id)

    def answered(self, id: Id, by: str, text: str, table: bool = False) -> Id:
        """Who has it answers; the id of the letter by which it goes."""
        kept, desk = self.kept(id), self.desks[by]
        held = [files.ready(desk, "контингент.csv", COUNTED)] if table else []
        requests.answer(desk, id, kept.revision, kept.folder.id, text, held, why(self.ids))
        return self.kept(id).replies[-1].letter.id

    def gone(self, id: Id, to: str, way: str = "edoc", mark: str = "") -> None:
        letter = self.kept(id)
        values = {"what": f"№ {letter.number} хат", "to": to, "way": way, "mark": mark}
        requests.send(self.senior, id, letter.revision, values, why(self.ids))

    def filed(self, id: Id, sheets: str) -> None:
        letter = self.kept(id)
        requests.close(self.senior, id, letter.revision, letter.folder.id, sheets, why(self.ids))

    def tell(self) -> None:
        """From September to the last week of November."""
        self.on(9, 14)
        first = self.came("ҒЖБМ", "05-03", "Студенттер контингенті туралы мәлімет", "science_ministry", "senior",
                          their_number="5-13/842", their_day="2026-09-11", pages=2)  # fmt: skip
        self.on(9, 18)
        reply = self.answered(first, "senior", "Контингент туралы мәлімет қосымшада жіберіледі.", table=True)
        self.gone(reply, "Ғылым және жоғары білім министрлігі", mark="ЭҚА-20417")
        self.filed(first, "1–4")
        self.on(10, 5)
        second = self.came("МАМ", "05-04", "Дәстүрлі музыка бөлімінің түлектері туралы", "culture_ministry",
                           "registrar", their_number="02-07/311", their_day="2026-10-02")  # fmt: skip
        self.on(10, 8)
        self.gone(self.answered(second, "registrar", "Сұралған мәлімет: 2026 жылы 41 түлек."), "МАМ", "email")
        self.on(10, 12)
        third = self.came("Ректор", "05-02", "Қысқы сессия қарсаңындағы академиялық берешек", "rector", "registrar")
        self.on(10, 20)
        self.gone(self.answered(third, "registrar", "Берешегі бар студенттер тізімі қоса беріледі."), "Ректор", "hand")
        self._late_autumn()

    def _late_autumn(self) -> None:
        self.on(11, 3)
        proved = self.came("ҚазҰӨУ", "05-05", "Түлектің дипломын растау", "outside", "senior", their_number="77",
                           their_day="2026-10-30")  # fmt: skip
        self.on(11, 9)
        self.gone(self.answered(proved, "senior", "Диплом тіркеу кітабында бар."), "ҚазҰӨУ", "post", "RR123456785KZ")
        self.on(11, 10)
        more = self.came("ҒЖБМ", "05-03", "Шетелдік студенттер туралы мәлімет", "science_ministry", "registrar",
                         their_number="5-13/1107", their_day="2026-11-09")  # fmt: skip
        self.on(11, 13)
        basis = Basis(kind="Министрліктің телефонограммасы", number="58", day=date(2026, 11, 13))
        requests.extend(self.head, more, self.kept(more).revision, date(2026, 12, 4),
                        Why("Ұлттық платформа деректері кешікті", basis, self.ids()))  # fmt: skip
        twice = self.came("", "05-07", "Транскриптің көшірмесін беру туралы", "citizen", "registrar",
                          person="Ахметова Дана Болатқызы")  # fmt: skip
        requests.withdraw(self.head, twice, self.kept(twice).revision, why(self.ids, "Өтініш иесі кері алды"))
        self.on(11, 17)
        self.came("ҰСБ", "05-05", "Жоғары білім беру статистикасы бойынша нақтылау", "outside", "senior",
                  their_number="19-2/640", their_day="2026-11-13")  # fmt: skip
        self.on(11, 19)
        late = self.came("Ректор", "05-02", "Кафедралар бойынша сапалық үлгерім", "rector", "department")
        requests.move(self.head, late, self.kept(late).revision, self.users["registrar"].id,
                      why(self.ids, "Дерек тіркеушіде: кафедра тексеріп береді"))  # fmt: skip
        self.on(11, 20)
        own = requests.register(self.registrar, OUT, self.folders["05-05"], {
            "correspondent": self.refs["ҰСБ"], "subject": "Есеп нысандарын сұрату", "pages": 1,
        }, [], why(self.ids))  # fmt: skip
        self.gone(own.id, "Ұлттық статистика бюросы", "email")
        self.on(11, 24)
        self.came("МАМ", "05-04", "Халықаралық байқау жүлдегерлері туралы", "culture_ministry",
                  their_number="02-07/402", their_day="2026-11-23")  # fmt: skip
        requests.register(self.registrar, INSIDE, self.folders["05-06"], {
            "person": self.users["department"].name, "subject": "Топ тізімін нақтылау туралы қызметтік хат", "pages": 1,
        }, [], why(self.ids))  # fmt: skip
        self.on(11, 25)
        ready = self.came("Проректор", "05-02", "Практика базалары бойынша анықтама", "vice_rector", "senior")
        self.on(11, 26)
        self.answered(ready, "senior", "Практика базалары бойынша анықтама ұсынылады.")
        self.filed(self.came("ҚазҰӨУ", "05-05", "Мерейтоймен құттықтау", person="Ректор А. Әбілов"), "12")


__all__ = ["give"]
