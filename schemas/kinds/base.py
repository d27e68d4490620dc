"""What every sort of kind shares: its name, and how its bodies are described."""

from __future__ import annotations

from typing import ClassVar

from schemas.base import Model, Text, Word


class Sort(Word):
    """The sorts of things that are described by data and kept in the Kinds editor."""

    field = ("field", "Өріс", "Поле", "Field")
    group = ("group", "Өрістер тобы", "Группа полей", "Group of fields")
    layout = ("layout", "Нысанның орналасуы", "Расположение формы", "Layout of a form")
    choices = ("choices", "Таңдау тізімі", "Список выбора", "List of choices")
    reason = ("reason", "Себеп коды", "Код причины", "Reason code")
    mask = ("mask", "Нөмір үлгісі", "Маска номера", "Number mask")
    route = ("route", "Келісу бағыты", "Маршрут согласования", "Approval route")
    hold = ("hold", "Шектеу түрі", "Вид удержания", "Kind of hold")
    template = ("template", "Құжат үлгісі", "Шаблон документа", "Template of a paper")
    certificate = ("certificate", "Анықтама түрі", "Вид справки", "Kind of certificate")
    order = ("order", "Бұйрық түрі", "Вид приказа", "Kind of order")
    leave_ground = (
        "leave_ground",
        "Академиялық демалыс негізі",
        "Основание академического отпуска",
        "Ground of academic leave",
    )
    sheet = ("sheet", "Ведомость түрі", "Вид ведомости", "Kind of grade sheet")
    blank = ("blank", "Бланк түрі", "Вид бланка", "Kind of blank")
    blank_rules = ("blank_rules", "Бланк есебінің ережелері", "Правила учёта бланков", "Rules of blanks")
    diploma = ("diploma", "Диплом түрі", "Вид диплома", "Kind of diploma")
    diploma_layout = ("diploma_layout", "Дипломның орналасуы", "Раскладка диплома", "Layout of a diploma")
    practice = ("practice", "Практика түрі", "Вид практики", "Kind of practice")
    request = ("request", "Сауал түрі", "Вид запроса", "Kind of request")
    scan = ("scan", "Жеке іс құжаты", "Документ личного дела", "Paper of the personal file")
    structure = ("structure", "Бағдарлама құрылымы", "Структура программы", "Structure of a programme")
    norm = ("norm", "Топ толымдылығы", "Норма наполняемости", "Norm of class size")
    study_rules = ("study_rules", "Тіркелу ережелері", "Правила регистрации", "Rules of registration")
    difference_rules = (
        "difference_rules", "Академиялық айырмашылық ережелері", "Правила академической разницы",
        "Rules of academic difference",
    )  # fmt: skip
    promotion_rules = ("promotion_rules", "Көшіру ережелері", "Правила перевода на курс", "Rules of promotion")
    award_rules = ("award_rules", "Стипендия мен грант тізімдері", "Списки стипендий и грантов", "Lists of awards")
    change_rules = (
        "change_rules", "Апелляция мен түзету ережелері", "Правила апелляций и исправлений",
        "Rules of appeals and corrections",
    )  # fmt: skip
    attestation_form = (
        "attestation_form", "Қорытынды аттестаттау нысаны", "Форма итоговой аттестации", "Form of final attestation",
    )  # fmt: skip
    attestation_rules = (
        "attestation_rules", "Қорытынды аттестаттау ережелері", "Правила итоговой аттестации",
        "Rules of final attestation",
    )  # fmt: skip
    process = ("process", "Офис процесі", "Процесс офиса", "Process of the office")
    indicator = ("indicator", "Көрсеткіш", "Показатель", "Indicator")
    integrity_rules = (
        "integrity_rules", "Сыбайлас жемқорлыққа қарсы баптаулар", "Антикоррупционные настройки",
        "Anti-corruption settings",
    )  # fmt: skip
    criterion = (
        "criterion", "Сыбайлас жемқорлыққа қарсы критерий", "Антикоррупционный критерий", "Anti-corruption criterion",
    )  # fmt: skip
    platform = (
        "platform", "Басқа жүйенің файлы", "Файл другой системы", "File of another system",
    )  # fmt: skip
    code_table = ("code_table", "Кодтар кестесі", "Таблица кодов", "Code table")
    meeting = ("meeting", "Жиын түрі", "Вид заседания", "Kind of meeting")
    consultation = ("consultation", "Кеңес беру түрі", "Вид консультации", "Kind of consultation")
    service = ("service", "Қызмет түрі", "Вид службы", "Kind of service")
    stat_form = ("stat_form", "Статистикалық нысан", "Статистическая форма", "Statistical form")
    pack = ("pack", "Есеп топтамасы", "Пакет отчётности", "Pack of reports")
    wording = ("wording", "Мәтін тұжырымы", "Формулировка", "Wording")
    term = ("term", "Термин", "Термин", "Term of the glossary")
    letters = ("letters", "Латынша жазу ережесі", "Правило латинизации", "Spelling in Latin letters")


class Body(Model):
    """What one sort of kind says beside its code, name and day in force."""

    hint: ClassVar[Text]
