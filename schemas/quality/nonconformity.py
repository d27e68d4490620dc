"""A nonconformity and its corrective actions (clauses 29-a, 37; ISO 9001, 10.2): found, put right, prevented."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Model, Ref, Show, Stamp, Text, Word

WHYS = 5  # «five whys»: the last answer is the root cause


class NonconformitySource(Word):
    """Where it was found."""

    audit = ("audit", "Ішкі аудит", "Внутренний аудит", "Internal audit")
    complaint = ("complaint", "Шағым немесе өтініш", "Жалоба или обращение", "Complaint")
    indicator = ("indicator", "Көрсеткіш мақсаттан төмен", "Показатель ниже цели", "Indicator off target")
    work = ("work", "Күнделікті жұмыс", "Текущая работа", "Daily work")
    other = ("other", "Басқа", "Другое", "Other")


class NonconformityWeight(Word):
    """How heavy it is."""

    major = ("major", "Елеулі", "Значительное", "Major")
    minor = ("minor", "Шағын", "Незначительное", "Minor")


class NonconformityState(Word):
    """Where it stands; `closed` is given only by another person who found the action effective."""

    proposed = ("proposed", "Ұсынылды", "Предложено", "Proposed")
    opened = ("opened", "Ашылды", "Открыто", "Opened")
    analysed = ("analysed", "Себебі анықталды", "Причина найдена", "Cause found")
    planned = ("planned", "Әрекет белгіленді", "Действие назначено", "Action set")
    done = ("done", "Орындалды", "Выполнено", "Done")
    closed = ("closed", "Жабылды", "Закрыто", "Closed")
    declined = ("declined", "Қабылданбады", "Отклонено", "Declined")


UNSETTLED = tuple(s for s in NonconformityState if s not in (NonconformityState.closed, NonconformityState.declined))
# States in which nobody has anything left to do by `due`.
DONE_WITH = (NonconformityState.done, NonconformityState.closed, NonconformityState.declined)


class Evidence(Model):
    """What shows it: words, a kept file, or both; who brought it."""

    text: Annotated[str, Field(max_length=2000), Show("Дәлел", "Свидетельство", "Evidence", area=True)] = ""
    file: Annotated[Ref | None, Show("Файл", "Файл", "File", to="files")] = None
    by: Annotated[Ref | None, Show("Кім", "Кто", "Who", form=False)] = None
    on: Annotated[date | None, Show("Күні", "Дата", "Date", form=False)] = None


class WhyRow(Model):
    """One of the five whys: the answer to «why», which the next one asks about."""

    text: Annotated[
        str, Field(min_length=1, max_length=500), Show("Неге? Жауабы", "Почему? Ответ", "Why? The answer")
    ]  # fmt: skip


class Effectiveness(Model):
    """What the check by another person found."""

    by: Ref
    at: date
    effective: bool
    note: str = ""


class CorrectiveAction(Model):
    """One corrective action; a further one is a further row, and the earlier stays as it was judged."""

    what: Annotated[str, Field(min_length=1, max_length=1000), Show("Түзету әрекеті", "Корректирующее действие",
                                                                    "Corrective action", area=True)]  # fmt: skip
    responsible: Annotated[Ref, Show("Жауапты", "Ответственный", "Responsible", to="users")]
    due: Annotated[date, Show("Мерзімі", "Срок", "Due")]
    set_by: Stamp | None = None
    done_on: Annotated[date | None, Show("Орындалған күні", "Выполнено", "Done on", form=False)] = None
    done_note: Annotated[
        str, Field(max_length=1000), Show("Не істелді", "Что сделано", "What was done", area=True, form=False)
    ] = ""  # fmt: skip
    done_by: Ref | None = None
    check: Effectiveness | None = None


class Nonconformity(Document):
    """A nonconformity from its finding to its closing.

    source_ref, source_kind: the record it was found in and the collection of that record; once: of a proposal the
    record (or indicator and period) it came from, so that it is proposed once. responsible, due: of what is to be done
    now; first_due: the term of the first action. Closed in time: `closed_on` not after `due`.
    """

    collection: ClassVar[str] = "nonconformities"
    title: ClassVar[Text] = Text(kk="Сәйкессіздік", ru="Несоответствие", en="Nonconformity")
    frozen: ClassVar[dict[str, frozenset[str]]] = {"closed": frozenset(), "declined": frozenset()}

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    on: Annotated[date, Show("Анықталған күні", "Дата выявления", "Found on", table=True)]
    status: Annotated[
        NonconformityState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)
    ] = NonconformityState.opened  # fmt: skip
    source: Annotated[
        NonconformitySource, Show("Дереккөзі", "Источник", "Source", table=True, filter=True)
    ] = NonconformitySource.work  # fmt: skip
    source_ref: Annotated[Ref | None, Show("Неден анықталды", "Основание", "Found in", form=False)] = None
    source_kind: str = ""
    once: str | None = None
    weight: Annotated[
        NonconformityWeight, Show("Салмағы", "Значимость", "Weight", table=True, filter=True)
    ] = NonconformityWeight.minor  # fmt: skip
    process: Annotated[
        str, Field(max_length=40), Show("Процесі", "Процесс", "Process", table=True, filter=True, to="kind:process")
    ] = ""  # fmt: skip
    unit: Annotated[
        Ref | None, Show("Бөлімше", "Подразделение", "Unit", table=True, to="departments")
    ] = None  # fmt: skip
    standard: Annotated[
        str, Field(max_length=80), Show("Стандарт не құжат", "Стандарт или документ", "Standard or document",
                                        help=("Басылымымен: ИСО 9001:2015", "С редакцией: ИСО 9001:2015",
                                              "With its edition: ISO 9001:2015")),
    ] = ""  # fmt: skip
    requirement: Annotated[
        str, Field(max_length=1000), Show("Бұзылған талап", "Нарушенное требование", "Requirement violated", area=True)
    ] = ""  # fmt: skip
    text: Annotated[
        str, Field(min_length=1, max_length=2000), Show("Мәні", "Суть", "What is wrong", area=True, table=True)
    ]  # fmt: skip
    evidence: Annotated[list[Evidence], Field(max_length=60), Show("Дәлелдер", "Свидетельства", "Evidence")] = Field(
        default_factory=list
    )
    author: Annotated[Ref, Show("Кім анықтады", "Кто выявил", "Found by", to="users", form=False)]
    correction: Annotated[
        str, Field(max_length=2000), Show("Түзету (дереу)", "Коррекция (немедленно)", "Correction (at once)", area=True)
    ] = ""  # fmt: skip
    causes: Annotated[
        list[WhyRow], Field(max_length=WHYS), Show("Себебі: «неге?» бес рет", "Причина: пять «почему?»",
                                                   "Cause: five whys")
    ] = Field(default_factory=list)  # fmt: skip
    actions: Annotated[
        list[CorrectiveAction], Field(max_length=40),
        Show("Түзету әрекеттері", "Корректирующие действия", "Corrective actions", form=False),
    ] = Field(default_factory=list)  # fmt: skip
    responsible: Annotated[
        Ref | None, Show("Жауапты", "Ответственный", "Responsible", table=True, to="users")
    ] = None  # fmt: skip
    due: Annotated[date | None, Show("Мерзімі", "Срок", "Due", table=True)] = None
    first_due: Annotated[
        date | None, Show("Алғашқы мерзімі", "Первый срок", "First due", form=False)
    ] = None  # fmt: skip
    done_on: Annotated[date | None, Show("Орындалған күні", "Выполнено", "Done on", form=False)] = None
    closed_on: Annotated[date | None, Show("Жабылған күні", "Закрыто", "Closed on", table=True, form=False)] = None
    closed_by: Annotated[Ref | None, Show("Кім жапты", "Кем закрыто", "Closed by", form=False)] = None
    refusal: Annotated[str, Show("Неге қабылданбады", "Почему отклонено", "Why declined", form=False)] = ""

    def label(self) -> Text:
        return Text(kk=self.number)

    @property
    def root(self) -> str:
        """The root cause: the last answer of the whys."""
        return self.causes[-1].text if self.causes else ""

    @property
    def action(self) -> CorrectiveAction | None:
        """The action that stands: the newest."""
        return self.actions[-1] if self.actions else None

    def hands(self) -> list[Id]:
        """Everybody who had a hand in it and so may not check it: author, responsible, who set or did an action."""
        found = [self.author.id, *([self.responsible.id] if self.responsible else [])]
        for a in self.actions:
            found += [a.responsible.id, *([a.done_by.id] if a.done_by else []), *([a.set_by.by] if a.set_by else [])]
        return list(dict.fromkeys(found))


__all__ = [
    "DONE_WITH", "UNSETTLED", "WHYS", "CorrectiveAction", "Effectiveness", "Evidence", "Nonconformity",
    "NonconformitySource", "NonconformityState", "NonconformityWeight", "WhyRow",
]  # fmt: skip
