"""What came of one graduate in one form of final attestation: a row of a question, counted from orders,
protocols and records as the chair's report is, not kept."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Ref, Show, Text, Word
from schemas.words import MARK, Funding, NotAdmitted, StudyForm, StudyLanguage


class Admittance(Word):
    """Do orders name him among those who may come? Waiting: no order of his commission does yet."""

    admitted = ("admitted", "Жіберілді", "Допущен", "Admitted")
    refused = ("refused", "Жіберілмеді", "Не допущен", "Not admitted")
    waiting = ("waiting", "Бұйрық әлі жоқ", "Приказа ещё нет", "No order yet")


class Appearance(Word):
    """Did he come before the commission?"""

    appeared = ("appeared", "Келді", "Явился", "Appeared")
    excused = ("excused", "Себепті келмеді", "Не явился по уважительной причине", "Absent with a valid reason")
    absent = ("absent", "Себепсіз келмеді", "Не явился без уважительной причины", "Absent without a valid reason")


class Attested(Document):
    """One graduate in one form; of protocols the one that stands, so a corrected one never counts beside its first.

    passed: this form; whole: every form of his. five: the grade of five, as the rulebook of its day groups letters.
    Its `collection` is where it is read from: no such document is stored.
    """

    collection: ClassVar[str] = "candidacies"
    title: ClassVar[Text] = Text(
        kk="Қорытынды аттестаттау нәтижесі", ru="Результат итоговой аттестации", en="Result of final attestation"
    )
    scopes: ClassVar[dict[str, str]] = {
        "faculty": "faculty.id", "department": "department.id", "teacher": "people", "group": "group",
    }  # fmt: skip

    student: Annotated[Ref, Show("Студент", "Студент", "Student", table=True)]
    number: Annotated[str, Show("Студент нөмірі", "Номер студента", "Student number", table=True)]
    study: Id
    year: Annotated[int, Show("Аттестаттау жылы", "Год аттестации", "Year of attestation")]
    form: Annotated[str, Show("Аттестаттау нысаны", "Форма аттестации", "Form of attestation", table=True, filter=True,
                              to="kind:attestation_form")]  # fmt: skip
    again: Annotated[bool, Show("Қайта келген", "Повторно", "Comes again")] = False
    commission: Annotated[Ref, Show("Комиссия", "Комиссия", "Commission", to="commissions")]
    discipline: Annotated[Ref, Show("Пән", "Дисциплина", "Discipline", to="disciplines")]
    programme: Annotated[
        Ref | None, Show("Білім беру бағдарламасы", "Образовательная программа", "Programme", to="programmes")
    ] = None  # fmt: skip
    level: Annotated[str, Show("Білім беру деңгейі", "Уровень образования", "Level of education", filter=True,
                               to="list:levels")] = ""  # fmt: skip
    direction: Annotated[str, Show("Даярлау бағыты", "Направление подготовки", "Direction of training", filter=True,
                                   to="list:directions")] = ""  # fmt: skip
    department: Annotated[Ref | None, Show("Кафедра", "Кафедра", "Department", to="departments")] = None
    faculty: Annotated[Ref | None, Show("Факультет", "Факультет", "Faculty", to="departments")] = None
    group: Annotated[str, Show("Топ", "Группа", "Group", filter=True)] = ""
    study_form: Annotated[StudyForm | None, Show("Оқу нысаны", "Форма обучения", "Form of study")] = None
    language: Annotated[StudyLanguage | None, Show("Оқу тілі", "Язык обучения", "Language of study")] = None
    funding: Annotated[Funding | None, Show("Қаржыландыру", "Финансирование", "Funding")] = None
    admittance: Annotated[Admittance, Show("Жіберілуі", "Допуск", "Admission", table=True)]
    refusal: Annotated[
        NotAdmitted | None, Show("Жіберілмеу себебі", "Причина недопуска", "Reason of non-admission")
    ] = None  # fmt: skip
    appearance: Annotated[Appearance | None, Show("Келуі", "Явка", "Appearance", table=True)] = None
    letter: Annotated[str, Show("Әріптік баға", "Буквенная оценка", "Letter", table=True, filter=True)] = ""
    percent: Annotated[Decimal | None, Show("Баға, %", "Оценка, %", "Mark, %", also=MARK)] = None
    points: Annotated[
        Decimal | None, Show("Сандық эквиваленті", "Цифровой эквивалент", "Points", also=MARK)
    ] = None  # fmt: skip
    five: Annotated[
        int | None, Show("5 балдық шкала бойынша баға", "Оценка по 5-балльной шкале", "Grade on the 5-point scale",
                         table=True, also=MARK)
    ] = None  # fmt: skip
    passed: Annotated[bool, Show("Осы нысанды тапсырды", "Сдал эту форму", "Passed this form")] = False
    whole: Annotated[bool, Show("Барлық нысанды тапсырды", "Сдал все формы", "Passed every form")] = False
    awarded: Annotated[bool, Show("Дәреже беріледі", "Степень присуждается", "The degree is awarded")] = False
    honours: Annotated[bool, Show("Үздік диплом", "Диплом с отличием", "Honours")] = False
    real_task: Annotated[bool, Show("Нақты тапсырыс бойынша", "По реальному заказу", "On a real task")] = False
    outside: Annotated[bool, Show("Сыртқы рецензент", "Внешний рецензент", "Reviewer from outside")] = False
    publication: Annotated[
        bool, Show("Жариялауға ұсынылды", "Рекомендовано к публикации", "Recommended for publication")
    ] = False  # fmt: skip
    implementation: Annotated[
        bool, Show("Енгізуге ұсынылды", "Рекомендовано к внедрению", "Recommended for use")
    ] = False  # fmt: skip
    people: list[Id] = Field(default_factory=list)

    def label(self) -> Text:
        return self.student.label


__all__ = ["Admittance", "Appearance", "Attested"]
