"""A condition on a described field: how the office says by data which rows it means, never by query text."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from schemas.base import Model, Show, Word


class Asked(Word):
    """What may be asked about: the rows of the office's records (core.sources says where each stands)."""

    studies = ("studies", "Студенттердің оқуы", "Обучение студентов", "Studies of students")
    results = ("results", "Нәтижелер", "Результаты", "Results")
    sheets = ("sheets", "Ведомостар", "Ведомости", "Grade sheets")
    sheet_lines = ("sheet_lines", "Ведомость жолдары", "Строки ведомостей", "Lines of grade sheets")
    corrections = ("corrections", "Түзету актілері", "Акты исправления", "Correction acts")
    sections = ("sections", "Сабақ топтары", "Секции", "Sections")
    plans = ("plans", "Жеке оқу жоспарлары", "Индивидуальные учебные планы", "Individual study plans")
    orders = ("orders", "Бұйрықтар", "Приказы", "Orders")
    order_lines = ("order_lines", "Бұйрық жолдары", "Строки приказов", "Lines of orders")
    papers = ("papers", "Анықтамалар", "Справки", "Certificates")
    blanks = ("blanks", "Бланкілер", "Бланки", "Blanks")
    blank_moves = ("blank_moves", "Бланк қозғалысы", "Движение бланков", "Movements of blanks")
    diplomas = ("diplomas", "Дипломдар", "Дипломы", "Diplomas")
    duplicates = ("duplicates", "Телнұсқаға өтініштер", "Заявления на дубликаты", "Applications for duplicates")
    appeals = ("appeals", "Апелляциялар", "Апелляции", "Appeals")
    checks = ("checks", "Сабақ тексерістері", "Проверки занятий", "Checks of lessons")
    deviations = ("deviations", "Ауытқулар", "Отклонения", "Deviations")
    tasks = ("tasks", "Тапсырмалар", "Задачи", "Tasks")
    candidacies = ("candidacies", "Қорытынды аттестаттауға түсетіндер", "Аттестуемые выпускники",
                   "Graduates in final attestation")  # fmt: skip
    attested = ("attested", "Қорытынды аттестаттау нәтижелері", "Результаты итоговой аттестации",
                "Results of final attestation")  # fmt: skip
    protocols = ("protocols", "Аттестаттау хаттамалары", "Протоколы аттестации", "Protocols of attestation")
    commissions = ("commissions", "Аттестаттау комиссиялары", "Аттестационные комиссии", "Attestation commissions")
    seats = ("seats", "Комиссия мүшелері", "Члены комиссий", "Members of commissions")
    measurements = ("measurements", "Көрсеткіштердің мәндері", "Значения показателей", "Values of indicators")
    standings = ("standings", "Кезеңнің басы мен соңындағы контингент", "Контингент в начале и конце периода",
                 "Contingent at both ends of a period")  # fmt: skip
    reconciled = ("reconciled", "Платформамен салыстырылғандар", "Сверенные с платформой", "Compared with the platform")
    practices = ("practices", "Практикадағы студенттер", "Студенты на практике", "Students on practices")
    letters = ("letters", "Сауалдар мен хаттар", "Запросы и письма", "Requests and letters")
    nonconformities = ("nonconformities", "Сәйкессіздіктер", "Несоответствия", "Nonconformities")


class Op(Word):
    """How a field is compared."""

    is_ = ("is", "тең", "равно", "is")
    not_ = ("not", "тең емес", "не равно", "is not")
    among = ("among", "мыналардың бірі", "одно из", "is one of")
    outside = ("outside", "мыналардың ешқайсысы емес", "ни одно из", "is none of")
    under = ("under", "кем", "меньше", "less than")
    upto = ("upto", "артық емес", "не больше", "at most")
    from_ = ("from", "кем емес", "не меньше", "at least")
    over = ("over", "артық", "больше", "more than")
    given = ("given", "толтырылған", "заполнено", "is filled in")
    empty = ("empty", "бос", "пусто", "is empty")


BARE = (Op.given, Op.empty)  # compare with nothing
MANY = (Op.among, Op.outside)
SIZED = (Op.under, Op.upto, Op.from_, Op.over)


class Condition(Model):
    """One condition; several hold together.

    field: dotted path of a described field of the source. value: as typed, several parted by commas; of a date also
    `@today`, or the period's `@first` and `@last`. other: another field of the row instead of a value; days: calendar
    days added to it, or to `@…`.
    """

    field: Annotated[str, Field(min_length=1, max_length=80), Show("Өріс", "Поле", "Field")]
    op: Annotated[Op, Show("Салыстыру", "Сравнение", "Comparison")] = Op.is_
    value: Annotated[str, Field(max_length=400), Show("Мәні", "Значение", "Value")] = ""
    other: Annotated[str, Field(max_length=80), Show("Басқа өріс", "Другое поле", "Another field")] = ""
    days: Annotated[int, Field(ge=-3700, le=3700), Show("Күн қосу", "Плюс дней", "Plus days")] = 0


__all__ = ["BARE", "MANY", "SIZED", "Asked", "Condition", "Op"]
