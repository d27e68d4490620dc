"""Closed lists of the office that stand in more than one record."""

from __future__ import annotations

from schemas.base import Word


class Sex(Word):
    male = ("male", "Ер", "Мужской", "Male")
    female = ("female", "Әйел", "Женский", "Female")


class StudyStatus(Word):
    """Where a person stands in one study."""

    active = ("active", "Оқиды", "Обучается", "Studying")
    academic_leave = (
        "academic_leave",
        "Академиялық демалыста",
        "В академическом отпуске",
        "On academic leave",
    )
    expelled = ("expelled", "Оқудан шығарылған", "Отчислен", "Expelled")
    transferred = ("transferred", "Ауысып кеткен", "Переведён в другой вуз", "Transferred out")
    graduated = ("graduated", "Бітірген", "Окончил", "Graduated")
    visiting = ("visiting", "Деректері әкелінген", "Данные перенесены", "Records brought in")


class ConsentState(Word):
    """Has the person agreed to the use of personal data?"""

    none = ("none", "Алынбаған", "Не получено", "Not asked")
    given = ("given", "Берілген", "Дано", "Given")
    withdrawn = ("withdrawn", "Қайтарып алынған", "Отозвано", "Withdrawn")


class StudyLanguage(Word):
    kk = ("kk", "Қазақ тілі", "Казахский", "Kazakh")
    ru = ("ru", "Орыс тілі", "Русский", "Russian")
    en = ("en", "Ағылшын тілі", "Английский", "English")


class StudyForm(Word):
    full_time = ("full_time", "Күндізгі", "Очная", "Full-time")
    part_time = ("part_time", "Сырттай", "Заочная", "Part-time")


class Funding(Word):
    grant = ("grant", "Мемлекеттік грант", "Государственный грант", "State grant")
    paid = ("paid", "Ақылы", "Платное", "Fee-paying")
    quota = ("quota", "Квота", "Квота", "Quota")


class ResultState(Word):
    passed = ("passed", "Тапсырылды", "Сдано", "Passed")
    failed = ("failed", "Тапсырылмады", "Не сдано", "Failed")
    open = ("open", "Аяқталмаған", "Не завершено", "Incomplete")
    neutral = ("neutral", "Есептелмейді", "Не учитывается", "Not counted")


class LessonKind(Word):
    stream = ("stream", "Ағын", "Поток", "Stream")
    group = ("group", "Топ", "Группа", "Group")
    subgroup = ("subgroup", "Кіші топ", "Подгруппа", "Subgroup")
    individual = ("individual", "Жеке сабақ", "Индивидуальное занятие", "Individual lesson")
    ensemble = ("ensemble", "Ансамбль", "Ансамбль", "Ensemble")


class Cycle(Word):
    """Cycle of disciplines in the state standard (ЖБП, БП, БейП; final attestation)."""

    general = ("general", "ЖБП", "ООД", "General education")
    base = ("base", "БП", "БД", "Base")
    profile = ("profile", "БейП", "ПД", "Profile")
    attestation = ("attestation", "ҚА", "ИА", "Final attestation")


class Component(Word):
    mandatory = ("mandatory", "МК", "ОК", "Mandatory")
    university = ("university", "ЖООК", "ВК", "University")
    elective = ("elective", "ТК", "КВ", "Elective")


class Control(Word):
    """Form in which a discipline closes."""

    exam = ("exam", "Емтихан", "Экзамен", "Exam")
    state_exam = ("state_exam", "Мемлекеттік емтихан", "Государственный экзамен", "State exam")
    commission = ("commission", "Комиссиялық емтихан", "Комиссионный экзамен", "Commission exam")
    graded_test = ("graded_test", "Дифференциалды сынақ", "Дифференцированный зачёт", "Graded test")
    pass_fail = ("pass_fail", "Сынақ", "Зачёт", "Pass/fail")


class TermKind(Word):
    autumn = ("autumn", "Күзгі семестр", "Осенний семестр", "Autumn semester")
    winter = ("winter", "Қысқы кезең", "Зимний период", "Winter term")
    spring = ("spring", "Көктемгі семестр", "Весенний семестр", "Spring semester")
    summer = ("summer", "Жазғы семестр", "Летний семестр", "Summer semester")


class Mark(Word):
    """What stands in a sheet instead of a score."""

    absent = ("absent", "Келмеді", "Не явился", "Absent")
    excused = ("excused", "Себепті келмеді", "Не явился по уважительной причине", "Excused")
    not_admitted = ("not_admitted", "Жіберілмеді", "Не допущен", "Not admitted")


class SheetStatus(Word):
    open = ("open", "Ашық", "Открыта", "Open")
    closed = ("closed", "Жабық", "Закрыта", "Closed")
    cancelled = ("cancelled", "Күші жойылған", "Аннулирована", "Cancelled")


class SheetKind(Word):
    """Kinds of grade sheet; the first is built whole here, the family follows as data."""

    exam = ("exam", "Емтихан ведомосы", "Экзаменационная ведомость", "Exam sheet")


class Role(Word):
    """Who works here (regulation clause 13, domain.md 11.1)."""

    head = ("head", "Бөлім басшысы", "Руководитель отдела", "Head of office")
    senior_registrar = (
        "senior_registrar",
        "Аға статистик-тіркеуші",
        "Старший статистик-регистратор",
        "Senior statistician-registrar",
    )
    registrar = ("registrar", "Статистик-тіркеуші", "Статистик-регистратор", "Statistician-registrar")
    department = ("department", "Кафедра меңгерушісі", "Заведующий кафедрой", "Head of department")
    teacher = ("teacher", "Оқытушы", "Преподаватель", "Teacher")
    management = ("management", "Басшылық", "Руководство", "Leadership")
    auditor = ("auditor", "Аудитор", "Аудитор", "Auditor")
    administrator = ("administrator", "Жүйе әкімшісі", "Администратор системы", "System administrator")
    adviser = ("adviser", "Эдвайзер", "Эдвайзер", "Adviser")
    secretary = ("secretary", "Комиссия хатшысы", "Секретарь комиссии", "Commission secretary")
    hr = ("hr", "Кадр қызметі", "Отдел кадров", "Human resources")
    payments = ("payments", "Төлем бөлімі", "Отдел оплаты", "Payments")
    career = ("career", "Мансап секторы", "Сектор карьеры", "Career sector")
    service = (
        "service",
        "Кітапхана, жатақхана, мұрағат",
        "Библиотека, общежитие, архив",
        "Library, dormitory, archive",
    )


class Work(Word):
    """Kinds of work that are shared out among the office (clause 4: distribution of work)."""

    contingent = ("contingent", "Контингент", "Контингент", "Contingent")
    sections = ("sections", "Ағындар мен топтар", "Потоки и группы", "Streams and groups")
    sheets = ("sheets", "Ведомостар", "Ведомости", "Grade sheets")
    corrections = ("corrections", "Түзетулер", "Исправления", "Corrections")
    transcripts = ("transcripts", "Транскриптер", "Транскрипты", "Transcripts")
    papers = ("papers", "Анықтамалар мен хаттар", "Справки и письма", "Certificates and letters")
    orders = ("orders", "Бұйрықтар", "Приказы", "Orders")
    imports = ("imports", "Деректерді енгізу", "Загрузка данных", "Bringing data in")
    references = ("references", "Анықтамалықтар", "Справочники", "Reference lists")
    reports = ("reports", "Есептер", "Отчёты", "Reports")
    archive = ("archive", "Жеке істер мен мұрағат", "Личные дела и архив", "Personal files and archive")
