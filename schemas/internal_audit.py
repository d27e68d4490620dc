"""Internal audits (ISO 9001, 9.2; clause 29): the programme of a year, one audit from its plan to its closing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import Document, Id, Model, Ref, Show, Text, Word
from schemas.checks import Refused
from schemas.events import Who


class AuditMonth(Word):
    """A month of the programme."""

    m01 = ("01", "Қаңтар", "Январь", "January")
    m02 = ("02", "Ақпан", "Февраль", "February")
    m03 = ("03", "Наурыз", "Март", "March")
    m04 = ("04", "Сәуір", "Апрель", "April")
    m05 = ("05", "Мамыр", "Май", "May")
    m06 = ("06", "Маусым", "Июнь", "June")
    m07 = ("07", "Шілде", "Июль", "July")
    m08 = ("08", "Тамыз", "Август", "August")
    m09 = ("09", "Қыркүйек", "Сентябрь", "September")
    m10 = ("10", "Қазан", "Октябрь", "October")
    m11 = ("11", "Қараша", "Ноябрь", "November")
    m12 = ("12", "Желтоқсан", "Декабрь", "December")

    @property
    def n(self) -> int:
        """1 to 12."""
        return int(self.value)


class ProgrammeState(Word):
    """Where a programme stands; a change of an approved one is its next version."""

    draft = ("draft", "Жоба", "Проект", "Draft")
    asked = ("asked", "Бекітуде", "На утверждении", "Before the leadership")
    approved = ("approved", "Бекітілген", "Утверждена", "Approved")
    replaced = ("replaced", "Жаңа нұсқасы бар", "Заменена", "Replaced")


class AuditState(Word):
    """Where an audit stands."""

    planned = ("planned", "Жоспарланған", "Запланирован", "Planned")
    running = ("running", "Жүріп жатыр", "Проводится", "Running")
    reported = ("reported", "Есебі дайын", "Отчёт готов", "Reported")
    closed = ("closed", "Жабылған", "Закрыт", "Closed")
    cancelled = ("cancelled", "Өткізілмейді", "Отменён", "Cancelled")


class AuditOutcome(Word):
    """What the evidence of a line of the checklist shows."""

    unchecked = ("unchecked", "Тексерілмеген", "Не проверено", "Not checked")
    meets = ("meets", "Сәйкес", "Соответствует", "Conforms")
    partly = ("partly", "Ішінара сәйкес", "Частично", "In part")
    fails = ("fails", "Сәйкес емес", "Не соответствует", "Does not conform")


class FindingGrade(Word):
    """How heavy a finding is; the first two become nonconformities."""

    major = ("major", "Елеулі сәйкессіздік", "Значительное несоответствие", "Major nonconformity")
    minor = ("minor", "Шағын сәйкессіздік", "Незначительное несоответствие", "Minor nonconformity")
    observation = ("observation", "Ескертпе", "Наблюдение", "Observation")


class PlannedAudit(Model):
    """A line of the programme: which process is audited, where, in which month. unit: empty means the office itself."""

    process: Annotated[
        str, Field(min_length=1, max_length=40), Show("Процесс", "Процесс", "Process", to="kind:process")
    ]
    unit: Annotated[
        Ref | None, Show("Бөлімше", "Подразделение", "Unit", to="departments",
                         help=("Бос болса — офистің өзі", "Пусто — сам офис", "Empty: the office itself"))
    ] = None  # fmt: skip
    month: Annotated[AuditMonth, Show("Айы", "Месяц", "Month")]
    lead: Annotated[Ref | None, Show("Жетекші аудитор", "Ведущий аудитор", "Lead auditor", to="users")] = None

    @property
    def key(self) -> str:
        """What is audited and when: one line of a programme for each."""
        return f"{self.process}|{self.unit.id if self.unit else ''}|{self.month.value}"


class AuditProgramme(Document):
    """The programme of a calendar year; approved by the leadership it is frozen, a change is its next version `n`."""

    collection: ClassVar[str] = "audit_programmes"
    title: ClassVar[Text] = Text(kk="Аудит бағдарламасы", ru="Программа аудита", en="Audit programme")
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        "asked": frozenset({"status", "approved_on"}), "approved": frozenset({"status"}), "replaced": frozenset(),
    }  # fmt: skip

    year: Annotated[int, Field(ge=2000, le=2100), Show("Жыл", "Год", "Year", table=True, form=False)]
    n: Annotated[int, Field(ge=1), Show("Нұсқа №", "Версия №", "Version no.", table=True, form=False)] = 1
    status: Annotated[ProgrammeState, Show("Күйі", "Состояние", "State", table=True, form=False)] = ProgrammeState.draft
    aim: Annotated[
        str, Field(min_length=3, max_length=1000),
        Show("Аудиттер мақсаты", "Цели аудитов", "Aim of the audits", area=True),
    ]  # fmt: skip
    standard: Annotated[
        str, Field(min_length=2, max_length=120),
        Show("Стандарт, басылымымен", "Стандарт с редакцией", "Standard with its edition",
             help=("Мысалы: ISO 9001:2015", "Например: ISO 9001:2015", "Say: ISO 9001:2015")),
    ]  # fmt: skip
    planned: Annotated[
        list[PlannedAudit], Field(min_length=1, max_length=120), Show("Аудиттер", "Аудиты", "Audits")
    ]  # fmt: skip
    approved_on: Annotated[date | None, Show("Бекітілген күні", "Утверждена", "Approved on", form=False)] = None

    @model_validator(mode="after")
    def _once(self) -> Self:
        keys = [p.key for p in self.planned]
        if len(set(keys)) < len(keys):
            raise Refused("internal_audits.planned_twice", "planned")
        return self

    def label(self) -> Text:
        """The year, with the version from the second on."""
        more = f" · {self.n}" if self.n > 1 else ""
        return Text(**{x: f"{self.title.get(x)} {self.year}{more}" for x in ("kk", "ru", "en")})


class AuditCriterion(Model):
    """What is audited against: a document of the register, or another by its words; its clauses."""

    document: Annotated[
        Ref | None, Show("Тізілімдегі құжат", "Документ реестра", "Document", to="norm_documents")
    ] = None  # fmt: skip
    text: Annotated[str, Field(max_length=200), Show("Басқа құжат", "Другой документ", "Another document")] = ""
    clause: Annotated[str, Field(max_length=120), Show("Тармақтар", "Пункты", "Clauses")] = ""

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.document is None and not self.text:
            raise Refused("errors.field.missing", "text")
        return self


class CheckRow(Model):
    """A line of the checklist: what is asked, by which requirement, the evidence, what it shows."""

    question: Annotated[
        str, Field(min_length=3, max_length=500), Show("Не тексеріледі", "Что проверяется", "What is checked")
    ]
    clause: Annotated[str, Field(max_length=120), Show("Талап", "Требование", "Requirement")] = ""
    outcome: Annotated[AuditOutcome, Show("Нәтижесі", "Результат", "Outcome")] = AuditOutcome.unchecked
    file: Annotated[Ref | None, Show("Файл", "Файл", "File", to="files")] = None
    evidence: Annotated[
        str, Field(max_length=2000), Show("Дәлелдер", "Свидетельства", "Evidence", area=True)
    ] = ""  # fmt: skip

    @model_validator(mode="after")
    def _shown(self) -> Self:
        if self.outcome is not AuditOutcome.unchecked and not self.evidence and self.file is None:
            raise Refused("internal_audits.no_evidence", "evidence")
        return self


class FindingText(Model):
    """A finding as an auditor writes it."""

    grade: Annotated[FindingGrade, Show("Дәрежесі", "Степень", "Grade")]
    requirement: Annotated[str, Field(max_length=300), Show("Талап", "Требование", "Requirement")] = ""
    text: Annotated[str, Field(min_length=3, max_length=2000), Show("Байқау", "Наблюдение", "Finding", area=True)]
    evidence: Annotated[
        str, Field(min_length=3, max_length=2000), Show("Дәлел", "Свидетельство", "Evidence", area=True)
    ]  # fmt: skip

    @property
    def heavy(self) -> bool:
        """Does it become a nonconformity?"""
        return self.grade is not FindingGrade.observation

    @model_validator(mode="after")
    def _by_what(self) -> Self:
        if self.heavy and not self.requirement:
            raise Refused("internal_audits.no_requirement", "requirement")
        return self


class Finding(FindingText):
    """A finding of a reported audit; nonconformity: the one it became."""

    nonconformity: Ref | None = None


class AuditStep(Model):
    """A step of an audit: what it became, when, by whose hand."""

    status: AuditState
    at: datetime
    by: Who


class InternalAudit(Document):
    """One internal audit. programme: None for one outside the programme; people: the auditors as members of staff."""

    collection: ClassVar[str] = "internal_audits"
    title: ClassVar[Text] = Text(kk="Ішкі аудит", ru="Внутренний аудит", en="Internal audit")
    scopes: ClassVar[dict[str, str]] = {"teacher": "people", "department": "unit.id"}
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        "reported": frozenset({"status", "steps", "closed_on"}), "closed": frozenset(), "cancelled": frozenset(),
    }  # fmt: skip

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    status: Annotated[AuditState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        AuditState.planned
    )
    programme: Annotated[Ref | None, Show("Бағдарлама", "Программа", "Programme", form=False)] = None
    year: Annotated[int, Show("Жыл", "Год", "Year", form=False)]
    month: Annotated[AuditMonth, Show("Айы", "Месяц", "Month", form=False)]
    process: Annotated[
        str, Field(min_length=1, max_length=40), Show("Процесс", "Процесс", "Process", table=True, to="kind:process")
    ]  # fmt: skip
    process_name: Text
    unit: Annotated[
        Ref | None, Show("Бөлімше", "Подразделение", "Unit", table=True, to="departments",
                         help=("Бос болса — офистің өзі", "Пусто — сам офис", "Empty: the office itself"))
    ] = None  # fmt: skip
    aim: Annotated[str, Field(max_length=1000), Show("Мақсаты", "Цель", "Aim", area=True)] = ""
    standard: Annotated[
        str, Field(min_length=2, max_length=120),
        Show("Стандарт, басылымымен", "Стандарт с редакцией", "Standard with its edition"),
    ]  # fmt: skip
    criteria: Annotated[
        list[AuditCriterion], Field(min_length=1, max_length=40), Show("Критерийлер", "Критерии", "Criteria")
    ]  # fmt: skip
    first: Annotated[date, Show("Басталуы", "Начало", "From", table=True)]
    last: Annotated[date, Show("Аяқталуы", "Окончание", "Until", table=True)]
    lead: Annotated[Ref, Show("Жетекші аудитор", "Ведущий аудитор", "Lead auditor", table=True, to="users")]
    auditors: Annotated[
        list[Ref], Field(max_length=12), Show("Аудиторлар", "Аудиторы", "Auditors", to="users")
    ] = Field(default_factory=list)  # fmt: skip
    people: list[Id] = Field(default_factory=list)
    checklist: Annotated[
        list[CheckRow], Field(max_length=200), Show("Тексеру парағы", "Чек-лист", "Checklist", form=False)
    ] = Field(default_factory=list)  # fmt: skip
    findings: Annotated[
        list[Finding], Field(max_length=100), Show("Байқаулар", "Наблюдения", "Findings", form=False)
    ] = Field(default_factory=list)  # fmt: skip
    conclusions: Annotated[
        str, Field(max_length=4000), Show("Қорытынды", "Выводы", "Conclusions", area=True, form=False)
    ] = ""  # fmt: skip
    reported_on: Annotated[date | None, Show("Есеп күні", "Дата отчёта", "Reported on", form=False)] = None
    closed_on: Annotated[date | None, Show("Жабылған күні", "Закрыт", "Closed on", form=False)] = None
    steps: list[AuditStep] = Field(default_factory=list, max_length=20)

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.last < self.first:
            raise Refused("errors.field.ends_before_start", "last")
        if self.lead.id in {a.id for a in self.auditors}:
            raise Refused("internal_audits.lead_twice", "auditors")
        return self

    def label(self) -> Text:
        return Text(**{x: f"{self.number} · {self.process_name.get(x)}"[:400] for x in ("kk", "ru", "en")})

    @property
    def team(self) -> list[Ref]:
        """Lead and auditors."""
        return [self.lead, *self.auditors]

    @property
    def heavy(self) -> list[Finding]:
        """The findings that are nonconformities."""
        return [f for f in self.findings if f.heavy]


__all__ = [
    "AuditCriterion", "AuditMonth", "AuditOutcome", "AuditProgramme", "AuditState", "AuditStep", "CheckRow", "Finding",
    "FindingGrade", "FindingText", "InternalAudit", "PlannedAudit", "ProgrammeState",
]  # fmt: skip
