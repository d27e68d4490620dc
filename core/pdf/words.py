"""The fixed words of the papers in Kazakh, Russian and English; dates and numbers as each language writes
them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Literal

Lang = Literal["kk", "ru", "en"]

_MONTHS: dict[str, tuple[str, ...]] = {
    "kk": ("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан",
           "қараша", "желтоқсан"),
    "ru": ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
           "ноября", "декабря"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip
_DATE = {"kk": "{} {} {} ж.", "ru": "{} {} {} г.", "en": "{} {} {}"}
_NUMBER = re.compile(r"-?\d+\.\d+")

# key: (kk, ru, en)
_WORDS: dict[str, tuple[str, str, str]] = {
    "transcript": ("Транскрипт", "Транскрипт", "Transcript"),
    "issued_on": ("Берілген күні", "Дата выдачи", "Date of issue"),
    "full_name": ("Тегі, аты, әкесінің аты", "Фамилия, имя, отчество", "Full name"),
    "born": ("Туған күні", "Дата рождения", "Date of birth"),
    "programme": ("Білім беру бағдарламасы", "Образовательная программа", "Educational programme"),
    "study_language": ("Оқыту тілі", "Язык обучения", "Language of instruction"),
    "study_form": ("Оқу нысаны", "Форма обучения", "Form of study"),
    "admitted": ("Қабылданған жылы", "Год поступления", "Year of admission"),
    "student_number": ("Студент нөмірі", "Номер студента", "Student number"),
    "status": ("Мәртебесі", "Статус", "Status"),
    "code": ("Коды", "Код", "Code"),
    "discipline": ("Пән", "Дисциплина", "Discipline"),
    "credits": ("Кредит", "Кредиты", "Credits"),
    "percent": ("Пайыз, %", "Процент", "Percent"),
    "letter": ("Әріптік баға", "Буквенная оценка", "Letter"),
    "points": ("Сандық эквиваленті", "Цифровой эквивалент", "Points"),
    "traditional": ("Дәстүрлі баға", "Традиционная оценка", "Traditional grade"),
    "continued": ("жалғасы", "продолжение", "continued"),
    "no_results": ("Нәтижелер әлі жоқ", "Результатов пока нет", "No results yet"),
    "empty_list": ("Тізім бос", "Список пуст", "The list is empty"),
    "total_credits": ("Игерілген кредиттер", "Освоено кредитов", "Credits earned"),
    "gpa": ("Орташа үлгерім балы (GPA)", "Средний балл успеваемости (GPA)", "Grade point average (GPA)"),
    "as_of": ("{} жағдайы бойынша", "По состоянию на {}", "As of {}"),
    "scale": ("Бағалау шкаласы", "Шкала оценивания", "Grading scale"),
    "notes": ("Ескертпелер", "Примечания", "Notes"),
    "not_earned": (
        "Жақшадағы кредиттер игерілмеген, жиынтыққа кірмейді.",
        "Кредиты в скобках не освоены и в итог не входят.",
        "Credits in brackets were not earned and are not in the totals.",
    ),
    "seal": ("М.О.", "М.П.", "Seal"),
    "check_code": ("Тексеру коды", "Код проверки", "Check code"),
    "check_at": ("Құжатты тексеру", "Проверка документа", "Check this document"),
    "check_how": (
        "Құжаттың түпнұсқалығын QR арқылы немесе осы мекенжайда код бойынша тексеріңіз:",
        "Подлинность документа проверяется по QR или по коду на странице:",
        "Check that this document is genuine by the QR or by its code at:",
    ),
    "no_address": (
        "Тексеру мекенжайы белгіленбеген: түпнұсқалығын оқу орнынан осы код бойынша сұраңыз.",
        "Адрес проверки не указан: подлинность подтверждает учебное заведение по этому коду.",
        "No public address is set: ask the institution to confirm this document by its code.",
    ),
    "page": ("{}-бет, барлығы {}", "Страница {} из {}", "Page {} of {}"),
    # the grade sheet
    "exam_sheet": ("Емтихан ведомосы", "Экзаменационная ведомость", "Exam sheet"),
    "date": ("Күні", "Дата", "Date"),
    "faculty": ("Факультет", "Факультет", "Faculty"),
    "year_group": ("Курс, топ", "Курс, группа", "Year, group"),
    "period": ("Оқу жылы, кезең", "Учебный год, период", "Academic year, period"),
    "control": ("Бақылау нысаны", "Форма контроля", "Form of control"),
    "teacher": ("Оқытушы", "Преподаватель", "Teacher"),
    "commission": ("Комиссия", "Комиссия", "Commission"),
    "row": ("р/с №", "№ п/п", "No."),
    "midterm_1": ("1-аралық бақылау (R1)", "Рубежный контроль 1 (Р1)", "Midterm 1 (R1)"),
    "midterm_2": ("2-аралық бақылау (R2)", "Рубежный контроль 2 (Р2)", "Midterm 2 (R2)"),
    "admission_rating": ("Жіберу рейтингі", "Рейтинг допуска", "Admission rating"),
    "exam": ("Емтихан, %", "Экзамен, %", "Exam, %"),
    "final": ("Қорытынды баға, %", "Итоговая оценка, %", "Final grade, %"),
    "signature": ("Емтихан алушының қолы", "Подпись экзаменатора", "Examiner’s signature"),
    "letters_given": ("Қойылған бағалар", "Выставлено оценок", "Grades given"),
    "average": ("Орташа балл, %", "Средний балл, %", "Average, %"),
    "listed": ("Тізімде", "В списке", "Listed"),
    "not_admitted": ("Жіберілмеді", "Не допущено", "Not admitted"),
    "absent": ("Келген жоқ", "Не явилось", "Did not appear"),
    "corrections": ("Түзетулер", "Исправления", "Corrections"),
    "checksum": ("Бақылау қосындысы (SHA-256)", "Контрольная сумма (SHA-256)", "Checksum (SHA-256)"),
    "scan_sheet": (
        "Скан: осы қағаздағы бағалар жазбамен салыстырылады.",
        "Скан: оценки на этой бумаге сверяются с записью.",
        "Scan: the marks on this paper are compared with the record.",
    ),
    "counted_score": ("Бақылау балы, %", "Балл контроля, %", "Score, %"),
    "average_score": ("Орташа балл", "Средний балл", "Average"),
    "signed_on_paper": ("қағазда қол қойылған", "подписано на бумаге", "signed on paper"),
    "signed_at": ("қол қойылды {}", "подписано {}", "signed {}"),
    # the clearance sheet
    "clearance": ("Айналым парағы", "Обходной лист", "Clearance sheet"),
    "service": ("Қызмет, бөлімше", "Служба, подразделение", "Service, unit"),
    "register_says": ("Тіркелім бойынша жағдайы", "Состояние по реестру", "State by the register"),
    "signature_of": ("Қолы, мөрі, күні", "Подпись, печать, дата", "Signature, seal, date"),
    "all_settled": (
        "Тіркелген қарызы жоқ.",
        "Зарегистрированных задолженностей нет.",
        "No debts are registered.",
    ),
    "still_held": ("Реттелмеген шектеу саны: {}.", "Неулаженных удержаний: {}.", "Holds not yet settled: {}."),
    # the report of deviations, the timetable of a week
    "deviations": ("Ауытқулар есебі", "Отчёт об отклонениях", "Report of deviations"),
    "span": ("Кезең", "Период", "Period"),
    "department": ("Кафедра", "Кафедра", "Department"),
    "when": ("Күні", "Дата", "Date"),
    "happened": ("Не болды", "Что произошло", "What happened"),
    "cause": ("Себебі", "Причина", "Cause"),
    "measure": ("Іс-шара", "Мера", "Action"),
    "answers": ("Жауапты, мерзімі", "Ответственный, срок", "Who answers, due"),
    "state": ("Күйі", "Состояние", "State"),
    "no_data": ("дерек жоқ", "нет данных", "no data"),
    "no_deviations": ("Бұл кезеңде ауытқу жоқ.", "За этот период отклонений нет.", "There are no deviations."),
    "timetable": ("Сабақ кестесі", "Расписание занятий", "Timetable"),
    "week": ("Апта", "Неделя", "Week"),
    "no_lessons": ("сабақ жоқ", "нет занятий", "no lessons"),
    "state_at": (
        "Жағдай мына сәтке көрсетілген: {}.",
        "Состояние показано на момент: {}.",
        "The state is that of {}.",
    ),
    # the individual study plan
    "study_plan": ("Жеке оқу жоспары", "Индивидуальный учебный план", "Individual study plan"),
    "cycle": ("Циклі, компоненті", "Цикл, компонент", "Cycle, component"),
    "lesson": ("Сабақ түрі", "Вид занятия", "Kind of class"),
    "basis": ("Негізі", "Основание", "Reason"),
    "no_disciplines": ("Жоспарда пәндер әлі жоқ", "В плане пока нет дисциплин", "The plan has no disciplines yet"),
    "year_credits": ("Оқу жылында барлығы, кредит", "Всего за учебный год, кредитов", "Credits of the academic year"),
    "plan_agreed": (
        "Жоспармен таныстым, пәндерді өзім таңдадым және олармен келісемін.",
        "С планом ознакомлен(а), дисциплины выбраны мной, с ними согласен (согласна).",
        "I have read this plan; the disciplines are my choice and I agree with them.",
    ),
    "day_blank": ("«___» __________ 20___ ж.", "«___» __________ 20___ г.", "«___» __________ 20___"),
}
_COLUMN = {"kk": 0, "ru": 1, "en": 2}

# Marks stand in all three languages whatever the paper's own: whoever holds the sheet must understand them.
SAMPLE = "ҮЛГІ · ОБРАЗЕЦ · SAMPLE"
COPY = "КӨШІРМЕ · КОПИЯ · COPY"
CANCELLED = "КҮШІ ЖОЙЫЛҒАН · АННУЛИРОВАНА · CANCELLED"
DRAFT = "ЖОБА · ПРОЕКТ · DRAFT"
NO_FORCE = "КҮШІ ЖОЙЫЛҒАН · УТРАТИЛО СИЛУ · NO LONGER IN FORCE"
UNCLOSED = "ЖАБЫЛМАҒАН · НЕ ЗАКРЫТА · NOT CLOSED"


def word(key: str, lang: Lang) -> str:
    """A fixed word of a paper; KeyError if nobody wrote it down."""
    return _WORDS[key][_COLUMN[lang]]


def day(value: date, lang: Lang) -> str:
    """A date in words: 23 қараша 2026 ж., 23 ноября 2026 г., 23 November 2026."""
    return _DATE[lang].format(value.day, _MONTHS[lang][value.month - 1], value.year)


def number(value: Decimal | str, lang: Lang, places: int = 0) -> str:
    """A number as the language writes it, comma or point, with at least `places` decimals.

    Nothing is rounded here: rounding belongs to the rulebook. A text that is no decimal number stays as it
    is.
    """
    if isinstance(value, Decimal):
        text = format(value, "f")
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        whole, _, rest = text.partition(".")
        text = f"{whole}.{rest.ljust(places, '0')}" if rest or places else whole
    else:
        text = value
    return text.replace(".", ",") if lang != "en" and _NUMBER.fullmatch(text) else text
