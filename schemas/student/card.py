"""What the card says of the person (clause 24-b): name, identity, contacts, consent, previous education."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, Field, model_validator

from schemas import checks
from schemas.base import Model, Show, Text
from schemas.words import ConsentState, SchoolPaper, Sex


class Name(Model):
    """A person's name as in the identity document; `latin` as in the passport."""

    last: Annotated[str, Field(min_length=1, max_length=120), Show("Тегі", "Фамилия", "Last name", table=True)]
    first: Annotated[str, Field(min_length=1, max_length=120), Show("Аты", "Имя", "First name", table=True)]
    middle: Annotated[str, Field(max_length=120), Show("Әкесінің аты", "Отчество", "Patronymic", table=True)] = ""
    latin: Annotated[
        str,
        Field(max_length=240),
        Show("Латынша (паспорт бойынша)", "Латиницей (по паспорту)", "In Latin letters"),
    ] = ""

    def full(self) -> str:
        """Last, first and patronymic in one line."""
        return " ".join(p for p in (self.last, self.first, self.middle) if p)

    def text(self) -> Text:
        """The name for papers: Cyrillic in Kazakh and Russian, Latin in English where it is known."""
        return Text(kk=self.full(), ru=self.full(), en=self.latin or self.full())


class Contacts(Model):
    """How to reach the person; erasable."""

    phone: Annotated[str, Field(max_length=40), Show("Телефон", "Телефон", "Phone", personal=True, like="phone")] = ""
    email: Annotated[
        str,
        Field(max_length=120),
        Show("Электрондық пошта", "Электронная почта", "E-mail", personal=True, like="email"),
    ] = ""
    address: Annotated[str, Field(max_length=300), Show("Мекенжайы", "Адрес", "Address", personal=True, area=True)] = ""
    # The day of the last confirmation (clause 45): set by the acts that change or confirm what stands above.
    updated_on: Annotated[
        date | None, Show("Байланыс расталған күн", "Контакты подтверждены", "Contacts confirmed on", form=False)
    ] = None  # fmt: skip


class Consent(Model):
    """Consent to the use of personal data: where it stands, since when, to which text. Set by its own acts."""

    state: Annotated[
        ConsentState,
        Show("Дербес деректерге келісім", "Согласие на обработку данных", "Consent to personal data", filter=True),
    ] = ConsentState.none
    day: Annotated[date | None, Show("Келісім күні", "Дата согласия", "Consent since")] = None
    version: Annotated[str, Field(max_length=40), Show("Келісім мәтіні", "Текст согласия", "Text of the consent")] = ""


class Schooling(Model):
    """The document of the education before this one, as the supplement to a diploma names it (domain.md 6.3)."""

    document: Annotated[
        SchoolPaper | None,
        Show("Алдыңғы білімі туралы құжат", "Документ о предыдущем образовании", "Document of previous education"),
    ] = None  # fmt: skip
    number: Annotated[
        str, Field(max_length=60),
        Show("Алдыңғы құжаттың сериясы, нөмірі", "Серия, номер предыдущего документа",
             "Series, number of the previous document"),
    ] = ""  # fmt: skip
    day: Annotated[
        date | None, Show("Алдыңғы құжаттың күні", "Дата предыдущего документа", "Date of the previous document")
    ] = None  # fmt: skip
    place: Annotated[
        str, Field(max_length=200),
        Show("Алдыңғы құжатты кім, қайда берген", "Кем и где выдан предыдущий документ",
             "Previous document issued by, where"),
    ] = ""  # fmt: skip


class Profile(Model):
    """What the card says of the person; every field here is a form field, a column, a filter, a validator."""

    described: ClassVar[str] = "students"

    number: Annotated[
        str,
        Field(min_length=1, max_length=30, pattern=r"^\S+$"),
        Show("Студент нөмірі", "Номер студента", "Student number", table=True, filter=True),
    ]
    name: Annotated[Name, Show("Аты-жөні", "Имя", "Name")]
    iin: Annotated[
        str | None,
        Field(max_length=15),
        AfterValidator(checks.iin),
        Show("ЖСН", "ИИН", "IIN", group="identity", table=True),
    ] = None
    iin_absent_reason: Annotated[
        str,
        Field(max_length=200),
        Show(
            "ЖСН болмау себебі", "Причина отсутствия ИИН", "Why there is no IIN", group="identity",
            help=("Шетел азаматы немесе анонимді дереккөз", "Иностранный гражданин или анонимный источник",
                  "Foreign citizen or anonymous source"),
        ),
    ] = ""  # fmt: skip
    born: Annotated[date | None, Show("Туған күні", "Дата рождения", "Date of birth", group="identity", table=True)] = (
        None
    )
    sex: Annotated[Sex | None, Show("Жынысы", "Пол", "Sex", group="identity", filter=True)] = None
    citizenship: Annotated[
        str,
        Field(max_length=60),
        Show("Азаматтығы", "Гражданство", "Citizenship", group="identity", filter=True),
    ] = ""
    ethnicity: Annotated[
        str, Field(max_length=40),
        Show("Ұлты", "Национальность", "Ethnicity", group="statistics", filter=True, sensitive=True,
             to="list:ethnicities"),
    ] = ""  # fmt: skip
    region: Annotated[
        str, Field(max_length=40),
        Show("Келген өңірі", "Регион, откуда прибыл", "Region of origin", group="statistics", filter=True,
             to="list:regions"),
    ] = ""  # fmt: skip
    disability: Annotated[
        bool,
        Show("Мүгедектігі бар", "Имеет инвалидность", "With a disability", group="statistics", filter=True,
             sensitive=True),
    ] = False  # fmt: skip
    orphan: Annotated[
        bool,
        Show("Жетім немесе ата-ана қамқорлығынсыз қалған", "Сирота или оставшийся без попечения родителей",
             "Orphan or without parental care", group="statistics", filter=True, sensitive=True),
    ] = False  # fmt: skip
    dormitory: Annotated[
        bool,
        Show("Жатақханаға мұқтаж", "Нуждается в общежитии", "Needs a place in the dormitory", group="statistics",
             filter=True),
    ] = False  # fmt: skip
    contacts: Annotated[Contacts, Show("Байланыс", "Контакты", "Contacts", group="contacts")] = Field(
        default_factory=Contacts
    )
    schooling: Annotated[
        Schooling | None, Show("Алдыңғы білімі", "Предыдущее образование", "Previous education", group="schooling")
    ] = None  # fmt: skip
    source: Annotated[
        str,
        Field(max_length=80),
        Show("Дерек көзі", "Источник данных", "Source of the record", group="identity"),
    ] = ""
    consent: Annotated[Consent | None, Show("Келісім", "Согласие", "Consent", group="consent", form=False)] = None
    custom: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _someone_knows_who(self) -> Self:
        if not self.iin and not self.iin_absent_reason:
            raise checks.Refused("errors.field.iin_or_reason")
        return self
