"""Controlled documents (clauses 7, 18, 19, 30, 48-53, 57): the register, versions with their life, comments, who has
read them, copies; the rows of both annexed sheets."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import LANGS, Document, Id, Model, Ref, Show, Text, Word
from schemas.checks import Refused
from schemas.events import Who
from schemas.words import Role


class NormSort(Word):
    """What a document of the register is."""

    law = ("law", "Заң", "Закон", "Law")
    order = ("order", "Нормативтік бұйрық", "Нормативный приказ", "Legal order")
    standard = ("standard", "Стандарт", "Стандарт", "Standard")
    charter = ("charter", "Жарғы", "Устав", "Charter")
    regulation = ("regulation", "Ереже", "Положение", "Regulation")
    procedure = ("procedure", "Құжатталған рәсім", "Документированная процедура", "Procedure")
    policy = ("policy", "Саясат", "Политика", "Policy")
    job_description = ("job_description", "Лауазымдық нұсқаулық", "Должностная инструкция", "Job description")
    directive = ("directive", "Өкім", "Распоряжение", "Directive")
    method = ("method", "Әдістемелік материал", "Методический материал", "Methodical material")


# Adopted by others: an edition is registered here, never drafted.
OUTSIDE = (NormSort.law, NormSort.order, NormSort.standard, NormSort.charter, NormSort.directive)
# A change is voted by the academic council, two thirds of those present, and begins with a memo (clauses 48, 49).
VOTED = (NormSort.regulation,)


class NormStatus(Word):
    """A document as a whole."""

    draft = ("draft", "Әзірленуде", "Разрабатывается", "Being drafted")
    in_force = ("in_force", "Қолданыста", "Действует", "In force")
    obsolete = ("obsolete", "Күші жойылған", "Утратил силу", "Obsolete")


class NormStage(Word):
    """A version on its way."""

    memo = ("memo", "Қызметтік хат келісілуде", "Служебная записка на согласовании", "Memo being agreed")
    draft = ("draft", "Жоба", "Проект", "Draft")
    commented = ("commented", "Талқылауда", "На обсуждении", "Out for comments")
    agreed = ("agreed", "Келісілген", "Согласована", "Agreed")
    council = ("council", "Қабылданған", "Принята", "Adopted")
    in_force = ("in_force", "Қолданыста", "Действует", "In force")
    obsolete = ("obsolete", "Күші жойылған", "Утратила силу", "Obsolete")
    refused = ("refused", "Қабылданбаған", "Отклонена", "Refused")


# Versions on their way: a document has one such at most.
COMING = (NormStage.memo, NormStage.draft, NormStage.commented, NormStage.agreed, NormStage.council)


class NormOutcome(Word):
    """What became of a comment."""

    open = ("open", "Қаралмаған", "Не рассмотрено", "Open")
    taken = ("taken", "Ескерілді", "Учтено", "Taken")
    partly = ("partly", "Ішінара ескерілді", "Учтено частично", "Taken in part")
    left = ("left", "Ескерілмеді", "Не учтено", "Not taken")


class NormCopyKind(Word):
    """What is kept where (clause 53)."""

    original = ("original", "Түпнұсқа", "Подлинник", "Original")
    copy_ = ("copy", "Көшірме", "Копия", "Copy")
    scan = ("scan", "Сайттағы скан-көшірме", "Скан-копия на сайте", "Scan on the site")


class NormMemo(Model):
    """The memo of the head a change begins with; agreed with the vice-rector by an approval (clause 49)."""

    number: Annotated[
        str, Field(min_length=1, max_length=60), Show("Қызметтік хат №", "Служебная записка №", "Memo no.")
    ]  # fmt: skip
    day: Annotated[date, Show("Қызметтік хаттың күні", "Дата служебной записки", "Day of the memo")]
    about: Annotated[
        str, Field(min_length=3, max_length=2000),
        Show("Не және неліктен өзгертіледі", "Что и почему меняется", "What changes and why", area=True),
    ]  # fmt: skip


class NormDecision(Model):
    """Who adopted a version: the academic council with its votes (clause 48), else a body or an order without them."""

    body: Annotated[
        str, Field(min_length=1, max_length=160), Show("Кім қабылдады", "Кем принято", "Adopted by")
    ]  # fmt: skip
    protocol: Annotated[
        str, Field(min_length=1, max_length=60),
        Show("Хаттама немесе бұйрық №", "Протокол или приказ №", "Minutes or order no."),
    ]  # fmt: skip
    day: Annotated[date, Show("Шешім күні", "Дата решения", "Day of the decision")]
    present: Annotated[
        int | None, Field(ge=1, le=1000), Show("Қатысты", "Присутствовало", "Present")
    ] = None  # fmt: skip
    for_: Annotated[int | None, Field(ge=0, le=1000), Show("Жақтап дауыс берді", "Проголосовало за", "For")] = None

    @model_validator(mode="after")
    def _no_more_than_present(self) -> Self:
        if self.for_ is not None and self.present is not None and self.for_ > self.present:
            raise Refused("norms.more_for_than_present", "for_", for_=self.for_, present=self.present)
        return self


class NormChange(Model):
    """A row of the change sheet (annex 1): 1 number, 2 day, 3 changes, 4 signature."""

    number: Annotated[str, Show("Тіркеу нөмірі", "Регистрационный номер", "Reg. number", form=False)] = ""
    day: Annotated[date | None, Show("Тіркеу күні", "Дата регистрации", "Reg. date", form=False)] = None
    text: Annotated[
        str, Field(min_length=3, max_length=2000), Show("Өзгерістер", "Изменения", "Changes", area=True)
    ]  # fmt: skip
    signed: Annotated[Who | None, Show("Қолы", "Подпись", "Signature", form=False)] = None
    signed_at: datetime | None = None


class NormDraft(Model):
    """What a draft says of itself before it is adopted."""

    edition: Annotated[str, Field(max_length=60), Show("Редакциясы", "Редакция", "Edition")] = ""
    impact: Annotated[
        bool,
        Show("Бөлім функцияларына қатысты", "Затрагивает функции отдела", "Touches what the office does",
             help=("Лауазымдық нұсқаулықтар қайта қаралады", "Должностные инструкции будут пересмотрены",
                   "Job descriptions will be reviewed")),
    ] = False  # fmt: skip
    changes: Annotated[
        list[NormChange], Field(max_length=60),
        Show("Өзгерістерді тіркеу парағына", "В лист регистрации изменений", "For the change sheet"),
    ] = Field(default_factory=list)  # fmt: skip


class NormEdition(Model):
    """An edition of an act that others adopt, as it is registered here."""

    edition: Annotated[
        str, Field(min_length=1, max_length=60), Show("Редакциясы", "Редакция", "Edition")
    ]  # fmt: skip
    effective: Annotated[date, Show("Күшіне енетін күн", "Вступает в силу", "In force from")]
    text: Annotated[
        str, Field(max_length=2000), Show("Не өзгерді", "Что изменилось", "What changed", area=True)
    ] = ""  # fmt: skip


class NormStep(Model):
    """A step of a version: what it became, when, by whose hand and why."""

    stage: NormStage
    at: datetime
    by: Who
    note: str = ""


class NormCard(Model):
    """What is written down about a document of the register (clause 7). rests_on: the documents and acts it names."""

    code: Annotated[
        str, Field(min_length=1, max_length=40), Show("Белгіленуі", "Обозначение", "Code", table=True),
    ]  # fmt: skip
    name: Annotated[Text, Show("Атауы", "Наименование", "Title", table=True)]
    sort: Annotated[NormSort, Show("Түрі", "Вид", "Sort", table=True, filter=True)]
    number: Annotated[str, Field(max_length=60), Show("Нөмірі", "Номер", "Number", table=True)] = ""
    day: Annotated[date | None, Show("Күні", "Дата", "Date", table=True)] = None
    issuer: Annotated[str, Field(max_length=200), Show("Кім шығарды", "Кем издан", "Issued by")] = ""
    owner: Annotated[
        Role | None, Show("Жауапты", "Ответственный", "Owner", table=True, filter=True)
    ] = Role.head  # fmt: skip
    unit: Annotated[
        Ref | None, Show("Жауапты бөлімше", "Ответственное подразделение", "Owning unit", to="departments")
    ] = None  # fmt: skip
    review_on: Annotated[
        date | None, Show("Қайта қарау күні", "Дата пересмотра", "Review on", table=True)
    ] = None  # fmt: skip
    link: Annotated[
        str, Field(max_length=400, pattern=r"^$|^https?://\S+$"), Show("Сілтеме", "Ссылка", "Link")
    ] = ""  # fmt: skip
    clauses: Annotated[
        str, Field(max_length=120),
        Show("Ереженің тармақтары", "Пункты положения", "Clauses of the regulation"),
    ] = ""  # fmt: skip
    rests_on: Annotated[
        list[Ref], Field(max_length=60),
        Show("Негіз болған құжаттар", "Опирается на документы", "Rests on", to="norm_documents"),
    ] = Field(default_factory=list)  # fmt: skip
    read_by_all: Annotated[
        bool,
        Show("Барлық қызметкер танысады", "Знакомятся все работники", "All staff acknowledge it",
             help=("Танысу парағына қол қойылады", "Подписывается лист ознакомления",
                   "The acknowledgement sheet is signed")),
    ] = False  # fmt: skip
    notes: Annotated[
        str, Field(max_length=2000),
        Show("Ескертпе, белгілі алшақтықтар", "Примечание, известные расхождения", "Notes, known discrepancies",
             area=True),
    ] = ""  # fmt: skip


class NormDocument(Document, NormCard):
    """A document of the register. current: its version in force; coming: the one on its way; versions: how many."""

    collection: ClassVar[str] = "norm_documents"
    title: ClassVar[Text] = Text(kk="Нормативтік құжат", ru="Нормативный документ", en="Controlled document")
    frozen: ClassVar[dict[str, frozenset[str]]] = {"obsolete": frozenset()}

    status: Annotated[NormStatus, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        NormStatus.draft
    )
    current: Annotated[Ref | None, Show("Қолданыстағы нұсқа", "Действующая версия", "In force", form=False)] = None
    coming: Annotated[Ref | None, Show("Дайындалып жатқан нұсқа", "Готовящаяся версия", "Coming", form=False)] = None
    versions: Annotated[int, Show("Нұсқалар", "Версии", "Versions", form=False)] = 0

    @property
    def outside(self) -> bool:
        """Is it adopted by others, so that only its editions are registered here?"""
        return self.sort in OUTSIDE

    @property
    def voted(self) -> bool:
        """Are its changes voted by the academic council (clause 48)?"""
        return self.sort in VOTED

    def label(self) -> Text:
        return self.name


class NormVersion(Document):
    """A version: its memo, file, decision, change rows and steps; in force it is frozen, a change is the next one.

    file: the text (tx.keep_file; id is its hash); scan: the signed one. planned: the plan that brings it into force on
    a future day. impact: does it touch what the office does, so that job descriptions are reviewed (clause 50)?
    """

    collection: ClassVar[str] = "norm_versions"
    title: ClassVar[Text] = Text(kk="Құжат нұсқасы", ru="Версия документа", en="Version of a document")
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        "council": frozenset({"status", "steps", "planned", "since", "scan"}),
        "in_force": frozenset({"status", "steps", "until", "scan"}),
        "obsolete": frozenset({"scan"}),
        "refused": frozenset(),
    }

    document: Annotated[Ref, Show("Құжат", "Документ", "Document", table=True, form=False)]
    sort: NormSort
    n: Annotated[int, Field(ge=1), Show("Нұсқа №", "Версия №", "Version no.", table=True, form=False)]
    edition: Annotated[
        str, Field(max_length=60), Show("Редакциясы", "Редакция", "Edition", table=True)
    ] = ""  # fmt: skip
    status: Annotated[NormStage, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        NormStage.draft
    )
    memo: NormMemo | None = None
    file: Annotated[Ref | None, Show("Мәтін файлы", "Файл текста", "File of the text", form=False)] = None
    scan: Annotated[Ref | None, Show("Қол қойылған скан", "Подписанный скан", "Signed scan", form=False)] = None
    comments_by: Annotated[
        date | None, Show("Ескертулер мерзімі", "Замечания до", "Comments until", form=False)
    ] = None  # fmt: skip
    decision: NormDecision | None = None
    effective: Annotated[
        date | None, Show("Күшіне енетін күн", "Вступает в силу", "In force from", table=True, form=False)
    ] = None  # fmt: skip
    since: date | None = None
    until: date | None = None
    changes: Annotated[list[NormChange], Field(max_length=60)] = Field(default_factory=list)
    impact: bool = False
    supersedes: Ref | None = None
    planned: Id | None = None
    steps: Annotated[list[NormStep], Field(max_length=60)] = Field(default_factory=list)
    began: Who | None = None

    def label(self) -> Text:
        texts = {lang: f"{self.document.label.get(lang)} · {self.edition or self.n}"[:400] for lang in LANGS}
        return Text.model_validate(texts)


class NormComment(Document):
    """A comment on a version out for comments, and what became of it."""

    collection: ClassVar[str] = "norm_comments"
    title: ClassVar[Text] = Text(kk="Жоба бойынша ескерту", ru="Замечание к проекту", en="Comment on a draft")
    frozen: ClassVar[dict[str, frozenset[str]]] = {s: frozenset() for s in ("taken", "partly", "left")}

    document: Ref
    version: Ref
    clause: Annotated[str, Field(max_length=60), Show("Тармақ", "Пункт", "Clause")] = ""
    text: Annotated[
        str, Field(min_length=3, max_length=2000), Show("Ескерту", "Замечание", "Comment", area=True)
    ]  # fmt: skip
    by: Who
    at: datetime
    status: Annotated[NormOutcome, Show("Қорытынды", "Итог", "Outcome", form=False)] = NormOutcome.open
    answer: Annotated[str, Field(max_length=2000), Show("Жауап", "Ответ", "Answer", area=True)] = ""
    answered_by: Who | None = None

    def label(self) -> Text:
        return Text(kk=f"{self.by.name}: {self.text}"[:400])


class Acknowledgement(Document):
    """A row of the acknowledgement sheet (annex 2): who has read a version, his position, signed by his sign-in.
    Its id is `ack_id`: a person signs a version once."""

    collection: ClassVar[str] = "acknowledgements"
    title: ClassVar[Text] = Text(kk="Танысу", ru="Ознакомление", en="Acknowledgement")
    frozen: ClassVar[dict[str, frozenset[str]]] = {"signed": frozenset()}

    status: str = "signed"
    document: Ref
    version: Ref
    user: Id
    person: Annotated[str, Show("Толық аты-жөні", "Фамилия, имя, отчество", "Full name")]
    position: Annotated[str, Show("Лауазымы", "Должность", "Position")] = ""
    day: Annotated[date, Show("Күні", "Дата", "Date")]
    at: datetime

    def label(self) -> Text:
        return Text(kk=self.person)


def ack_id(version: Id, user: Id) -> Id:
    """The id of a person's acknowledgement of a version: each exists once."""
    return f"{version}|{user}"


class NormGiving(Model):
    """What is written down when a copy is given out (clause 53)."""

    kind: Annotated[NormCopyKind, Show("Не берілді", "Что выдано", "What", table=True)] = NormCopyKind.copy_
    holder: Annotated[
        str, Field(min_length=1, max_length=160), Show("Кімде", "У кого", "Holder", table=True)
    ]  # fmt: skip
    unit: Annotated[Ref | None, Show("Бөлімше", "Подразделение", "Unit", to="departments")] = None
    place: Annotated[
        str, Field(max_length=200), Show("Сақталатын орны", "Место хранения", "Place", table=True)
    ] = ""  # fmt: skip
    given: Annotated[date, Show("Берілген күні", "Дата выдачи", "Given on", table=True)]


class NormCopy(Document, NormGiving):
    """A line of the register of copies; returned: the day it came back."""

    collection: ClassVar[str] = "norm_copies"
    title: ClassVar[Text] = Text(kk="Құжат көшірмесі", ru="Экземпляр документа", en="Copy of a document")
    frozen: ClassVar[dict[str, frozenset[str]]] = {"returned": frozenset()}

    document: Ref
    version: Ref
    n: Annotated[int, Field(ge=1), Show("Дана №", "Экз. №", "Copy no.", table=True, form=False)]
    status: str = "out"
    returned: Annotated[date | None, Show("Қайтарылған күні", "Дата возврата", "Returned on", form=False)] = None
    by: Who

    def label(self) -> Text:
        return Text(kk=f"{self.document.label.kk} № {self.n}"[:400])


__all__ = [
    "COMING", "OUTSIDE", "VOTED", "Acknowledgement", "NormCard", "NormChange", "NormComment", "NormCopy",
    "NormCopyKind", "NormDecision", "NormDocument", "NormDraft", "NormEdition", "NormGiving", "NormMemo", "NormOutcome",
    "NormSort", "NormStage", "NormStatus", "NormStep", "NormVersion", "ack_id",
]  # fmt: skip
