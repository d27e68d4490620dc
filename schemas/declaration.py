"""Declarations of interest (clause 31): each of himself, once a year, signed by sign-in, never edited."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Model, Ref, Show, Text, Word


class Relation(Word):
    """Who the other is to the one who declares."""

    spouse = ("spouse", "Жұбайы", "Супруг(а)", "Spouse")
    child = ("child", "Баласы", "Ребёнок", "Child")
    parent = ("parent", "Ата-анасы", "Родитель", "Parent")
    sibling = ("sibling", "Бауыры", "Брат или сестра", "Brother or sister")
    relative = ("relative", "Өзге туысы", "Иной родственник", "Another relative")
    business = ("business", "Іскерлік байланыс", "Деловая связь", "Business tie")
    other = ("other", "Өзге мүдде", "Иная заинтересованность", "Another interest")


KIN = (Relation.spouse, Relation.child, Relation.parent, Relation.sibling, Relation.relative)


class Concerned(Word):
    """In whom the interest is."""

    student = ("student", "Студент", "Студент", "Student")
    applicant = ("applicant", "Қабылданушы", "Поступающий", "Applicant")
    teacher = ("teacher", "Қызметкер", "Сотрудник", "Member of staff")
    firm = ("firm", "Ұйым не өнім беруші", "Организация или поставщик", "Firm or supplier")


class Interest(Model):
    """One interest: in whom (by the number of the record, by the member of staff, by a name), as what, of what."""

    relation: Annotated[Relation, Show("Кім болады", "Кем приходится", "Relation")]
    whom: Annotated[Concerned, Show("Кімге қатысты", "В отношении кого", "In whom")] = Concerned.student
    number: Annotated[
        str, Field(max_length=30),
        Show("Студенттің нөмірі", "Номер студента", "Student's number",
             help=("Студент не қабылданушы болса", "Если студент или поступающий", "Of a student or an applicant")),
    ] = ""  # fmt: skip
    student: Annotated[Ref | None, Show("Студент", "Студент", "Student", form=False)] = None
    person: Annotated[Ref | None, Show("Қызметкер", "Сотрудник", "Member of staff", to="people")] = None
    name: Annotated[
        str, Field(max_length=200), Show("Атауы не аты-жөні", "Название или ФИО", "Name",
                                         help=("Жазбасы жоқ болса", "Если записи нет", "Where there is no record"))
    ] = ""  # fmt: skip
    what: Annotated[str, Field(max_length=300), Show("Мүдденің мәні", "Суть заинтересованности", "About what")] = ""
    note: Annotated[str, Field(max_length=300), Show("Ескертпе", "Примечание", "Note")] = ""


class DeclarationState(Word):
    """A declaration stands until its author signs the next."""

    signed = ("signed", "Күшінде", "Действует", "Standing")
    replaced = ("replaced", "Жаңасымен ауыстырылған", "Заменена новой", "Replaced by a new one")


class Declaration(Document):
    """What somebody declares of his interests for a year. none: that he has none. person: the member of staff he is."""

    collection: ClassVar[str] = "declarations"
    title: ClassVar[Text] = Text(kk="Мүдделер декларациясы", ru="Декларация интересов", en="Declaration of interest")
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        "signed": frozenset({"status", "next"}), "replaced": frozenset(),
    }  # fmt: skip

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    status: Annotated[DeclarationState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        DeclarationState.signed
    )
    year: Annotated[int, Field(ge=2000, le=2200), Show("Жылы", "Год", "Year", table=True, filter=True, form=False)]
    user: Annotated[Ref, Show("Кім", "Кто", "Who", table=True, to="users", form=False)]
    person: Annotated[Ref | None, Show("Қызметкер", "Сотрудник", "Member of staff", to="people", form=False)] = None
    post: Annotated[str, Show("Лауазымы", "Должность", "Post", table=True, form=False)] = ""
    none: Annotated[
        bool, Show("Мүдделер қақтығысына әкелетін байланысым жоқ", "Связей, ведущих к конфликту интересов, нет",
                   "I have no interest that leads to a conflict")
    ] = False  # fmt: skip
    interests: Annotated[
        list[Interest], Field(max_length=50), Show("Мүдделер", "Заинтересованность", "Interests")
    ] = Field(default_factory=list)  # fmt: skip
    signed_at: Annotated[datetime, Show("Қол қойылды", "Подписано", "Signed at", table=True, form=False)]
    next: Annotated[Ref | None, Show("Жаңасы", "Новая", "Next one", form=False)] = None

    def label(self) -> Text:
        return Text(kk=f"{self.number}: {self.user.label.kk}"[:400])


__all__ = ["KIN", "Concerned", "Declaration", "DeclarationState", "Interest", "Relation"]
