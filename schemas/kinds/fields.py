"""Fields the head adds without code, the groups they stand in, and how a form is arranged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from schemas.base import Model, Show, Text, Word
from schemas.checks import Refused
from schemas.kinds.base import Body
from schemas.words import Role


class Target(Word):
    """The documents that may have fields of the office's own; the value is the document's `described` name."""

    students = ("students", "Студент", "Студент", "Student")
    studies = ("studies", "Студенттің оқуы", "Обучение студента", "Study of a student")
    disciplines = ("disciplines", "Пән", "Дисциплина", "Discipline")
    programmes = ("programmes", "Білім беру бағдарламасы", "Образовательная программа", "Programme")
    sections = ("sections", "Сабақ тобы", "Учебная группа", "Section")
    terms = ("terms", "Академиялық кезең", "Академический период", "Term")
    departments = ("departments", "Бөлімше", "Подразделение", "Unit")
    people = ("people", "Қызметкер", "Сотрудник", "Member of staff")
    users = ("users", "Пайдаланушы", "Пользователь", "User")
    papers = ("papers", "Құжат (анықтама)", "Документ (справка)", "Paper (certificate)")
    orders = ("orders", "Бұйрық", "Приказ", "Order")
    requests = ("requests", "Сауал", "Запрос", "Request")


class FieldType(Word):
    text = ("text", "Мәтін", "Текст", "Text")
    area = ("area", "Ұзын мәтін", "Длинный текст", "Long text")
    int = ("int", "Бүтін сан", "Целое число", "Whole number")
    decimal = ("decimal", "Сан", "Число", "Number")
    date = ("date", "Күн", "Дата", "Date")
    bool = ("bool", "Иә / жоқ", "Да / нет", "Yes / no")
    choice = ("choice", "Таңдау", "Выбор", "Choice")
    ref = ("ref", "Сілтеме", "Ссылка", "Reference")
    file = ("file", "Файл", "Файл", "File")


class FieldKind(Body):
    """A field added in the browser; its code is its place (`custom.<code>`), the kind's name is its label."""

    hint: ClassVar[Text] = Text(
        kk="Карточкаға, тізімге, импортқа, экспортқа және дерекқор ережесіне бірден тұратын өріс.",
        ru="Поле, которое сразу встаёт в карточку, список, импорт, экспорт и правило базы.",
        en="A field that at once stands in the card, the list, import, export and the rule of the database.",
    )

    sort: Literal["field"] = "field"
    of: Annotated[Target, Show("Қай құжатта", "В каком документе", "In which document", table=True, filter=True)]
    type: Annotated[FieldType, Show("Түрі", "Тип", "Type", table=True)]
    help: Annotated[Text | None, Show("Түсіндірме", "Подсказка", "Hint")] = None
    group: Annotated[
        str, Field(max_length=40), Show("Өрістер тобы", "Группа полей", "Group of fields", to="kind:group")
    ] = "more"
    low: Annotated[Decimal | None, Show("Ең азы", "Не меньше", "At least", group="bounds")] = None
    high: Annotated[Decimal | None, Show("Ең көбі", "Не больше", "At most", group="bounds")] = None
    longest: Annotated[
        int | None, Field(ge=1, le=4000), Show("Таңба саны", "Число знаков", "Characters at most", group="bounds")
    ] = None
    choices: Annotated[
        str,
        Field(max_length=40),
        Show("Таңдау тізімі", "Список выбора", "List of choices", group="bounds", to="kind:choices"),
    ] = ""
    to: Annotated[
        Literal["", "departments", "people", "programmes", "disciplines", "terms", "sections"],
        Show("Сілтеме қайда", "Ссылка на", "Refers to", group="bounds"),
    ] = ""
    required_from: Annotated[
        date | None, Show("Осы күннен міндетті", "Обязательно с", "Required from", group="rights")
    ] = None
    table: Annotated[bool, Show("Тізімде баған", "Колонка в списке", "Column in lists", group="rights")] = True
    filter: Annotated[bool, Show("Тізімде сүзгі", "Фильтр в списке", "Filter in lists", group="rights")] = False
    personal: Annotated[
        bool, Show("Дербес дерек (өшіруге болады)", "Личное (можно стереть)", "Personal (erasable)", group="rights")
    ] = False
    sees: Annotated[
        list[Role], Show("Кім көреді (бос — бәрі)", "Кто видит (пусто — все)", "Who sees (empty: all)", group="rights")
    ] = Field(default_factory=list)
    edits: Annotated[
        list[Role],
        Show("Кім өзгертеді (бос — бәрі)", "Кто правит (пусто — все)", "Who edits (empty: all)", group="rights"),
    ] = Field(default_factory=list)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.type is FieldType.choice and not self.choices:
            raise Refused("kinds.choices_missing")
        if self.type is FieldType.ref and not self.to:
            raise Refused("kinds.to_missing")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise Refused("kinds.bounds_crossed", low=self.low, high=self.high)
        if self.personal and self.type not in (FieldType.text, FieldType.area):
            raise Refused("kinds.personal_text_only")
        if self.personal and self.of is not Target.students:
            raise Refused("kinds.personal_students_only")
        if self.personal and self.filter:
            raise Refused("kinds.personal_no_filter")
        if any(roles and Role.head not in roles for roles in (self.sees, self.edits)):
            raise Refused("kinds.head_left_out")
        return self


class GroupKind(Body):
    """A heading under which fields stand; its code is what fields and layouts name."""

    hint: ClassVar[Text] = Text(
        kk="Нысандағы өрістер тобының атауы.", ru="Заголовок группы полей в форме.", en="A heading of a form."
    )

    sort: Literal["group"] = "group"


class Placed(Model):
    """One field of a form: where it stands and who may see or change it."""

    path: Annotated[str, Field(min_length=1, max_length=80), Show("Өріс", "Поле", "Field")]
    group: Annotated[str, Field(max_length=40), Show("Тобы (коды)", "Группа (код)", "Group (code)")] = ""
    form: Annotated[bool, Show("Нысанда", "В форме", "In the form")] = True
    table: Annotated[bool | None, Show("Тізімде", "В списке", "In lists")] = None
    hidden: Annotated[list[Role], Show("Көрмейтіндер", "Не видят", "Hidden from")] = Field(default_factory=list)
    fixed: Annotated[list[Role], Show("Тек оқитындар", "Только читают", "Read only for")] = Field(default_factory=list)


class Layout(Body):
    """The order and groups of a document's fields, and rights down to the field; what it doesn't name follows."""

    hint: ClassVar[Text] = Text(
        kk="Қай өріс қай нысанда, қандай ретпен тұрады, кім көреді.",
        ru="Какие поля стоят в форме, в каком порядке, кто их видит.",
        en="Which fields stand in a form, in which order, who sees them.",
    )

    sort: Literal["layout"] = "layout"
    of: Annotated[Target, Show("Қай құжатта", "В каком документе", "In which document", table=True)]
    rows: Annotated[list[Placed], Show("Өрістер", "Поля", "Fields")] = Field(default_factory=list)

    @model_validator(mode="after")
    def _once(self) -> Self:
        paths = [r.path for r in self.rows]
        if double := next((p for p in paths if paths.count(p) > 1), None):
            raise Refused("kinds.layout_twice", path=double)
        return self
