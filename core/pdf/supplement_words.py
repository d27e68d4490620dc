"""The fixed words of the supplement to a diploma, and of the European Diploma Supplement, in three languages."""

from __future__ import annotations

from core.pdf.words import Lang

_COLUMN = {"kk": 0, "ru": 1, "en": 2}

_WORDS: dict[str, tuple[str, str, str]] = {
    "supplement": ("Дипломға қосымша", "Приложение к диплому", "Supplement to the diploma"),
    "european": ("Дипломға жалпыеуропалық қосымша", "Общеевропейское приложение к диплому", "Diploma Supplement"),
    "invalid_alone": (
        "Дипломсыз жарамсыз.", "Без диплома недействительно.", "Not valid without the diploma.",
    ),
    "diploma": ("Дипломның сериясы мен нөмірі", "Серия и номер диплома", "Series and number of the diploma"),
    "register": ("Тіркеу нөмірі, күні", "Регистрационный номер, дата", "Registration number, date"),
    "born": ("Туған күні", "Дата рождения", "Date of birth"),
    "student_number": ("Студент нөмірі", "Номер студента", "Student number"),
    "previous": ("Алдыңғы білімі туралы құжат", "Документ о предыдущем образовании", "Document of previous education"),
    "admitted": ("Қабылданған жылы", "Год поступления", "Year of admission"),
    "graduated": ("Бітірген жылы", "Год окончания", "Year of graduation"),
    "programme": ("Білім беру бағдарламасы", "Образовательная программа", "Educational programme"),
    "degree": ("Берілген дәрежесі", "Присуждённая степень", "Degree awarded"),
    "form": ("Оқу нысаны", "Форма обучения", "Form of study"),
    "language": ("Оқыту тілі", "Язык обучения", "Language of instruction"),
    "protocol": ("Аттестаттау комиссиясының хаттамасы", "Протокол аттестационной комиссии",
                 "Minutes of the attestation commission"),
    "accreditation": ("Бағдарламаның аккредиттеуі", "Аккредитация программы", "Accreditation of the programme"),
    "no": ("№", "№", "No."),
    "discipline": ("Пән", "Дисциплина", "Discipline"),
    "cycle_general": ("Жалпы білім беретін пәндер", "Общеобразовательные дисциплины", "General education disciplines"),
    "cycle_base": ("Базалық пәндер", "Базовые дисциплины", "Base disciplines"),
    "cycle_profile": ("Бейіндеуші пәндер", "Профилирующие дисциплины", "Profile disciplines"),
    "practices": ("Кәсіптік практикалар", "Профессиональные практики", "Professional practices"),
    "works": ("Курстық жұмыстар", "Курсовые работы", "Course works"),
    "attestation": ("Қорытынды аттестаттау", "Итоговая аттестация", "Final attestation"),
    "topic": ("Тақырыбы", "Тема", "Topic"),
    "minutes": ("хаттама", "протокол", "minutes"),
    "honours": ("Үздік диплом", "Диплом с отличием", "Diploma with honours"),
    # the eight sections
    "s1": ("1. Біліктілік иесі туралы мәліметтер", "1. Сведения об обладателе квалификации",
           "1. Information identifying the holder of the qualification"),
    "s2": ("2. Біліктілік туралы мәліметтер", "2. Сведения о квалификации",
           "2. Information identifying the qualification"),
    "s3": ("3. Біліктілік деңгейі мен оқу мерзімі", "3. Уровень квалификации и срок обучения",
           "3. Information on the level and duration of the qualification"),
    "s4": ("4. Бағдарламаның мазмұны және алынған нәтижелер", "4. Содержание программы и полученные результаты",
           "4. Information on the programme completed and the results obtained"),
    "s5": ("5. Біліктіліктің қолданылуы", "5. Назначение квалификации",
           "5. Information on the function of the qualification"),
    "s6": ("6. Қосымша мәліметтер", "6. Дополнительные сведения", "6. Additional information"),
    "s7": ("7. Қосымшаны куәландыру", "7. Заверение приложения", "7. Certification of the supplement"),
    "s8": ("8. Ұлттық жоғары білім беру жүйесі", "8. Национальная система высшего образования",
           "8. Information on the national higher education system"),
    "holder": ("Тегі, аты, әкесінің аты", "Фамилия, имя, отчество", "Full name"),
    "qualification": ("Біліктілігі (дәрежесі)", "Квалификация (степень)", "Qualification (degree)"),
    "field": ("Негізгі оқу саласы", "Основная область обучения", "Main field of study"),
    "institution": ("Біліктілікті берген мекеме", "Учреждение, присвоившее квалификацию",
                    "Institution awarding the qualification"),
    "level": ("Деңгейі", "Уровень", "Level"),
    "level_is": (
        "Жоғары білім, бірінші цикл (бакалавриат); ұлттық біліктілік шеңберінің 6-деңгейі",
        "Высшее образование, первый цикл (бакалавриат); 6 уровень национальной рамки квалификаций",
        "Higher education, first cycle (bachelor); level 6 of the national qualifications framework",
    ),
    "duration": ("Оқу кезеңі, көлемі", "Период и объём обучения", "Period and volume of study"),
    "duration_is": ("{}–{} жж., {} академиялық кредит (ECTS)", "{}–{} гг., {} академических кредитов (ECTS)",
                    "{}–{}, {} academic credits (ECTS)"),
    "access": ("Қабылдау талаптары", "Требования к поступающим", "Access requirements"),
    "access_is": (
        "Жалпы орта, техникалық және кәсіптік немесе орта білімнен кейінгі білім",
        "Общее среднее, техническое и профессиональное или послесреднее образование",
        "General secondary, technical and vocational, or post-secondary education",
    ),
    "classification": ("Біліктіліктің жалпы бағасы", "Общая классификация квалификации", "Overall classification"),
    "further": ("Оқуды жалғастыру", "Доступ к дальнейшему обучению", "Access to further study"),
    "further_is": ("Магистратураға түсу құқығын береді", "Даёт право на поступление в магистратуру",
                   "Gives access to study for a master's degree"),
    "status": ("Кәсіби мәртебесі", "Профессиональный статус", "Professional status"),
    "status_is": (
        "Дәрежеге сәйкес кәсіби қызметпен айналысуға мүмкіндік береді",
        "Позволяет вести профессиональную деятельность в соответствии со степенью",
        "Allows professional work in accordance with the degree",
    ),
    "sources": ("Мәлімет көзі", "Источник сведений", "Source of information"),
    "system": (
        "Қазақстан Республикасында жоғары және жоғары оқу орнынан кейінгі білім үш циклден тұрады: бакалавриат "
        "(кемінде 240 академиялық кредит), магистратура және докторантура (PhD). Оқу кредиттік технология бойынша "
        "жүреді; оқу жетістіктері осы қосымшада келтірілген балдық-рейтингтік әріптік шкаламен бағаланады. Бір "
        "академиялық кредит бір ECTS кредитіне тең.",
        "Высшее и послевузовское образование в Республике Казахстан состоит из трёх циклов: бакалавриат (не менее 240 "
        "академических кредитов), магистратура и докторантура (PhD). Обучение ведётся по кредитной технологии; "
        "достижения оцениваются по балльно-рейтинговой буквенной шкале, приведённой в этом приложении. Один "
        "академический кредит равен одному кредиту ECTS.",
        "Higher and postgraduate education in the Republic of Kazakhstan has three cycles: bachelor (not less than 240 "
        "academic credits), master and doctor (PhD). Study follows the credit technology; achievements are graded by "
        "the letter scale given in this supplement. One academic credit equals one ECTS credit.",
    ),
}  # fmt: skip


def word(key: str, lang: Lang) -> str:
    """A fixed word of a supplement; KeyError if nobody wrote it down."""
    return _WORDS[key][_COLUMN[lang]]
