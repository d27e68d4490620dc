"""Papers described by data: templates, and the kinds of paper that are made from them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from schemas.base import Show, Text, Word
from schemas.kinds.base import Body
from schemas.words import StudyStatus


class PaperSort(Word):
    """What a template is for."""

    certificate = ("certificate", "Анықтама", "Справка", "Certificate")
    notice = ("notice", "Хабарлама", "Уведомление", "Notice")
    extract = ("extract", "Үзінді көшірме", "Выписка", "Extract")
    order = ("order", "Бұйрық", "Приказ", "Order")
    letter = ("letter", "Хат", "Письмо", "Letter")
    cover = ("cover", "Мұқаба", "Обложка", "Cover")
    application = ("application", "Өтініш", "Заявление", "Application")
    protocol = ("protocol", "Хаттама", "Протокол", "Protocol")
    clearance = ("clearance", "Айналым парағы", "Обходной лист", "Clearance sheet")


class Template(Body):
    """The text of a paper in three languages, with variables in double braces (core.templates says which)."""

    hint: ClassVar[Text] = Text(
        kk="Мәтін, айнымалылар, шарттар, кестелер; тірі алдын ала көрініс.",
        ru="Текст, переменные, условия, таблицы; живой просмотр.",
        en="Text, variables, conditions, tables; a live preview.",
    )

    sort: Literal["template"] = "template"
    paper: Annotated[PaperSort, Show("Құжат түрі", "Вид документа", "Sort of paper", table=True, filter=True)]
    title: Annotated[Text, Show("Тақырыбы", "Заголовок", "Heading")]
    kk: Annotated[str, Field(max_length=20000), Show("Қазақша мәтін", "Текст по-казахски", "Kazakh text", area=True)]
    ru: Annotated[str, Field(max_length=20000), Show("Орысша мәтін", "Текст по-русски", "Russian text", area=True)] = ""
    en: Annotated[
        str, Field(max_length=20000), Show("Ағылшынша мәтін", "Текст по-английски", "English text", area=True)
    ] = ""
    header: Annotated[bool, Show("Мекеме басы", "Шапка учреждения", "House header")] = True
    signers: Annotated[int, Field(ge=0, le=4), Show("Қол қоюшылар саны", "Сколько подписей", "Signatories")] = 1
    qr: Annotated[bool, Show("Тексеру коды (QR)", "Код проверки (QR)", "Check code (QR)")] = True


class PaperKind(Body):
    """What the kinds of paper share: number, route of agreement, template, deadline."""

    mask: Annotated[str, Field(max_length=40), Show("Нөмір үлгісі", "Маска номера", "Number mask", to="kind:mask")]
    template: Annotated[str, Field(max_length=40), Show("Құжат үлгісі", "Шаблон", "Template", to="kind:template")] = ""
    route: Annotated[
        str, Field(max_length=40), Show("Келісу бағыты", "Маршрут согласования", "Approval route", to="kind:route")
    ] = ""
    days: Annotated[
        int, Field(ge=0, le=365), Show("Мерзімі, жұмыс күні", "Срок, рабочих дней", "Deadline, working days")
    ] = 3


class CertificateKind(PaperKind):
    hint: ClassVar[Text] = Text(
        kk="Студентке берілетін анықтама: үлгісі, нөмірі, мерзімі, келісуі.",
        ru="Справка студенту: шаблон, номер, срок, согласование.",
        en="A certificate for a student: template, number, deadline, agreement.",
    )

    sort: Literal["certificate"] = "certificate"
    statuses: Annotated[
        list[StudyStatus],
        Show("Кімге беріледі (оқу мәртебесі)", "Кому выдаётся (статус обучения)", "For whom (status of the study)",
             help=("Бос болса — кез келген", "Пусто — любой", "Empty: any")),
    ] = Field(default_factory=list)  # fmt: skip
    owed: Annotated[
        bool, Show("Мұндай мәртебеге бұйрықпен өткен әркімге тиесілі", "Положена каждому, кого приказ привёл к статусу",
                   "Owed to everyone an order brings to such a status")
    ] = False  # fmt: skip
    application: Annotated[
        bool, Show("Өтініш бойынша (нөмірі мен күні)", "По заявлению (номер и дата)", "On application (number and day)")
    ] = False  # fmt: skip
    archive: Annotated[
        bool, Show("Мұрағаттан: тізілімде жоқ адамға да", "Из архива: и тем, кого нет в реестре",
                   "From the archive: also for those not in the register")
    ] = False  # fmt: skip
    blank: Annotated[
        str, Field(max_length=40),
        Show("Қатаң есептілік бланкісі", "Бланк строгой отчётности", "Strict-reporting blank", to="kind:blank"),
    ] = ""  # fmt: skip


class BlankKind(Body):
    hint: ClassVar[Text] = Text(
        kk="Қатаң есептілік бланкісінің түрі: нөмірі, қалдық шегі, бір түлекке нешеуі керек.",
        ru="Вид бланка строгой отчётности: номер, порог остатка, сколько нужно на выпускника.",
        en="A kind of strict-reporting blank: its number, the low stock, how many a graduate needs.",
    )

    sort: Literal["blank"] = "blank"
    digits: Annotated[int, Field(ge=1, le=12), Show("Нөмір цифрлары", "Цифр в номере", "Digits of the number")] = 7
    low: Annotated[int, Field(ge=0), Show("Аз қалды деу шегі", "Порог «мало»", "Low stock below")] = 0
    each: Annotated[
        Decimal, Field(ge=0, le=20),
        Show("Бір түлекке қажеті", "Нужно на выпускника", "Needed for a graduate",
             help=("Үздік дипломға — үлесі, мысалы 0,2", "Для отличия — доля, например 0,2",
                   "For honours a share, 0.2 say")),
    ] = Decimal(0)  # fmt: skip


class BlankRules(Body):
    hint: ClassVar[Text] = Text(
        kk="Бланк актілерінің комиссиясы, қалдық неше ай бұрын тексеріледі, журнал қанша сақталады.",
        ru="Комиссия актов о бланках, за сколько месяцев проверяется запас, сколько хранится журнал.",
        en="The commission of acts on blanks, how many months ahead stock is watched, how long journals are kept.",
    )

    sort: Literal["blank_rules"] = "blank_rules"
    commission: Annotated[
        int, Field(ge=1, le=15), Show("Комиссияда кемінде", "В комиссии не менее", "In a commission at least")
    ] = 3  # fmt: skip
    months: Annotated[
        int, Field(ge=1, le=24),
        Show("Бітіруге дейін қалдық тексеріледі, ай", "Запас проверяется за, мес. до выпуска",
             "Stock is watched, months before graduation"),
    ] = 6  # fmt: skip
    kept: Annotated[
        Text, Show("Журналды сақтау мерзімі", "Срок хранения журнала", "How long the journal is kept")
    ] = Text(kk="75 жыл", ru="75 лет", en="75 years")  # fmt: skip
    retention: Annotated[
        str, Field(max_length=200), Show("Құқықтық негізі", "Правовое основание", "Legal ground")
    ] = ""  # fmt: skip


class PracticeSpread(Word):
    """How a practice lies in the year."""

    block = ("block", "Тұтас кезеңмен", "Сплошным периодом", "In one block")
    semester = ("semester", "Семестр бойы сабақпен қатар", "В течение семестра, наряду с занятиями",
                "Through a semester, beside classes")  # fmt: skip


class PracticeKind(PaperKind):
    hint: ClassVar[Text] = Text(
        kk="Практика түрі (33-3): қай жерде өтеді, келісімшарт пен қандай құжат керек, мерзімдері.",
        ru="Вид практики (33-3): где проходит, нужен ли договор и какие документы, сроки.",
        en="A kind of practice (33-3): where it is passed, the contract and papers it needs, its deadlines.",
    )

    sort: Literal["practice"] = "practice"
    spread: Annotated[PracticeSpread, Show("Кестесі", "Как проходит", "How it runs", table=True, filter=True)] = (
        PracticeSpread.block
    )
    inside: Annotated[
        bool, Show("Оқу орнының ішінде өтуге болады", "Можно проходить внутри учреждения", "May be passed inside")
    ] = True  # fmt: skip
    contract: Annotated[
        bool, Show("Сыртқы базаға келісімшарт керек", "Внешней базе нужен договор", "A base outside needs a contract")
    ] = True  # fmt: skip
    diary: Annotated[bool, Show("Күнделік керек", "Нужен дневник", "A diary is needed")] = True
    report: Annotated[bool, Show("Есеп керек", "Нужен отчёт", "A report is needed")] = True
    reference: Annotated[
        bool, Show("База мінездемесі керек", "Нужен отзыв базы", "The base's reference is needed")
    ] = True  # fmt: skip
    verdict: Annotated[
        bool, Show("Жетекші бағасы керек", "Нужна оценка руководителя", "The supervisor's mark is needed")
    ] = True  # fmt: skip
    journal: Annotated[
        bool, Show("Оқиғалар журналындағы сағаты толуы керек", "Часы журнала должны быть набраны",
                   "The hours of the journal must be full")
    ] = False  # fmt: skip
    hours: Annotated[
        int, Field(ge=0, le=60), Show("Бір кредитке сағат", "Часов на кредит", "Hours for a credit")
    ] = 30  # fmt: skip
    each: Annotated[
        int, Field(ge=0, le=200),
        Show("Бір жетекшіге студент (0 — шексіз)", "Студентов на руководителя (0 — без предела)",
             "Students for a supervisor (0: no limit)"),
    ] = 0  # fmt: skip
    before: Annotated[
        int, Field(ge=0, le=120),
        Show("Бұйрық басталудан неше күн бұрын", "Приказ за столько дней до начала", "Order, days before the start"),
    ] = 5  # fmt: skip
    after: Annotated[
        int, Field(ge=0, le=120),
        Show("Құжаттар аяқталғаннан кейін неше күнде", "Документы через столько дней после конца",
             "Papers, days after the end"),
    ] = 5  # fmt: skip
    order: Annotated[
        str, Field(max_length=40), Show("Бұйрық түрі", "Вид приказа", "Kind of order", to="kind:order")
    ] = ""  # fmt: skip
    sheet: Annotated[
        str, Field(max_length=40), Show("Ведомость түрі", "Вид ведомости", "Kind of sheet", to="kind:sheet")
    ] = ""  # fmt: skip


class RequestKind(PaperKind):
    """What is asked of the office (clauses 33-9, 46). material: analytical or statistical material is asked for."""

    hint: ClassVar[Text] = Text(
        kk="Сауал түрі: кім сұрайды, мерзімі, қашан еске салынады.",
        ru="Вид запроса: кто спрашивает, срок, когда напоминать.",
        en="A kind of request: who asks, the deadline, when to remind.",
    )

    sort: Literal["request"] = "request"
    material: Annotated[
        bool, Show("Талдамалық, статистикалық материал сұралады", "Запрашивается аналитический материал",
                   "Analytical or statistical material is asked for", table=True)
    ] = False  # fmt: skip
    calendar: Annotated[
        bool, Show("Мерзімі күнтізбелік күнмен саналады", "Срок считается в календарных днях",
                   "The deadline is counted in calendar days")
    ] = False  # fmt: skip
    remind: Annotated[
        int, Field(ge=0, le=60),
        Show("Мерзіміне дейін неше күн бұрын еске салынады", "За сколько дней до срока напоминать",
             "Remind so many days before"),
    ] = 2  # fmt: skip
