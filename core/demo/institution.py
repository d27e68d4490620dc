"""The fictional conservatory: units, staff, programmes, disciplines, terms, accounts. Entered by ordinary acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from core import kinds, rulebooks
from core.db.store import Store
from core.demo import people, plan, teaching
from core.demo.calendar import moment, semester
from core.desk import Desk, Why
from core.office import OFFICE, SYSTEM
from core.tx import Tx
from core.users import acts, passwords
from schemas.base import Document, Id, Ref, Text
from schemas.curriculum import Curriculum
from schemas.discipline import Discipline, Programme
from schemas.reference import Department, Office, Person, Room, SignedPaper, Signer, UnitKind
from schemas.rulebook import Grade, Rulebook
from schemas.student import Name
from schemas.term import Term
from schemas.user import User
from schemas.words import ResultState, Role, StudyLanguage, TermKind, Work

TODAY = date(2026, 11, 23)  # the demonstration's today: the same story whenever it is told
OPENED = date(2022, 8, 1)
YEARS = range(2022, 2027)
PASSWORD = "ashyq-esik"
# login, role, name; what is assigned to them is decided below.
PEOPLE = (
    ("head", Role.head, "Сәрсембіқызы Гүлнар"),
    ("senior", Role.senior_registrar, "Жүнісбекова Айман"),
    ("registrar", Role.registrar, "Тасқынов Ерлан"),
    ("department", Role.department, "Қожахметов Дәурен Сәкенұлы"),
    ("teacher", Role.teacher, "Нұрмағамбетова Тоғжан Асқарқызы"),
    ("leadership", Role.management, "Майлыбай Ғалым"),
    ("auditor", Role.auditor, "Вебер Лидия"),
    ("administrator", Role.administrator, "Пак Денис"),
    ("adviser", Role.adviser, "Оразалина Сәуле"),
    ("secretary", Role.secretary, "Ким Алина"),
    ("hr", Role.hr, "Досжанова Перизат"),
    ("payments", Role.payments, "Серікбай Мадина"),
    ("career", Role.career, "Абенов Тимур"),
    ("service", Role.service, "Ыбырай Нұргүл"),
)
ABROAD = "demo-abroad@1"
ACCOMPANIST = "концертмейстер"
POSITIONS = ("профессор", "доцент", "аға оқытушы", "оқытушы", ACCOMPANIST)
NORMS = (300, 380, 430, 480, 1200)  # hours a year of each position (local; an office's own norm would stand here)


class Ids:
    """Identifiers that are the same every time: the clock's moment and seeded chance."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.now = moment(OPENED, 9)

    def __call__(self) -> Id:
        return f"{int(self.now.timestamp() * 1000):012x}{self.rng.getrandbits(48):012x}"


@dataclass
class Institution:
    """What the story needs at hand, by code."""

    faculties: dict[str, Department] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    staff: dict[str, list[Person]] = field(default_factory=dict)
    programmes: dict[str, Programme] = field(default_factory=dict)
    disciplines: dict[str, Discipline] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    curricula: dict[tuple[str, int], Curriculum] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    shorts: dict[str, str] = field(default_factory=dict)
    secretary: Person | None = None  # of the department of dombyra, who teaches nobody

    def faculty_of(self, department: str) -> Department:
        """The faculty a department belongs to."""
        parent = self.departments[department].parent
        return next(f for f in self.faculties.values() if parent and f.id == parent.id)


def found(store: Store, students: int, rng: Random, ids: Ids) -> Institution:
    """Open the office and enter everything that stands before the first student comes."""
    made = Institution()
    desk = Desk(SYSTEM, store, lambda: ids.now, ids)
    enter = Entering(desk)
    for row in plan.source()["faculty"]:
        made.faculties[row["code"]] = Department(
            _id=ids(), code=row["code"], name=plan.text(row["name"]), kind=UnitKind.faculty, starts=date(2001, 2, 19)
        )
    for row in plan.source()["department"]:
        parent = made.faculties[row["faculty"]].ref()
        unit = Department(
            _id=ids(), code=row["code"], name=plan.text(row["name"]), parent=parent, starts=date(2001, 9, 1)
        )
        made.departments[row["code"]] = unit
        before = sum(map(len, made.staff.values()))
        made.staff[row["code"]] = _staff(row, unit.ref(), students, rng, ids, before)
    made.secretary = _secretary(made, ids)
    for row in plan.source()["programme"]:
        degree = Text(kk="Өнер бакалавры", ru="Бакалавр искусств", en="Bachelor of Arts")
        made.programmes[row["code"]] = Programme(
            _id=ids(),
            code=row["code"],
            name=plan.text(row["name"]),
            degree=degree,
            level="bachelor",
            direction="teachers" if row["code"].startswith("6B014") else "arts",
            credits=Decimal(240),
            languages=[StudyLanguage.kk, StudyLanguage.ru],
            accreditation="ҮЛГІ",
            accredited_until=date(2029, 6, 30),
        )
        made.shorts[row["code"]] = row["short"]
    for track in plan.tracks():
        for line in track.lines:
            if line.code not in made.disciplines:
                made.disciplines[line.code] = _discipline(line, track, made, ids)
    for year in YEARS:
        for turn, kind in ((1, TermKind.autumn), (2, TermKind.spring), (3, TermKind.summer)):
            days = semester(year, turn)
            made.terms[days.code] = Term(
                _id=ids(), code=days.code, kind=kind, year=year, starts=days.starts, ends=days.session[1],
                sheets_due=days.session[1],
            )  # fmt: skip
    teaching.follow(made)
    _accounts(made, ids)
    _open(desk, made, ids)
    kinds.ship(store)
    units = [*made.faculties.values(), *made.departments.values()]
    staff = [*(p for some in made.staff.values() for p in some), made.secretary]
    enter(units, "structure")
    enter(staff, "staff")
    enter([*made.programmes.values(), *made.disciplines.values(), *made.terms.values()], "catalogue")
    made.rooms = {r.code: r for r in teaching.rooms(ids)}
    enter(list(made.rooms.values()), "rooms")
    teaching.curricula(desk, made, YEARS, ids)
    teaching.calendars(desk, YEARS, ids)
    return made


class Entering:
    """Enters reference documents, each by an act of its own kind, a hundred at a time."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def __call__(self, documents: Sequence[Document], reason: str) -> None:
        for start in range(0, len(documents), 100):
            part = documents[start : start + 100]

            def work(tx: Tx, part: Sequence[Document] = part) -> Document:
                return [tx.add(d) for d in part][0]

            self.desk.transact("reference.edit", work, Why(reason, command=self.desk.ids()))


def _staff(row: dict[str, object], unit: Ref, students: int, rng: Random, ids: Ids, before: int) -> list[Person]:
    count = max(2, round(int(str(row["staff"])) * students / 1100))
    out = []
    for i in range(count):
        who = people.drawn(rng, russian=rng.random() < 0.25)
        place = 0 if i == 0 else min(4, 1 + i * 4 // count)
        position = "кафедра меңгерушісі, профессор" if i == 0 else POSITIONS[place]
        if row["code"] == "DOM" and i < 2:  # those who have accounts
            last, first, middle = PEOPLE[3 + i][2].split()
            named = Name(last=last, first=first, middle=middle, latin=people.latin(f"{last} {first}"))
        else:
            named = who.name
        degree = "өнертану кандидаты" if place < 2 and rng.random() < 0.5 else ""
        out.append(Person(
            _id=ids(), number=f"T{before + i + 1:04d}", name=named, position=position, degree=degree, department=unit,
            load=Decimal(NORMS[place]),
        ))  # fmt: skip
    return out


def _secretary(made: Institution, ids: Ids) -> Person:
    """Who writes for a commission: staff of a department without classes of her own."""
    last, first = next(name for login, _, name in PEOPLE if login == "secretary").split()
    name = Name(last=last, first=first, latin=people.latin(f"{last} {first}"))
    number, of = f"T{sum(map(len, made.staff.values())) + 1:04d}", made.departments["DOM"].ref()
    return Person(_id=ids(), number=number, position="кафедра маманы", name=name, department=of)


def _discipline(line: plan.Line, track: plan.Track, made: Institution, ids: Ids) -> Discipline:
    code = track.department if line.department == "own" else line.department
    shared = line.department == "own" and not line.code.endswith(track.code)
    return Discipline.model_validate({
        "_id": ids(), "code": line.code, "name": line.name, "credits": line.credits, "cycle": line.cycle,
        "component": line.component, "lesson": line.kind, "control": line.control,
        **teaching.hours(line, code),
        "counts_in_gpa": line.gpa, "department": None if shared else made.departments[code].ref(), "source": "demo",
    })  # fmt: skip


def _accounts(made: Institution, ids: Ids) -> None:
    dombra = made.departments["DOM"]
    for i, (login, role, name) in enumerate(PEOPLE):
        person = made.staff["DOM"][0 if role is Role.department else 1]
        own: dict[str, object] = {}
        if role is Role.registrar:
            own["faculties"] = [made.faculties["F-FLK"].ref(), made.faculties["F-MUS"].ref()]
            own["work"] = [w for w in Work if w not in (Work.orders, Work.reports)]
        if role in (Role.adviser, Role.secretary):
            own["faculties"] = [made.faculties["F-FLK"].ref()]
        if role in (Role.department, Role.teacher):
            own |= {"department": dombra.ref(), "person": person.ref()}
        if role is Role.secretary and made.secretary:
            own["person"] = made.secretary.ref()
        made.users[login] = User.model_validate({
            "_id": ids(), "login": login, "name": name, "role": role, "order_number": f"{i + 11}-к",
            "order_day": OPENED, **own,
        })  # fmt: skip


def _open(desk: Desk, made: Institution, ids: Ids) -> None:
    office = Office(
        _id=OFFICE, demo=True, address="http://localhost:8501",
        name=Text(kk="«Үлгі» демонстрациялық консерваториясы", ru="Демонстрационная консерватория «Үлгі»",
                  en="«Ulgi» Demonstration Conservatory"),
        office_name=Text(kk="Офис-тіркеуші бөлімі", ru="Отдел офис-регистратора", en="Office of the Registrar"),
        city=Text(kk="Алматы", ru="Алматы", en="Almaty"),
        short_name=Text(kk="«Үлгі» ДК", ru="ДК «Үлгі»", en="UDC"), bin="000000000000",
        licence="ҮЛГІ-0000000", licence_day=date(2015, 6, 1),
        licence_by=Text(kk="Ғылым және жоғары білім министрлігі (үлгі)",
                        ru="Министерство науки и высшего образования (образец)",
                        en="Ministry of Science and Higher Education (sample)"),
        place=Text(kk="050000, Алматы қ., Үлгі көшесі, 1", ru="050000, г. Алматы, ул. Үлгі, 1",
                   en="1 Ulgi Street, Almaty, 050000"),
        phones="+7 (000) 000-00-00", email="office@example.invalid", site="example.invalid",
        accredited_by=Text(kk="Үлгі аккредиттеу агенттігі (ойдан шығарылған)",
                           ru="Агентство аккредитации «Үлгі» (вымышленное)",
                           en="Ulgi Accreditation Agency (fictional)"),
        accredited_number="ҮЛГІ-001", accredited_from=date(2024, 6, 1), accredited_to=date(2029, 5, 31),
        signers=[
            Signer(
                post=Text(kk="Ректор", ru="Ректор", en="Rector"),
                name=Text(kk="Ә. Үлгібек (ойдан шығарылған)", ru="А. Ульгибек (вымышленный)",
                          en="A. Ulgibek (fictional)"),
                starts=OPENED, order="1-р", papers=[SignedPaper.diploma, SignedPaper.supplement],
            ),
            Signer(
                post=Text(kk="Оқу ісі жөніндегі проректор", ru="Проректор по учебной работе",
                          en="Vice-Rector for Studies"),
                name=Text(kk="Ғ. Үлгібаев (ойдан шығарылған)", ru="Г. Ульгибаев (вымышленный)",
                          en="G. Ulgibayev (fictional)"),
                starts=OPENED, order="1-к",
            ),
            Signer(
                post=Text(kk="Офис-тіркеуші бөлімінің басшысы", ru="Руководитель отдела офис-регистратора",
                          en="Registrar"),
                name=Text(kk="Г. Үлгіқызы (ойдан шығарылған)", ru="Г. Ульгикызы (вымышленная)",
                          en="G. Ulgikyzy (fictional)"),
                starts=OPENED, order="2-к",
            ),
        ],
    )  # fmt: skip
    hashes = {login: passwords.hashed(PASSWORD) for login in made.users}

    def work(tx: Tx) -> Office:
        for login, user in made.users.items():
            made.users[login] = acts.create_step(tx, user.model_copy(deep=True), hashes[login], must_change=False)
        for code in rulebooks.SHIPPED:
            tx.add(rulebooks.shipped(code))
        tx.add(abroad())
        return tx.add(office)

    desk.transact("office.open", work, Why("demonstration", command=ids()), right="office.edit")


def abroad() -> Rulebook:
    """The five-point scale of a fictional academy, from which recognised results come."""
    words = {"5": ("өте жақсы", "отлично", "excellent"), "4": ("жақсы", "хорошо", "good"),
             "3": ("қанағаттанарлық", "удовлетворительно", "satisfactory")}  # fmt: skip
    scale = [
        Grade(letter=x, points=Decimal(p), traditional=plan.text(list(words[x])), quality=x != "3", gpa=False)
        for x, p in (("5", 4), ("4", 3), ("3", 2))
    ]
    fail = Text(kk="қанағаттанарлықсыз", ru="неудовлетворительно", en="unsatisfactory")
    two = Grade(letter="2", points=Decimal(0), traditional=fail, state=ResultState.failed, earns=False, gpa=False)
    scale.append(two)
    return Rulebook(
        _id=ABROAD, code="demo-abroad", own=False, effective=date(2015, 9, 1), scale=scale,
        name=Text(kk="Бес балдық шкала (ойдан шығарылған академия)", ru="Пятибалльная шкала (вымышленная академия)",
                  en="Five-point scale (fictional academy)"),
    )  # fmt: skip
