"""Kinds that teaching rests on: structure of a programme, norms of class sizes, the rules of registering."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from schemas.base import Model, Show, Text
from schemas.kinds.base import Body
from schemas.words import Component, Cycle, LessonKind

Amount = Annotated[Decimal, Field(ge=0, le=500)]


class Part(Model):
    """Credits of a cycle (or of two together), or of one component of it (empty: all components)."""

    cycle: Annotated[Cycle, Show("Циклі", "Цикл", "Cycle")]
    beside: Annotated[Cycle | None, Show("Бірге саналатын цикл", "Вместе с циклом", "Together with")] = None
    component: Annotated[Component | None, Show("Компоненті", "Компонент", "Component")] = None
    least: Annotated[Amount, Show("Кемінде", "Не менее", "At least")]
    most: Annotated[Amount | None, Show("Көп дегенде", "Не более", "At most")] = None


class Structure(Body):
    """What the credits of a curriculum add up to; in force for intakes whose 1 September is not before its day."""

    hint: ClassVar[Text] = Text(
        kk="Циклдер мен компоненттер бойынша кредиттер; қабылдау жылы бойынша нұсқалар.",
        ru="Кредиты по циклам и компонентам; версии по году приёма.",
        en="Credits by cycle and component; versions by intake.",
    )

    sort: Literal["structure"] = "structure"
    total: Annotated[Amount, Show("Барлық кредит", "Всего кредитов", "Credits in all")] = Decimal(240)
    semester_least: Annotated[
        Amount, Show("Семестрде кемінде", "В семестре не менее", "In a semester at least")
    ] = Decimal(27)  # fmt: skip
    semester_most: Annotated[
        Amount, Show("Семестрде көп дегенде", "В семестре не более", "In a semester at most")
    ] = Decimal(33)  # fmt: skip
    discipline_least: Annotated[
        Amount, Show("Пәнде кемінде (ескерту)", "В дисциплине не менее (предупреждение)", "In a discipline (warning)")
    ] = Decimal(0)  # fmt: skip
    parts: Annotated[list[Part], Show("Бөліктері", "Части", "Parts")] = Field(default_factory=list)


class Norm(Body):
    """How many students a class of one kind holds: enrolled / norm, rounded up, is the number of sections."""

    hint: ClassVar[Text] = Text(
        kk="Ағын, топ, кіші топ, ансамбль неше адамнан құрылады.",
        ru="Сколько человек в потоке, группе, подгруппе, ансамбле.",
        en="How many students make a stream, a group, a subgroup, an ensemble.",
    )

    sort: Literal["norm"] = "norm"
    lesson: Annotated[LessonKind, Show("Сабақ түрі", "Вид занятия", "Kind of class", table=True)]
    size: Annotated[int, Field(ge=1, le=500), Show("Нормасы, адам", "Норма, чел.", "Norm, people", table=True)]
    least: Annotated[int, Field(ge=0, le=500), Show("Кемінде (0 — шексіз)", "Не менее (0 — нет)", "At least")] = 0
    most: Annotated[int | None, Field(ge=1, le=500), Show("Көп дегенде", "Не более", "At most")] = None
    by_language: Annotated[bool, Show("Тіл бойынша бөлек", "Отдельно по языкам", "Apart by language")] = True
    by_programme: Annotated[bool, Show("Бағдарлама бойынша бөлек", "Отдельно по программам", "Apart by programme")] = (
        False
    )
    by_year: Annotated[bool, Show("Курс бойынша бөлек", "Отдельно по курсам", "Apart by year of study")] = True
    together: Annotated[
        bool, Show("Әкімшілік топты бөлмеу", "Не делить административную группу", "Keep administrative groups together")
    ] = True  # fmt: skip


class StudyRules(Body):
    """What a registration is checked by; each a setting of the house, versioned by the day in force."""

    hint: ClassVar[Text] = Text(
        kk="Тіркелу ережелері: жүктеме, қайта оқу, жазғы семестр, төлем.",
        ru="Правила регистрации: нагрузка, повторное изучение, летний семестр, оплата.",
        en="Rules of registration: load, repeats, summer semester, payment.",
    )

    sort: Literal["study_rules"] = "study_rules"
    term_least: Annotated[Amount, Show("Семестрде кемінде", "В семестре не менее", "In a term at least")] = Decimal(20)
    term_most: Annotated[
        Amount, Show("Семестрде көп дегенде", "В семестре не более", "In a term at most")
    ] = Decimal(36)  # fmt: skip
    third_fail: Annotated[
        int, Field(ge=0, le=9),
        Show("Бір пәннен неше FX/F алса шығарылады, қайта тіркелмейді (0 — жоқ)",
             "После скольких FX/F по дисциплине отчисление и нет регистрации (0 — нет)",
             "Expelled, and not registered again, after so many FX/F in one discipline (0: never)"),
    ] = 3  # fmt: skip
    repeats_paid: Annotated[bool, Show("Қайта оқу ақылы", "Повторное изучение платное", "Repeats are paid for")] = True
    price: Annotated[
        Decimal, Field(ge=0), Show("Кредит бағасы, ₸", "Стоимость кредита, ₸", "Price of a credit, ₸")
    ] = Decimal(0)  # fmt: skip
    price_order: Annotated[
        str, Field(max_length=120), Show("Баға бұйрығы", "Приказ о стоимости", "Order on the price")
    ] = ""  # fmt: skip
    elective_least: Annotated[
        int, Field(ge=0, le=200),
        Show("Таңдау пәнін ашу үшін кемінде", "Для открытия элективной не менее", "Least to open an elective"),
    ] = 10  # fmt: skip
    summer_most: Annotated[
        Amount, Show("Жазда көп дегенде, кредит", "Летом не более, кредитов", "In summer at most, credits")
    ] = Decimal(12)  # fmt: skip
    summer_last_year: Annotated[
        bool, Show("Бітіруші курсқа жазғы семестр", "Лето для выпускного курса", "Summer for the final year")
    ] = False  # fmt: skip
    summer_least: Annotated[
        int, Field(ge=0, le=200), Show("Жазғы топқа кемінде", "В летней группе не менее", "Least in a summer group")
    ] = 5  # fmt: skip
    summer_order: Annotated[
        str, Field(max_length=40),
        Show("Жазғы семестр бұйрығының түрі", "Вид приказа о летнем семестре", "Kind of order on the summer",
             to="kind:order"),
    ] = ""  # fmt: skip
    summer_fact: Annotated[
        str, Field(max_length=30),
        Show("Онда пәндер айтылатын деректің коды", "Код сведения приказа, где названы дисциплины",
             "Code of the order's fact that tells the disciplines"),
    ] = ""  # fmt: skip
    gpa_below: Annotated[
        Decimal | None, Field(ge=0, le=4),
        Show("Жазғы семестр ұсынылатын GPA шегі", "Лето предлагается при GPA ниже", "Summer offered below a GPA of"),
    ] = Decimal("1.8")  # fmt: skip
    windows: Annotated[
        bool, Show("Күнтізбе терезелерінен тыс тіркеуге тыйым", "Вне окон календаря регистрация закрыта",
                   "Registration only in the windows of the calendar")
    ] = True  # fmt: skip
    term_weeks: Annotated[
        int, Field(ge=1, le=30),
        Show("Семестрдегі оқу апталары", "Недель обучения в семестре", "Weeks of classes a term")
    ] = 15  # fmt: skip
    session_days: Annotated[
        int, Field(ge=1, le=60), Show("Сессия кемінде, күн", "Сессия не менее, дней", "Exam session at least, days")
    ] = 6  # fmt: skip
    vacation_weeks: Annotated[
        int, Field(ge=0, le=30),
        Show("Жылдағы демалыс кемінде, апта", "Каникулы в году не менее, недель", "Vacations a year at least, weeks"),
    ] = 7  # fmt: skip
    exam_rest: Annotated[
        int, Field(ge=0, le=14),
        Show("Емтихандар арасында кемінде, күн", "Между экзаменами не менее, дней", "Days between exams at least"),
    ] = 1  # fmt: skip
    exam_minutes: Annotated[
        int, Field(ge=5, le=480),
        Show("Топ емтиханы, мин", "Экзамен группы, мин", "Exam of a group, minutes"),
    ] = 120  # fmt: skip
    exam_minutes_each: Annotated[
        int, Field(ge=5, le=240),
        Show("Жеке тыңдау, бір студентке мин", "Индивидуальное прослушивание, мин на студента",
             "Heard one by one, minutes a student"),
    ] = 20  # fmt: skip
    admission_debts: Annotated[
        int | None, Field(ge=0, le=50),
        Show("Емтиханға жіберіледі: берешек көп дегенде (бос — тексерілмейді)",
             "Допуск: академических долгов не более (пусто — не проверяется)",
             "Admitted with debts at most (empty: not asked)"),
    ] = None  # fmt: skip
    admission_absences: Annotated[
        int | None, Field(ge=0, le=500),
        Show("Емтиханға жіберіледі: себепсіз жіберілген сағат көп дегенде (бос — тексерілмейді)",
             "Допуск: пропусков без причины не более, ч (пусто — не проверяется)",
             "Admitted with unexcused hours at most (empty: not asked)"),
    ] = None  # fmt: skip
    exam_gap: Annotated[
        int | None, Field(ge=1, le=100),
        Show("Емтихан рейтингтен осыншадан көп алшақ болса айтылады (бос — айтылмайды)",
             "Сказать, если экзамен дальше от рейтинга, чем (пусто — не говорить)",
             "Told when the exam is further from the rating than (empty: never)"),
    ] = 30  # fmt: skip
    marking_gap: Annotated[
        int | None, Field(ge=1, le=100),
        Show("Қорытындыда белгіленеді: емтихан мен рейтинг орташа айырмасы кемінде, балл (бос — белгіленбейді)",
             "В итогах отмечается: средний разрыв экзамена и рейтинга от, баллов (пусто — не отмечать)",
             "Marked in the results: exams on average so far from ratings, points (empty: never)"),
    ] = 15  # fmt: skip
    marking_alike: Annotated[
        int | None, Field(ge=1, le=100),
        Show("Қорытындыда белгіленеді: ведомостағы бірдей емтихан балдары кемінде, % (бос — белгіленбейді)",
             "В итогах отмечается: одинаковых баллов экзамена в ведомости от, % (пусто — не отмечать)",
             "Marked in the results: so many equal exam marks on a sheet, % (empty: never)"),
    ] = 80  # fmt: skip


class DifferenceRules(Body):
    """How an earlier record is compared with a curriculum after a transfer, a reinstatement or a leave (domain.md 5.2).

    Which year of study follows, how long and at whose cost the difference is cleared: every university sets its own.
    """

    hint: ClassVar[Text] = Text(
        kk="Ауысу, қайта қабылдау, демалыстан шығу: курс қалай анықталады, айырмашылық қашан жойылады.",
        ru="Перевод, восстановление, выход из отпуска: как определяется курс, когда ликвидируется разница.",
        en="Transfer, reinstatement, return: how the year of study is set, when the difference is cleared.",
    )

    sort: Literal["difference_rules"] = "difference_rules"
    most: Annotated[
        int | None, Field(ge=0, le=60),
        Show("Курс сақталады: өзгеше міндетті пән көп дегенде (бос — тексерілмейді)",
             "На курс: отличающихся обязательных дисциплин не более (пусто — не проверяется)",
             "For a year: mandatory disciplines that differ at most (empty: not asked)"),
    ] = 5  # fmt: skip
    credits_most: Annotated[
        Amount | None,
        Show("Курс сақталады: айырмашылық көп дегенде, кредит (бос — тексерілмейді)",
             "На курс: разница не более, кредитов (пусто — не проверяется)",
             "For a year: difference at most, credits (empty: not asked)"),
    ] = None  # fmt: skip
    prerequisites: Annotated[
        bool, Show("Курс семестрінің пререквизиттері танылған болуы керек",
                   "Пререквизиты первого семестра курса должны быть признаны",
                   "Prerequisites of the first semester of the year must be recognised")
    ] = True  # fmt: skip
    share: Annotated[
        int, Field(ge=1, le=100),
        Show("Атауы бойынша ұсыну: кредиттің кемінде, %", "Предлагать по названию: кредитов не менее, %",
             "Proposed by title: credits at least, %"),
    ] = 100  # fmt: skip
    reuse: Annotated[
        bool, Show("Бір нәтиже кредиті жеткенше бірнеше пәнге танылады",
                   "Один результат признаётся за несколько дисциплин, пока хватает кредитов",
                   "One result counts for several disciplines while its credits suffice")
    ] = False  # fmt: skip
    terms: Annotated[
        int, Field(ge=1, le=12),
        Show("Айырмашылықты жоюға семестр саны", "Семестров на ликвидацию разницы", "Semesters to clear it in"),
    ] = 1  # fmt: skip
    paid: Annotated[
        bool, Show("Айырмашылықты жою ақылы", "Ликвидация разницы платная", "The difference is paid for")
    ] = True  # fmt: skip
