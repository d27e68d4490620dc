"""Controlled documents of the demonstration: the regulation with a change out for comments, a policy in force and who
has read it, a procedure whose review is late, copies with the units."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from core import approvals
from core.db.store import Store
from core.demo.calendar import moment
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.norm_documents import acks, comments, copies, life, reading, register, shipped
from core.users import actor_of
from schemas.base import Id
from schemas.norm_document import NormVersion
from schemas.user import User

AUTUMN, CHANGE = date(2026, 9, 14), date(2026, 11, 16)
POLICY = """Сыбайлас жемқорлыққа қарсы іс-қимыл саясаты

1. Бағаға, емтиханға, аттестаттауға қатысты кез келген сыйақыға жол берілмейді.
2. Мүдделер қақтығысы болса, қызметкер комиссия құрамына кірмейді және бұл туралы өзі хабарлайды.
3. Жабылған ведомостағы әр түзетуді бір адам ұсынып, екінші адам растайды.
4. Күдікті жағдай туралы хабарлаған адамның аты сақталмайды.
"""
DRAFT = """Офис-тіркеуші бөлімі туралы ережеге өзгерістер

7-тармақтың 3) тармақшасында «2022 жылғы 30 қазандағы» деген сөздер «2018 жылғы 30 қазандағы» деген сөздермен
ауыстырылсын.
15-тармақта «ОР бөлімінің» деген сөздер «ОТ бөлімінің» деген сөздермен ауыстырылсын.
"""
COPIES = (
    ("original", "Кадр қызметі", "Құжаттар сейфі"), ("copy", "Офис-тіркеуші бөлімі", "2-папка"),
    ("copy", "Фортепиано кафедрасы", ""),
)  # fmt: skip
READERS = ("head", "senior", "registrar", "department", "hr", "career", "leadership")


class Norms:
    """The story of the register, each step by the ordinary act of who does it."""

    def __init__(self, store: Store, users: Mapping[str, User], ids: Ids) -> None:
        self.store, self.ids = store, ids
        self.desks = {login: Desk(actor_of(user), store, lambda: ids.now, ids) for login, user in users.items()}
        self.head, self.senior = self.desks["head"], self.desks["senior"]

    def why(self, words: str = "") -> Why:
        """A reason, with a command of the story's own."""
        return Why(words, None, self.ids())

    def at(self, day: date, hour: int) -> None:
        """The clock of the story."""
        self.ids.now = moment(day, hour)

    def card(self, code: str, **values: Any) -> None:
        """Fields of a card."""
        doc = reading.get(self.senior, shipped.id_of(code))
        register.edit(self.senior, doc.id, doc.revision, values, self.why())

    def newest(self, id: Id) -> NormVersion:
        """The newest version of a document."""
        return reading.versions(self.head, id)[0]

    def agree(self, version: Id, words: str = "") -> None:
        """The vice-rector agrees to what waits for him."""
        [one] = [a for a in approvals.of_subject(self.head, version) if a.at is not None]
        approvals.agree(self.desks["leadership"], one.id, one.revision, self.why(words))

    def drafted(self, version: NormVersion, name: str, text: str, until: date, **values: Any) -> NormVersion:
        """Written, with its file, out for comments."""
        v = life.write(self.senior, version.id, version.revision, values, self.why())
        v = life.put_text(self.senior, v.id, v.revision, (name, text.encode()), self.why())
        return life.circulate(self.senior, v.id, v.revision, until, self.why())

    def policy(self) -> None:
        """The anti-corruption policy: drafted, agreed, approved by an order, signed by some."""
        id, day = shipped.id_of("САЯ-2"), AUTUMN
        self.at(day, 9)
        v = self.drafted(life.begin(self.senior, id, self.why()), "саясат.txt", POLICY, day, edition="2026-1")
        self.at(day, 12)
        self.agree(life.send(self.senior, v.id, v.revision, self.why()).id)
        self.at(day, 15)
        v = self.newest(id)
        decision = {"body": "Ректор", "protocol": "112-ө", "day": day}
        v = life.adopt(self.head, v.id, v.revision, decision, day, self.why())
        for n, login in enumerate(READERS):
            self.at(date(2026, 9, 15 + n), 10)
            acks.acknowledge(self.desks[login], v.id, self.why())

    def regulation(self) -> None:
        """The office's own regulation: copies, signatures, and a change that is out for comments."""
        id = shipped.id_of(shipped.OWN)
        current = self.newest(id)
        self.at(AUTUMN, 16)
        for kind, holder, place in COPIES:
            given = {"kind": kind, "holder": holder, "place": place, "given": AUTUMN}
            copies.give(self.senior, current.id, given, self.why())
        for login in ("senior", "registrar", "department"):
            acks.acknowledge(self.desks[login], current.id, self.why())
        self.at(CHANGE, 9)
        about = "7-3 тармағындағы № 595 бұйрықтың күні мен 15-тармақтағы қысқарту түзетіледі"
        memo = {"number": "ОТ-41", "day": CHANGE, "about": about}
        v = life.memo(self.head, id, memo, self.why())
        self.at(CHANGE, 14)
        self.agree(v.id)
        self.at(CHANGE, 16)
        changes = [{"text": "7-3: «2022 жылғы 30 қазандағы» – «2018 жылғы 30 қазандағы»"}, {"text": "15: «ОР» – «ОТ»"}]
        v = self.drafted(self.newest(id), "өзгерістер.txt", DRAFT, date(2026, 12, 4), edition="2026-2", changes=changes)
        self.at(date(2026, 11, 18), 11)
        first = {"clause": "15", "text": "Бөлімнің атауы толық жазылсын"}
        said = comments.comment(self.desks["department"], v.id, first, self.why())
        self.at(date(2026, 11, 19), 11)
        second = {"clause": "42", "text": "Бланкілерді беру мерзімі көрсетілсе екен"}
        comments.comment(self.desks["hr"], v.id, second, self.why())
        answer = {"status": "taken", "answer": "Атауы толық жазылады"}
        comments.answer(self.senior, said.id, said.revision, answer, self.why())


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """The shipped register, and what happened to it since autumn."""
    shipped.ship(store)
    told = Norms(store, users, ids)
    told.at(AUTUMN, 8)
    told.card(shipped.OWN, review_on=date(2027, 9, 1))
    told.card("РӘС-1", review_on=date(2026, 11, 1))
    told.card("САЯ-2", notes="", number="112-ө", day=AUTUMN)
    told.policy()
    told.regulation()
