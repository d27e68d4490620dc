"""Papers described by data: templates, and the kinds of paper that are made from them."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from schemas.base import Show, Text, Word
from schemas.kinds.base import Body


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


class OrderKind(PaperKind):
    hint: ClassVar[Text] = Text(kk="Бұйрық түрі.", ru="Вид приказа.", en="A kind of order.")

    sort: Literal["order"] = "order"


class BlankKind(Body):
    hint: ClassVar[Text] = Text(kk="Бланк түрі.", ru="Вид бланка.", en="A kind of blank.")

    sort: Literal["blank"] = "blank"
    digits: Annotated[int, Field(ge=1, le=12), Show("Нөмір цифрлары", "Цифр в номере", "Digits of the number")] = 7
    low: Annotated[int, Field(ge=0), Show("Аз қалды деу шегі", "Порог «мало»", "Low stock below")] = 0


class PracticeKind(PaperKind):
    hint: ClassVar[Text] = Text(kk="Практика түрі (33-3).", ru="Вид практики (33-3).", en="A kind of practice (33-3).")

    sort: Literal["practice"] = "practice"


class RequestKind(PaperKind):
    hint: ClassVar[Text] = Text(kk="Сауал түрі.", ru="Вид запроса.", en="A kind of request.")

    sort: Literal["request"] = "request"
