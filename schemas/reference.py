"""Units and people of the institution, and what it is called on papers."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Ref, Show, Text, Word
from schemas.student import Name


class UnitKind(Word):
    faculty = ("faculty", "Факультет", "Факультет", "Faculty")
    department = ("department", "Кафедра", "Кафедра", "Department")
    service = ("service", "Қызмет", "Служба", "Service")


class Department(Document):
    """A unit with its days of being: reorganised by order, its history survives (clause 3)."""

    collection: ClassVar[str] = "departments"
    title: ClassVar[Text] = Text(kk="Бөлімше", ru="Подразделение", en="Unit")
    scopes: ClassVar[dict[str, str]] = {"department": "_id", "faculty": "parent.id"}

    code: Annotated[str, Field(min_length=1, max_length=20), Show("Коды", "Код", "Code", table=True)]
    name: Annotated[Text, Show("Атауы", "Название", "Name", table=True)]
    kind: Annotated[UnitKind, Show("Түрі", "Вид", "Kind", table=True, filter=True)] = UnitKind.department
    parent: Annotated[Ref | None, Show("Құрамында", "В составе", "Part of", table=True, to="departments")] = None
    starts: Annotated[date | None, Show("Ашылған күні", "Дата открытия", "Opened on")] = None
    ends: Annotated[date | None, Show("Жабылған күні", "Дата закрытия", "Closed on")] = None

    def label(self) -> Text:
        return self.name


class Person(Document):
    """A member of staff: teacher, examiner, head of department."""

    collection: ClassVar[str] = "people"
    title: ClassVar[Text] = Text(kk="Қызметкер", ru="Сотрудник", en="Member of staff")
    scopes: ClassVar[dict[str, str]] = {"department": "department.id"}

    number: Annotated[
        str,
        Field(min_length=1, max_length=30),
        Show("Табель нөмірі", "Табельный номер", "Staff number", table=True),
    ]
    name: Annotated[Name, Show("Аты-жөні", "Имя", "Name", table=True)]
    position: Annotated[str, Field(max_length=120), Show("Лауазымы", "Должность", "Position", table=True)] = ""
    degree: Annotated[str, Field(max_length=120), Show("Ғылыми дәрежесі", "Учёная степень", "Degree")] = ""
    department: Annotated[
        Ref | None, Show("Кафедра", "Кафедра", "Department", table=True, filter=True, to="departments")
    ] = None
    active: Annotated[bool, Show("Жұмыс істейді", "Работает", "Employed", filter=True)] = True

    def label(self) -> Text:
        return self.name.text()


class Office(Document):
    """What stands on papers: names of the institution and the office, who signs, where codes are checked."""

    collection: ClassVar[str] = "office"
    title: ClassVar[Text] = Text(kk="Мекеме", ru="Учреждение", en="Institution")

    name: Annotated[Text, Show("Мекеме атауы", "Название учреждения", "Name of the institution")]
    office_name: Annotated[Text, Show("Бөлім атауы", "Название отдела", "Name of the office")]
    city: Annotated[Text, Show("Қала", "Город", "City")]
    address: Annotated[
        str,
        Field(max_length=200),
        Show("Тексеру мекенжайы (URL)", "Адрес проверки (URL)", "Verification address (URL)"),
    ] = ""
    time_zone: Annotated[str, Field(max_length=60), Show("Уақыт белдеуі", "Часовой пояс", "Time zone")] = "Asia/Almaty"
    signer_1: Annotated[Text, Show("Бірінші қол қоюшы", "Первый подписант", "First signatory", group="signers")]
    signer_1_name: Annotated[str, Field(max_length=120), Show("Аты-жөні", "ФИО", "Full name", group="signers")] = ""
    signer_2: Annotated[Text, Show("Екінші қол қоюшы", "Второй подписант", "Second signatory", group="signers")]
    signer_2_name: Annotated[str, Field(max_length=120), Show("Аты-жөні", "ФИО", "Full name", group="signers")] = ""
    demo: bool = False

    def label(self) -> Text:
        return self.name
