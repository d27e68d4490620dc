"""Who works here (clauses 4, 13, 36): accounts, their roles and what is assigned to them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from schemas.base import Document, Model, Ref, Show, Text
from schemas.words import Role, Work


class Deputy(Model):
    """Who stands in for somebody's tasks from day to day (both inclusive); he gets the tasks, never the rights."""

    user: Annotated[Ref, Show("Орынбасары", "Заместитель", "Deputy", to="users")]
    starts: Annotated[date, Show("Басталуы", "С", "From")]
    ends: Annotated[date | None, Show("Аяқталуы", "По", "Until")] = None


class Acting(Model):
    """A role carried out for somebody by order, from day to day (both inclusive): its rights hold only then."""

    role: Annotated[Role, Show("Рөлі", "Роль", "Role")]
    starts: Annotated[date, Show("Басталуы", "С", "From")]
    ends: Annotated[date, Show("Аяқталуы", "По", "Until")]
    order_number: Annotated[str, Field(min_length=1, max_length=60), Show("Бұйрық, №", "Приказ, №", "Order, no.")]
    order_day: Annotated[date, Show("Бұйрық күні", "Дата приказа", "Date of the order")]


class User(Document):
    """An account: appointed by order, closed and never deleted (clause 4)."""

    collection: ClassVar[str] = "users"
    described: ClassVar[str] = "users"
    title: ClassVar[Text] = Text(kk="Пайдаланушы", ru="Пользователь", en="User")

    login: Annotated[
        str, Field(min_length=2, max_length=60, pattern=r"^[a-z0-9._@-]+$"),
        Show("Логин", "Логин", "Login", table=True,
             help=("Латын әріптері мен цифрлар", "Латинские буквы и цифры", "Latin letters and digits")),
    ]  # fmt: skip
    name: Annotated[str, Field(min_length=1, max_length=200), Show("Аты-жөні", "ФИО", "Full name", table=True)]
    role: Annotated[Role, Show("Рөлі", "Роль", "Role", table=True, filter=True)]
    language: Annotated[Literal["kk", "ru", "en"], Show("Тілі", "Язык", "Language")] = "kk"
    faculties: Annotated[
        list[Ref],
        Show(
            "Бекітілген факультеттер",
            "Закреплённые факультеты",
            "Assigned faculties",
            group="scope",
            to="departments",
        ),
    ] = Field(default_factory=list)
    department: Annotated[Ref | None, Show("Кафедрасы", "Кафедра", "Department", group="scope", to="departments")] = (
        None
    )
    person: Annotated[Ref | None, Show("Қызметкер", "Сотрудник", "Member of staff", group="scope", to="people")] = None
    post: Annotated[
        str, Field(max_length=120), Show("Лауазымы", "Должность", "Post", group="appointment", table=True)
    ] = ""
    order_number: Annotated[
        str,
        Field(max_length=60),
        Show(
            "Тағайындау бұйрығы, №",
            "Приказ о назначении, №",
            "Order of appointment, no.",
            group="appointment",
        ),
    ] = ""
    order_day: Annotated[date | None, Show("Бұйрық күні", "Дата приказа", "Date of the order", group="appointment")] = (
        None
    )
    release_number: Annotated[
        str,
        Field(max_length=60),
        Show("Босату бұйрығы, №", "Приказ об освобождении, №", "Order of release, no.",
             group="appointment", form=False),
    ] = ""  # fmt: skip
    release_day: Annotated[
        date | None,
        Show("Босату бұйрығының күні", "Дата приказа об освобождении", "Date of the order of release",
             group="appointment", form=False),
    ] = None  # fmt: skip
    duties: Annotated[
        str,
        Field(max_length=4000),
        Show("Лауазымдық нұсқаулық", "Должностная инструкция", "Job description", group="appointment", area=True),
    ] = ""
    duties_file: Annotated[
        Ref | None,
        Show("Нұсқаулықтың файлы", "Файл инструкции", "File of the description", group="appointment", form=False),
    ] = None
    groups: Annotated[
        list[str],
        Show("Бекітілген топтар", "Закреплённые группы", "Assigned groups", group="scope", form=False),
    ] = Field(default_factory=list)
    work: Annotated[list[Work], Show("Жұмыс түрлері", "Виды работы", "Kinds of work", group="scope", form=False)] = (
        Field(default_factory=list)
    )
    deputies: Annotated[list[Deputy], Show("Орынбасарлары", "Заместители", "Deputies", group="scope", form=False)] = (
        Field(default_factory=list)
    )
    acting: Annotated[
        list[Acting], Show("Міндетін атқару", "Исполнение обязанностей", "Acting", group="appointment", form=False)
    ] = Field(default_factory=list)
    mail_notices: Annotated[
        bool, Show("Хабарламалар поштаға да жіберілсін", "Уведомления и на почту", "Notices by e-mail too", form=False)
    ] = False
    email: Annotated[
        str,
        Field(max_length=120),
        Show("Электрондық пошта (OIDC)", "Эл. почта (OIDC)", "E-mail (OIDC)", group="scope"),
    ] = ""
    active: Annotated[bool, Show("Белсенді", "Действует", "Active", table=True, filter=True, form=False)] = True
    second_factor: Annotated[
        bool,
        Show("Екінші фактор", "Второй фактор", "Second factor", group="scope", table=True, filter=True, form=False),
    ] = False
    second_seal: str = ""  # of its secret and recovery codes, which are kept apart (core.users.second)
    # The password itself is kept apart (core.users.passwords); its seal here shows when that was changed by hand.
    credential: str = ""
    must_change: bool = False

    def label(self) -> Text:
        return Text(kk=self.name)
