"""Closed lists of the office that stand in more than one record."""

from __future__ import annotations

from schemas.base import Word

MARK = ("балл", "балл", "grade")  # what every mark is called in speech: `Show.also`


class Sex(Word):
    male = ("male", "Ер", "Мужской", "Male")
    female = ("female", "Әйел", "Женский", "Female")


class StudyStatus(Word):
    """Where a person stands in one study."""

    applicant = ("applicant", "Қабылдануда", "Зачисляется", "Being enrolled")
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


class SchoolPaper(Word):
    """The document with which a person came to study."""

    secondary = ("secondary", "Жалпы орта білім туралы аттестат", "Аттестат об общем среднем образовании",
                 "Certificate of general secondary education")  # fmt: skip
    vocational = ("vocational", "Техникалық және кәсіптік білім туралы диплом",
                  "Диплом о техническом и профессиональном образовании",
                  "Diploma of technical and vocational education")  # fmt: skip
    postsecondary = ("postsecondary", "Орта білімнен кейінгі білім туралы диплом",
                     "Диплом о послесреднем образовании", "Diploma of post-secondary education")  # fmt: skip
    higher = ("higher", "Жоғары білім туралы диплом", "Диплом о высшем образовании", "Diploma of higher education")
    foreign = ("foreign", "Шетелде берілген білім туралы құжат", "Документ об образовании, выданный за рубежом",
               "Document of education issued abroad")  # fmt: skip


class Funding(Word):
    grant = ("grant", "Мемлекеттік грант", "Государственный грант", "State grant")
    paid = ("paid", "Ақылы", "Платное", "Fee-paying")
    quota = ("quota", "Квота", "Квота", "Quota")
    foreign = ("foreign", "Шетелдік қаражат (халықаралық келісім)", "Иностранное (международное соглашение)",
               "Foreign (intergovernmental agreement)")  # fmt: skip


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
    collective = ("collective", "Ұжым (оркестр, хор)", "Коллектив (оркестр, хор)", "Collective (orchestra, choir)")
    practice = ("practice", "Практика", "Практика", "Practice")


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


class PlanReason(Word):
    """Why a discipline stands in an individual study plan (domain.md 2)."""

    curriculum = ("curriculum", "Оқу жоспары бойынша", "По учебному плану", "By the curriculum")
    elective = ("elective", "Таңдау бойынша", "По выбору", "Elective")
    repeat = ("repeat", "Қайта оқу (берешек)", "Повторное изучение (задолженность)", "Repeat (debt)")
    difference = ("difference", "Академиялық айырмашылық", "Академическая разница", "Academic difference")
    raising = ("raising", "Бағаны көтеру", "Повышение оценки", "To raise a grade")
    mobility = ("mobility", "Академиялық ұтқырлық", "Академическая мобильность", "Academic mobility")


class LineState(Word):
    """Where one discipline of a study plan stands."""

    chosen = ("chosen", "Таңдалды", "Выбрана", "Chosen")
    waiting = ("waiting", "Күту тізімінде", "В листе ожидания", "Waiting")
    registered = ("registered", "Тіркелді", "Зарегистрирована", "Registered")
    rechoose = ("rechoose", "Қайта таңдау керек", "Нужно выбрать заново", "To be chosen again")
    dropped = ("dropped", "Алынып тасталды", "Снята", "Dropped")


class StudyPlanState(Word):
    """Where an individual study plan stands: drawn up, handed in by the adviser, approved by the office, signed."""

    draft = ("draft", "Жасалуда", "Составляется", "Being drawn up")
    submitted = ("submitted", "Тексеруде", "На проверке", "Handed in")
    approved = ("approved", "Бекітілді", "Утверждён", "Approved")
    signed = ("signed", "Қол қойылды", "Подписан", "Signed")


class PeriodKind(Word):
    """What a period of the academic calendar is for (domain.md 10)."""

    study = ("study", "Оқу", "Обучение", "Classes")
    registration = ("registration", "Пәндерге тіркелу", "Регистрация на дисциплины", "Registration")
    changes = ("changes", "Тіркелуді өзгерту", "Изменение регистрации", "Changes of registration")
    midterm_1 = ("midterm_1", "1-аралық бақылау", "Рубежный контроль 1", "Midterm 1")
    midterm_2 = ("midterm_2", "2-аралық бақылау", "Рубежный контроль 2", "Midterm 2")
    session = ("session", "Емтихан сессиясы", "Экзаменационная сессия", "Exam session")
    retakes = ("retakes", "Қайта тапсыру", "Пересдачи", "Retakes")
    practice = ("practice", "Практика", "Практика", "Practice")
    attestation = ("attestation", "Қорытынды аттестаттау", "Итоговая аттестация", "Final attestation")
    summer = ("summer", "Жазғы семестр", "Летний семестр", "Summer semester")
    vacation = ("vacation", "Демалыс", "Каникулы", "Vacation")


class CurriculumState(Word):
    draft = ("draft", "Жоба", "Проект", "Draft")
    approved = ("approved", "Бекітілген", "Утверждён", "Approved")
    replaced = ("replaced", "Жаңа нұсқамен ауыстырылған", "Заменён новой версией", "Replaced by a new version")


class CalendarState(Word):
    draft = ("draft", "Жоба", "Проект", "Draft")
    approved = ("approved", "Бекітілген", "Утверждён", "Approved")


class Mark(Word):
    """What stands in a sheet instead of a score."""

    absent = ("absent", "Келмеді", "Не явился", "Absent")
    excused = ("excused", "Себепті келмеді", "Не явился по уважительной причине", "Excused")
    not_admitted = ("not_admitted", "Жіберілмеді", "Не допущен", "Not admitted")
    not_finished = ("not_finished", "Аяқтамады", "Не завершил", "Not finished")
    passed = ("passed", "Сынақтан өтті", "Зачтено", "Pass")
    not_passed = ("not_passed", "Сынақтан өтпеді", "Не зачтено", "No pass")
    withdrawn = ("withdrawn", "Пәннен шықты", "Снят с дисциплины", "Withdrawn")
    listener = ("listener", "Тыңдаушы", "Слушатель", "Listener")
    left = ("left", "Контингентте жоқ", "Выбыл из контингента", "Left")


class SheetStatus(Word):
    """Where a sheet stands; each step is kept with who and when."""

    draft = ("draft", "Жоба", "Проект", "Draft")
    open = ("open", "Ашық", "Открыта", "Open")
    filled = ("filled", "Толтырылған", "Заполнена", "Filled in")
    signed = ("signed", "Қол қойылған", "Подписана", "Signed")
    closed = ("closed", "Жабық", "Закрыта", "Closed")
    cancelled = ("cancelled", "Күші жойылған", "Аннулирована", "Cancelled")


# Sheets that are still to be closed; sheets that stand at all.
UNDONE = (SheetStatus.draft, SheetStatus.open, SheetStatus.filled, SheetStatus.signed)
STANDING = (*UNDONE, SheetStatus.closed)


class NotAdmitted(Word):
    """Why a graduate is not admitted to final attestation (domain.md 4.1), in the order in which one of several is
    told; the codes are those by which the page of admission names them."""

    not_studying = ("not_studying", "Оқымайды", "Не обучается", "Is not studying")
    debts = ("debts", "Академиялық берешек", "Академическая задолженность", "Academic debts")
    plan = ("plan", "Оқу жоспары орындалмаған", "Учебный план не выполнен", "The plan is not done")
    running = ("running", "Нәтижесі әлі шықпаған пән", "Дисциплины без результата", "Disciplines without a result")
    practice = ("practice", "Практика өтілмеген", "Практика не пройдена", "Practice not passed")
    block = ("block", "Таңдау блогы толмаған", "Не набран блок по выбору", "An elective block is not filled")
    credits = ("credits", "Кредит жетпейді", "Не хватает кредитов", "Credits are lacking")
    no_curriculum = (
        "no_curriculum", "Бекітілген оқу жоспары жоқ", "Нет утверждённого учебного плана", "No approved curriculum"
    )  # fmt: skip
    holds = ("holds", "Шектеу қойылған", "Удержание", "A hold")
    not_approved = (
        "not_approved", "Бағдарламасы немесе тақырыбы бекітілмеген", "Программа или тема не утверждена",
        "What is presented is not approved",
    )  # fmt: skip
    not_allowed = (
        "not_allowed", "Жетекшінің рұқсаты жоқ", "Нет допуска руководителя", "The supervisor has not allowed it"
    )  # fmt: skip
    originality_none = (
        "originality_none", "Түпнұсқалылығы тексерілмеген", "Оригинальность не проверена", "Originality is not checked"
    )  # fmt: skip
    originality_low = (
        "originality_low", "Түпнұсқалылығы төмен", "Оригинальность ниже нормы", "Originality is below the norm"
    )  # fmt: skip
    not_reviewed = ("not_reviewed", "Рецензия жоқ", "Нет рецензии", "No review")
    other = ("other", "Басқа себеп", "Иная причина", "Another reason")


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
