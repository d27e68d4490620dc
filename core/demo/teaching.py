"""What teaching rests on in the story: curricula of every track and intake, calendars, rooms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from core.calendar.acts import approved_step as calendar_step
from core.curricula.acts import approved_step as curriculum_step
from core.demo.calendar import moment, semester
from core.demo.plan import Line, Track, tracks
from core.desk import Desk, Why
from core.tx import Tx
from schemas.base import Text
from schemas.calendar import Calendar, Holiday, Period
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.discipline import Discipline
from schemas.reference import Room
from schemas.words import PeriodKind, TermKind

if TYPE_CHECKING:
    from core.demo.institution import Ids, Institution

# Contact hours of a credit by kind of class (local; a conservatory's own norm would stand here).
HOURS = {"individual": Decimal(4), "ensemble": Decimal(6), "collective": Decimal(8), "practice": Decimal(2)}
LAST = 2026  # the academic year in which the story ends
ACCOMPANIED = ("STR", "WND", "DOM", "KOB", "FSG", "VOC", "CHC")
ROOMS = ((1, 40, 12, "А"), (41, 70, 30, "А"), (71, 78, 60, "Б"), (79, 80, 120, "Б"), (101, 150, 4, "В"))
HOLIDAYS = (
    (1, 1, "Жаңа жыл", "Новый год", "New Year"), (1, 2, "Жаңа жыл", "Новый год", "New Year"),
    (1, 7, "Рождество", "Рождество", "Christmas"), (3, 8, "Халықаралық әйелдер күні", "Международный женский день",
                                                     "International Women's Day"),
    (3, 21, "Наурыз мейрамы", "Наурыз мейрамы", "Nauryz"), (3, 22, "Наурыз мейрамы", "Наурыз мейрамы", "Nauryz"),
    (3, 23, "Наурыз мейрамы", "Наурыз мейрамы", "Nauryz"),
    (5, 1, "Қазақстан халқының бірлігі мерекесі", "Праздник единства народа Казахстана", "Unity Day"),
    (5, 7, "Отан қорғаушы күні", "День защитника Отечества", "Defender of the Fatherland Day"),
    (5, 9, "Жеңіс күні", "День Победы", "Victory Day"), (7, 6, "Астана күні", "День столицы", "Capital Day"),
    (8, 30, "Конституция күні", "День Конституции", "Constitution Day"),
    (10, 25, "Республика күні", "День Республики", "Republic Day"),
    (12, 16, "Тәуелсіздік күні", "День Независимости", "Independence Day"),
)  # fmt: skip


def hours(line: Line, department: str) -> dict[str, Decimal]:
    """Hours of a discipline in a term: of the teacher, and of the accompanist where there is one."""
    own = HOURS.get(line.kind, Decimal(9)) * line.credits
    beside = own / 2 if line.kind == "individual" and department in ACCOMPANIED else Decimal(0)
    return {"class_hours": own, "accompanist_hours": beside}


def follow(made: Institution) -> None:
    """«Solfeggio 2» asks for «Solfeggio 1»: prerequisites by the numbers in the titles of each track."""
    for track in tracks():
        known = {line.name.kk: line.code for line in track.lines}
        for line in track.lines:
            head, _, n = line.name.kk.rpartition(" ")
            before = known.get(f"{head} {int(n) - 1}") if n.isdigit() and int(n) > 1 else None
            own = made.disciplines[line.code]
            if before and made.disciplines[before].id not in {p.id for p in own.prerequisites}:
                own.prerequisites.append(made.disciplines[before].ref())


def rooms(ids: Ids) -> list[Room]:
    """The rooms of the buildings."""
    return [
        Room(_id=ids(), code=f"{building}-{n:03d}", building=building, seats=seats)
        for first, last, seats, building in ROOMS
        for n in range(first, last + 1)
    ]  # fmt: skip


def curricula(desk: Desk, made: Institution, years: Iterable[int], ids: Ids) -> None:
    """A curriculum for every track and intake, approved by the council in the April before."""
    for year in years:
        ids.now, day = moment(date(year, 8, 20), 9), date(year, 4, 20)

        def work(tx: Tx, year: int = year, day: date = day) -> Curriculum:
            for track in tracks():
                drawn = _curriculum(track, year, made, ids)
                made.curricula[track.code, year] = curriculum_step(tx, drawn, f"{9 + year % 3}", day)
            return drawn

        desk.transact("curriculum.approve", work, Why("Ғылыми кеңес шешімі", command=ids()))


def _curriculum(track: Track, year: int, made: Institution, ids: Ids) -> Curriculum:
    return Curriculum(
        _id=ids(), programme=made.programmes[track.programme].ref(), intake=year, structure="bachelor",
        department=made.departments[track.department].ref(),
        lines=[_line(line, made.disciplines[line.code], ids) for line in track.lines],
    )  # fmt: skip


def _line(line: Line, of: Discipline, ids: Ids) -> CurriculumLine:
    return CurriculumLine.model_validate({
        "id": ids(), "semester": line.sem, "discipline": of.ref(), "code": of.code, "cycle": of.cycle,
        "component": of.component, "credits": of.credits, "lesson": of.lesson, "control": of.control,
        "block": f"{line.sem}-{line.code[:-1]}"[:20] if line.choice[1] > 1 else "", "class_hours": of.class_hours,
        "accompanist_hours": of.accompanist_hours, "department": of.department, "counts_in_gpa": of.counts_in_gpa,
    })  # fmt: skip


def calendars(desk: Desk, years: Iterable[int], ids: Ids) -> None:
    """The academic calendar of every year, approved in the spring before (domain.md 10)."""
    for year in years:
        ids.now = moment(date(year, 8, 20), 10)

        def work(tx: Tx, year: int = year) -> Calendar:
            drawn = _calendar(year, ids)
            calendar_step(tx, drawn, f"{7 + year % 4}", date(year, 3, 27))
            return drawn

        desk.transact("calendar.approve", work, Why("Ғылыми кеңес шешімі", command=ids()))


def _calendar(year: int, ids: Ids) -> Calendar:
    autumn, spring, summer = (semester(year, turn) for turn in (1, 2, 3))
    over = spring.session[1]
    next_year = semester(year + 1, 1).starts
    found: list[tuple[PeriodKind, TermKind | None, date, date, list[int]]] = [
        (PeriodKind.registration, TermKind.autumn, date(year, 8, 24), date(year, 8, 29), [1]),
        (PeriodKind.registration, TermKind.spring, date(year, 11, 16), date(year, 12, 5), []),
        (PeriodKind.registration, TermKind.summer, over + timedelta(2), summer.starts - timedelta(2), []),
    ]
    for term, days in ((TermKind.autumn, autumn), (TermKind.spring, spring)):
        last = days.session[0] - timedelta(days=2)
        found += [
            (PeriodKind.study, term, days.starts, last, []),
            (PeriodKind.changes, term, days.starts, days.starts + timedelta(days=11), []),
            (PeriodKind.midterm_1, term, days.midterms[0], days.midterms[0] + timedelta(days=5), []),
            (PeriodKind.midterm_2, term, days.midterms[1], days.midterms[1] + timedelta(days=5), []),
            (PeriodKind.session, term, *days.session, []),
        ]
    found += [
        (PeriodKind.vacation, None, autumn.session[1] + timedelta(days=1), spring.starts - timedelta(days=2), []),
        (PeriodKind.retakes, TermKind.autumn, spring.starts, spring.starts + timedelta(days=12), []),
        (
            PeriodKind.practice,
            TermKind.spring,
            over + timedelta(2),
            spring.session[1] + timedelta(21),
            [2, 3],
        ),
        (PeriodKind.attestation, TermKind.spring, over + timedelta(2), date(year + 1, 6, 26), [4]),
        (PeriodKind.summer, TermKind.summer, summer.starts, summer.session[1], []),
        (PeriodKind.vacation, None, summer.session[1] + timedelta(days=1), next_year - timedelta(days=1), []),
    ]
    if year == LAST:  # those who were put off in the summer are heard before the winter session
        found.append((PeriodKind.attestation, TermKind.autumn, date(year, 11, 23), date(year, 12, 5), [4]))
    periods = [
        Period(id=ids(), kind=kind, term=term, starts=first, ends=last, years=years)
        for kind, term, first, last, years in sorted(found, key=lambda p: (p[2], p[3]))
    ]
    days_off = [
        Holiday(day=date(year if month > 8 else year + 1, month, day), name=Text(kk=kk, ru=ru, en=en))
        for month, day, kk, ru, en in HOLIDAYS
    ]
    return Calendar(_id=ids(), year=year, periods=periods, holidays=sorted(days_off, key=lambda h: h.day))
