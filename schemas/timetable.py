"""The timetable and its control: lessons of sections, checks that they were held, deviations and their closing."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, model_validator

from schemas.base import Document, Id, Ref, Show, Stamp, Text, Word
from schemas.checks import Refused


def clock_time(value: str) -> str:
    """A time of day, 08:00 to 23:59, as HH:MM."""
    found = re.fullmatch(r"(\d{1,2})[:.](\d{2})", value.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise Refused("timetable.bad_time", value=value)
    return f"{int(found[1]):02d}:{found[2]}"


Clock = Annotated[str, AfterValidator(clock_time)]


class Weekday(Word):
    mon = ("1", "Дүйсенбі", "Понедельник", "Monday")
    tue = ("2", "Сейсенбі", "Вторник", "Tuesday")
    wed = ("3", "Сәрсенбі", "Среда", "Wednesday")
    thu = ("4", "Бейсенбі", "Четверг", "Thursday")
    fri = ("5", "Жұма", "Пятница", "Friday")
    sat = ("6", "Сенбі", "Суббота", "Saturday")
    sun = ("7", "Жексенбі", "Воскресенье", "Sunday")


class Weeks(Word):
    every = ("every", "Апта сайын", "Каждую неделю", "Every week")
    odd = ("odd", "Тақ апта", "Нечётные недели", "Odd weeks")
    even = ("even", "Жұп апта", "Чётные недели", "Even weeks")


class Lesson(Document):
    """A lesson of a section that comes back every week: day, time, room, teacher, and between which days.

    first, last: its own first and last day inside the term (empty: the term's). joint: several sections sit together
    in one room with one teacher (an orchestra of two years): such lessons do not meet each other. active: False for
    one that was taken out before it was ever held. A lesson that has begun is never rewritten: it ends with `last`, and
    a new one begins, so what was planned on any past day stays provable.
    """

    collection: ClassVar[str] = "lessons"
    described: ClassVar[str] = "lessons"
    title: ClassVar[Text] = Text(kk="Сабақ", ru="Занятие", en="Lesson")
    scopes: ClassVar[dict[str, str]] = {
        "department": "department.id",
        "faculty": "faculty.id",
        "teacher": "teacher.id",
    }

    term: Annotated[Ref, Show("Кезең", "Период", "Term", filter=True, to="terms", form=False)]
    section: Annotated[Ref, Show("Сабақ тобы", "Секция", "Section", table=True, to="sections")]
    discipline: Annotated[Ref, Show("Пән", "Дисциплина", "Discipline", table=True, to="disciplines", form=False)]
    weekday: Annotated[Weekday, Show("Күні", "День", "Day", table=True, filter=True)]
    starts: Annotated[Clock, Show("Басталуы", "Начало", "From", table=True)]
    ends: Annotated[Clock, Show("Аяқталуы", "Конец", "To", table=True)]
    weeks: Annotated[Weeks, Show("Апталар", "Недели", "Weeks", table=True)] = Weeks.every
    room: Annotated[Ref | None, Show("Аудитория", "Аудитория", "Room", table=True, filter=True, to="rooms")] = None
    teacher: Annotated[Ref | None, Show("Оқытушы", "Преподаватель", "Teacher", table=True, to="people")] = None
    accompanist: Annotated[Ref | None, Show("Концертмейстер", "Концертмейстер", "Accompanist", to="people")] = None
    first: Annotated[
        date | None,
        Show("Алғашқы күн", "С даты", "First day",
             help=("Бос — кезеңнің басынан", "Пусто — с начала периода", "Empty: from the start of the term")),
    ] = None  # fmt: skip
    last: Annotated[
        date | None,
        Show("Соңғы күн", "По дату", "Last day",
             help=("Бос — кезеңнің соңына дейін", "Пусто — до конца периода", "Empty: to the end of the term")),
    ] = None  # fmt: skip
    joint: Annotated[
        bool,
        Show("Бірнеше секция бірге", "Несколько секций вместе", "Several sections together",
             help=("Бір аудиторияда, бір оқытушымен бірге өтетін сабақтар бір-біріне кедергі емес",
                   "Занятия, идущие вместе в одной аудитории у одного преподавателя, друг другу не мешают",
                   "Lessons held together in one room by one teacher do not meet each other")),
    ] = False  # fmt: skip
    active: bool = True
    department: Ref | None = None
    faculty: Ref | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends <= self.starts:
            raise Refused("errors.field.ends_before_start", "ends")
        if self.first and self.last and self.last < self.first:
            raise Refused("errors.field.ends_before_start", "last")
        return self

    def label(self) -> Text:
        at = f"{self.starts}–{self.ends}"
        return Text(
            kk=f"{self.weekday.label('kk')} {at}",
            ru=f"{self.weekday.label('ru')} {at}",
            en=f"{self.weekday.label('en')} {at}",
        )


class Held(Word):
    """What was checked."""

    lesson = ("lesson", "Сабақ", "Занятие", "Lesson")
    midterm = ("midterm", "Аралық бақылау", "Рубежный контроль", "Midterm")
    exam = ("exam", "Емтихан", "Экзамен", "Exam")
    attestation = ("attestation", "Қорытынды аттестаттау", "Итоговая аттестация", "Final attestation")
    sheet = ("sheet", "Ведомость", "Ведомость", "Grade sheet")
    practice = ("practice", "Практика", "Практика", "Practice")


class Cause(Word):
    """Why what was planned was not held."""

    teacher_absent = ("teacher_absent", "Оқытушы келмеді", "Преподаватель не явился", "The teacher did not come")
    teacher_ill = ("teacher_ill", "Оқытушы ауырып қалды", "Преподаватель болен", "The teacher is ill")
    students_absent = ("students_absent", "Студенттер келмеді", "Студенты не явились", "The students did not come")
    room = ("room", "Аудитория жабық немесе бос емес", "Аудитория закрыта или занята", "The room is shut or taken")
    moved = ("moved", "Хабарсыз ауыстырылды", "Перенесено без уведомления", "Moved without notice")
    shortened = ("shortened", "Кеш басталды немесе ерте бітті", "Начато поздно или окончено рано", "Late or cut short")
    other = ("other", "Басқа себеп", "Другая причина", "Another cause")


class LessonCheck(Document):
    """A check that a lesson, an exam or an attestation was held as planned (clause 33-2). Never changed: a mistake
    is answered by a further check.

    of: the lesson (Lesson) or the sheet (GradeSheet) that was planned for this day; the newest check of it and its day
    counts. at: the time of day it was planned for.
    """

    collection: ClassVar[str] = "lesson_checks"
    title: ClassVar[Text] = Text(kk="Тексеру актісі", ru="Акт проверки", en="Check")
    scopes: ClassVar[dict[str, str]] = {
        "department": "department.id",
        "faculty": "faculty.id",
        "teacher": "teacher.id",
    }

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    day: Annotated[date, Show("Күні", "Дата", "Day", table=True)]
    what: Annotated[Held, Show("Не тексерілді", "Что проверено", "What", table=True, filter=True)] = Held.lesson
    section: Annotated[Ref, Show("Сабақ тобы", "Секция", "Section", table=True, to="sections")]
    discipline: Annotated[Ref, Show("Пән", "Дисциплина", "Discipline", table=True, form=False, to="disciplines")]
    of: Id = ""
    at: Annotated[str, Show("Уақыты", "Время", "Time", table=True)] = ""
    room: Annotated[Ref | None, Show("Аудитория", "Аудитория", "Room", table=True, to="rooms")] = None
    teacher: Annotated[Ref | None, Show("Оқытушы", "Преподаватель", "Teacher", table=True, to="people")] = None
    found: Annotated[bool, Show("Өткізілуде", "Проводится", "Found held", table=True, filter=True)] = True
    present: Annotated[int | None, Field(ge=0, le=500), Show("Қатысқаны", "Присутствует", "Present")] = None
    cause: Annotated[Cause | None, Show("Себебі", "Причина", "Cause", table=True, filter=True)] = None
    note: Annotated[str, Field(max_length=300), Show("Түсініктеме", "Пояснение", "Note", area=True)] = ""
    checked_by: Annotated[str, Show("Тексерген", "Проверил", "Checked by", table=True, form=False)] = ""
    department: Annotated[Ref | None, Show("Кафедра", "Кафедра", "Department", to="departments", form=False)] = None
    faculty: Ref | None = None

    def label(self) -> Text:
        return Text(kk=self.number)


class DeviationState(Word):
    open = ("open", "Ашық", "Открыто", "Open")
    done = ("done", "Түзетілді", "Устранено", "Mended")
    closed = ("closed", "Жабылды", "Закрыто", "Closed")


class Deviation(Document):
    """What went otherwise than planned: what, where, when, who answers, cause, action, deadline, closing."""

    collection: ClassVar[str] = "deviations"
    described: ClassVar[str] = "deviations"
    title: ClassVar[Text] = Text(kk="Ауытқу", ru="Отклонение", en="Deviation")
    scopes: ClassVar[dict[str, str]] = {
        "department": "department.id",
        "faculty": "faculty.id",
        "teacher": "responsible.id",
    }

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    day: Annotated[date, Show("Күні", "Дата", "Day", table=True)]
    what: Annotated[Held, Show("Не бойынша", "Что", "What", table=True, filter=True)] = Held.lesson
    state: Annotated[DeviationState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        DeviationState.open
    )
    text: Annotated[str, Field(min_length=1, max_length=500), Show("Мәні", "Суть", "What went otherwise", area=True)]
    where: Annotated[str, Field(max_length=120), Show("Қайда", "Где", "Where", table=True)] = ""
    check: Ref | None = None
    sheet: Annotated[Ref | None, Show("Ведомость", "Ведомость", "Grade sheet", form=False)] = None
    section: Annotated[Ref | None, Show("Сабақ тобы", "Секция", "Section", to="sections")] = None
    department: Annotated[
        Ref | None, Show("Кафедра", "Кафедра", "Department", table=True, filter=True, to="departments")
    ] = None
    faculty: Ref | None = None
    responsible: Annotated[Ref | None, Show("Жауапты", "Ответственный", "Responsible", table=True, to="people")] = None
    cause: Annotated[str, Field(max_length=500), Show("Себебі", "Причина", "Cause", area=True)] = ""
    action: Annotated[str, Field(max_length=500), Show("Іс-шара", "Мера", "Action", area=True)] = ""
    due: Annotated[date | None, Show("Мерзімі", "Срок", "Due", table=True)] = None
    done_on: Annotated[date | None, Show("Түзетілген күні", "Устранено", "Mended on", form=False)] = None
    done_by: Stamp | None = None
    closed_by: Stamp | None = None
    closing: Annotated[str, Show("Жабу туралы ескертпе", "Отметка о закрытии", "Note of closing", form=False)] = ""

    def label(self) -> Text:
        return Text(kk=self.number)
