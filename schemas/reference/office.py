"""The institution: what it is called on papers, who signs them, and the settings of the office."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, model_validator

from schemas.base import Document, Id, Model, Show, Text, Word
from schemas.checks import Refused
from schemas.words import Role


class SignedPaper(Word):
    """What a signatory signs."""

    transcript = ("transcript", "Транскрипт", "Транскрипт", "Transcript")
    certificate = ("certificate", "Анықтама", "Справка", "Certificate")
    notice = ("notice", "Хабарлама", "Уведомление", "Notice")
    extract = ("extract", "Үзінді көшірме", "Выписка", "Extract")
    order = ("order", "Бұйрық", "Приказ", "Order")
    letter = ("letter", "Хат", "Письмо", "Letter")
    cover = ("cover", "Мұқаба", "Обложка", "Cover")
    clearance = ("clearance", "Айналым парағы", "Обходной лист", "Clearance sheet")
    diploma = ("diploma", "Диплом", "Диплом", "Diploma")
    supplement = ("supplement", "Дипломға қосымша", "Приложение к диплому", "Diploma supplement")


class Signer(Model):
    """Who signs papers, from which day to which; whoever was in office on a paper's day stands on it for good."""

    post: Annotated[Text, Show("Лауазымы", "Должность", "Post")]
    name: Annotated[Text | None, Show("Аты-жөні", "ФИО", "Name")] = None
    starts: Annotated[date | None, Show("Қызметке кіріскен күні", "В должности с", "In office from")] = None
    ends: Annotated[date | None, Show("Соңғы күні", "По", "To")] = None
    order: Annotated[str, Field(max_length=120), Show("Тағайындау бұйрығы", "Приказ о назначении", "Order")] = ""
    papers: Annotated[
        list[SignedPaper], Show("Нені қол қояды (бос — бәрін)", "Что подписывает (пусто — всё)", "Signs (empty: all)")
    ] = Field(default_factory=list)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.starts and self.ends and self.ends < self.starts:
            raise Refused("papers.signer_ends_before", starts=self.starts, ends=self.ends)
        return self

    def in_office(self, day: date) -> bool:
        """Did this person hold the post on that day?"""
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)


def web_address(value: str) -> str:
    """The public address of the office: http(s), a host, no spaces, no question mark; the slash at the end goes."""
    value = value.strip().rstrip("/")
    if value and not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", value):
        raise Refused("papers.web_address")
    return value


class HolderShown(Word):
    """How much of a holder's name the public check of a code shows."""

    letters = ("letters", "Әр сөздің бірінші әрпі мен нүктелер", "Первые буквы и точки", "First letters and dots")
    initials = ("initials", "Тегінің бірінші әрпі, инициалдар", "Инициалы", "Initials")
    full = ("full", "Толық", "Полностью", "In full")
    nothing = ("nothing", "Көрсетілмейді", "Не показывается", "Not shown")


KEPT_HELP = (
    "Бос — сервердегі баптаудай (әдетте 14 күн, 8 апта, 12 ай)",
    "Пусто — как настроено на сервере (обычно 14 дней, 8 недель, 12 месяцев)",
    "Empty: as set on the server (usually 14 days, 8 weeks, 12 months)",
)
RETENTION_HELP = (
    "Істер номенклатурасында мерзім жазылмаса ғана; бос — 75 және 5 жыл",
    "Только где срок не назван в номенклатуре дел; пусто — 75 лет и 5 лет",
    "Only where the nomenclature of files says nothing; empty: 75 years and 5 years",
)
SEAL = Text(kk="М.О.", ru="М.П.", en="Seal")


class Office(Document):
    """What stands on papers: names of the institution and the office, who signs, where codes are checked."""

    collection: ClassVar[str] = "office"
    title: ClassVar[Text] = Text(kk="Мекеме", ru="Учреждение", en="Institution")

    name: Annotated[Text, Show("Мекеме атауы", "Название учреждения", "Name of the institution")]
    short_name: Annotated[Text | None, Show("Қысқа атауы", "Краткое название", "Short name")] = None
    office_name: Annotated[Text, Show("Бөлім атауы", "Название отдела", "Name of the office")]
    city: Annotated[Text, Show("Қала", "Город", "City")]
    bin: Annotated[str, Field(max_length=12, pattern=r"^(\d{12})?$"), Show("БСН", "БИН", "BIN", group="licence")] = ""
    licence: Annotated[
        str, Field(max_length=60), Show("Лицензия нөмірі", "Номер лицензии", "Licence number", group="licence")
    ] = ""
    licence_day: Annotated[
        date | None, Show("Лицензия күні", "Дата лицензии", "Date of the licence", group="licence")
    ] = None
    licence_by: Annotated[
        Text | None, Show("Лицензияны берген", "Кем выдана лицензия", "Licence issued by", group="licence")
    ] = None
    accredited_by: Annotated[
        Text | None,
        Show("Институционалдық аккредиттеу агенттігі", "Агентство институциональной аккредитации",
             "Agency of the institutional accreditation", group="accreditation",
             help=("Дипломда тұрады (бос болса — жоқ)", "Стоит на дипломе (если заполнено)",
                   "Stands on the diploma, where it is set")),
    ] = None  # fmt: skip
    accredited_number: Annotated[
        str, Field(max_length=60),
        Show("Аккредиттеу куәлігінің нөмірі", "Номер свидетельства об аккредитации", "Number of its certificate",
             group="accreditation"),
    ] = ""  # fmt: skip
    accredited_from: Annotated[
        date | None, Show("Аккредиттеу басталуы", "Аккредитация с", "Accredited from", group="accreditation")
    ] = None  # fmt: skip
    accredited_to: Annotated[
        date | None, Show("Аккредиттеу аяқталуы", "Аккредитация по", "Accredited to", group="accreditation")
    ] = None  # fmt: skip
    place: Annotated[Text | None, Show("Пошталық мекенжайы", "Почтовый адрес", "Postal address", group="contacts")] = (
        None
    )
    phones: Annotated[str, Field(max_length=120), Show("Телефондары", "Телефоны", "Phones", group="contacts")] = ""
    email: Annotated[
        str, Field(max_length=120), Show("Электрондық пошта", "Электронная почта", "E-mail", group="contacts")
    ] = ""
    site: Annotated[str, Field(max_length=120), Show("Сайты", "Сайт", "Website", group="contacts")] = ""
    address: Annotated[
        str, Field(max_length=200), AfterValidator(web_address),
        Show(
            "Тексерудің жария мекенжайы (URL)", "Публичный адрес проверки (URL)", "Public address for checks (URL)",
            group="papers",
            help=("Қағаздағы QR осы мекенжайға апарады", "QR на бумаге ведёт на этот адрес",
                  "The QR on papers leads to this address"),
        ),
    ] = ""  # fmt: skip
    seal: Annotated[Text, Show("Мөр орнының белгісі", "Обозначение места печати", "Mark of the seal place",
                               group="papers")] = SEAL  # fmt: skip
    holder_shown: Annotated[
        HolderShown,
        Show("Жария тексеруде иесінің аты", "Имя владельца при публичной проверке", "Holder's name in the public check",
             group="papers"),
    ] = HolderShown.letters  # fmt: skip
    signed: Annotated[
        list[SignedPaper],
        Show("Электрондық қолтаңба қойылатын файлдар", "Файлы с электронной подписью", "Files signed digitally",
             group="papers",
             help=("Серверге кілт берілгенде ғана", "Только когда серверу дан ключ",
                   "Only where the server is given a key")),
    ] = Field(
        default_factory=lambda: [SignedPaper.transcript, SignedPaper.certificate, SignedPaper.supplement]
    )  # fmt: skip
    key_warns: Annotated[
        int, Field(ge=1, le=365),
        Show("Қолтаңба кілтінің соңы туралы неше күн бұрын ескерту", "За сколько дней предупреждать о конце ключа",
             "Days of warning before the signing key ends", group="papers"),
    ] = 60  # fmt: skip
    consent_version: Annotated[
        str, Field(max_length=40),
        Show("Қазіргі келісім мәтінінің нұсқасы", "Действующая редакция текста согласия",
             "Version of the consent signed today", group="consent"),
    ] = ""  # fmt: skip
    consent_warns: Annotated[
        bool,
        Show("Экспортта келісімі жоқтар туралы ескерту", "Предупреждать об экспорте данных без согласия",
             "Warn when data without consent are exported", group="consent"),
    ] = True  # fmt: skip
    time_zone: Annotated[str, Field(max_length=60), Show("Уақыт белдеуі", "Часовой пояс", "Time zone")] = "Asia/Almaty"
    file_limit: Annotated[
        int, Field(ge=1, le=50),
        Show("Тіркелетін файлдың ең үлкен көлемі, МБ", "Предел размера файла, МБ", "Largest file, MB", group="files"),
    ] = 20  # fmt: skip
    least_shown: Annotated[
        int, Field(ge=1, le=50),
        Show("Көрсеткіштегі адам санының төменгі шегі", "Наименьшее число людей в показателе",
             "Fewest people in a figure", group="figures",
             help=("Адам саны бұдан аз ұяшық көрсетілмейді", "Ячейка, за которой меньше людей, не показывается",
                   "A cell with fewer people behind it is not shown")),
    ] = 5  # fmt: skip
    signers: Annotated[list[Signer], Show("Қол қоюшылар", "Подписанты", "Signatories", group="signers")] = Field(
        default_factory=list
    )
    logo: Id = ""
    # Before signatories had dates (migration 0002); read where `signers` is empty.
    signer_1: Text | None = None
    signer_1_name: str = ""
    signer_2: Text | None = None
    signer_2_name: str = ""
    idle_minutes: Annotated[
        int | None,
        Field(ge=0, le=480),
        Show(
            "Экран қанша минуттан кейін құлыпталады", "Через сколько минут экран запирается",
            "Minutes until the screen locks", group="door",
            help=("Бос — 15 минут; 0 — құлыпталмайды", "Пусто — 15 минут; 0 — не запирается",
                  "Empty: 15 minutes; 0: never"),
        ),
    ] = None  # fmt: skip
    proof_minutes: Annotated[
        int | None,
        Field(ge=0, le=720),
        Show(
            "Қол қою алдында құпиясөз қанша минуттан кейін қайта сұралады",
            "Через сколько минут перед подписанием снова спрашивается пароль",
            "Minutes after which signing asks the password anew", group="door",
            help=("Тіркелгілер мен құқықтарды өзгерткенде де. Бос — 30 минут; 0 — сұралмайды",
                  "И при изменении учётных записей и прав. Пусто — 30 минут; 0 — не спрашивается",
                  "Before changes of accounts and rights, too. Empty: 30 minutes; 0: never"),
        ),
    ] = None  # fmt: skip
    second_factor: Annotated[
        list[Role],
        Show(
            "Кімге екінші фактор міндетті", "Кому обязателен второй фактор", "Who must have a second factor",
            group="door",
            help=("Құпиясөзден бөлек телефондағы бір реттік код сұралады",
                  "Кроме пароля спрашивается одноразовый код с телефона",
                  "Beside the password a one-time code of the telephone is asked")),
    ] = Field(default_factory=list)  # fmt: skip
    second_factor_from: Annotated[
        date | None,
        Show(
            "Екінші фактор қай күннен бастап міндетті", "С какого дня второй фактор обязателен",
            "Second factor required from", group="door",
            help=("Бос — келесі кіруден бастап", "Пусто — со следующего входа", "Empty: from the next sign-in")),
    ] = None  # fmt: skip
    second_factor_service: Annotated[
        bool,
        Show(
            "Мекеменің кіру қызметінен кейін де код сұралсын", "Код и после входа через службу учреждения",
            "Ask the code after the institution's own sign-in, too", group="door"),
    ] = False  # fmt: skip
    backup_days: Annotated[
        int | None, Field(ge=1, le=3650),
        Show("Неше күннің сақтық көшірмелері сақталады", "За сколько дней хранить копии", "Days of backups kept",
             group="backup", help=KEPT_HELP),
    ] = None  # fmt: skip
    backup_weeks: Annotated[
        int | None, Field(ge=0, le=520),
        Show("Неше аптаның көшірмелері (аптасына бір)", "За сколько недель (по одной)", "Weeks of backups (one each)",
             group="backup", help=KEPT_HELP),
    ] = None  # fmt: skip
    backup_months: Annotated[
        int | None, Field(ge=0, le=240),
        Show("Неше айдың көшірмелері (айына бір)", "За сколько месяцев (по одной)", "Months of backups (one each)",
             group="backup", help=KEPT_HELP),
    ] = None  # fmt: skip
    drill_days: Annotated[
        int | None, Field(ge=0, le=366),
        Show("Қалпына келтіру сынағы неше күн сайын өзі басталады",
             "Через сколько дней проверка восстановления начинается сама", "Days between drills begun by themselves",
             group="backup",
             help=("Бос — 30 күн; 0 — тек қолмен басталады", "Пусто — 30 дней; 0 — начинают только вручную",
                   "Empty: 30 days; 0: begun by hand alone")),
    ] = None  # fmt: skip
    keep_records: Annotated[
        int | None, Field(ge=1, le=150),
        Show("Адамдар мен әрекеттер туралы жазбалар неше жыл сақталады", "Сколько лет хранить записи о людях",
             "Years that records of people and acts are kept", group="retention", help=RETENTION_HELP),
    ] = None  # fmt: skip
    keep_service: Annotated[
        int | None, Field(ge=1, le=150),
        Show("Өтініштер мен қызметтер жазбалары неше жыл сақталады", "Сколько лет хранить обращения и услуги",
             "Years that requests and services are kept", group="retention", help=RETENTION_HELP),
    ] = None  # fmt: skip
    demo: bool = False

    def label(self) -> Text:
        return self.name

    @model_validator(mode="after")
    def _accredited_in_order(self) -> Self:
        if self.accredited_from and self.accredited_to and self.accredited_to < self.accredited_from:
            raise Refused("errors.field.ends_before_start", "accredited_to")
        return self

    def accredited(self, day: date) -> bool:
        """Does an institutional accreditation stand on that day?"""
        begun = self.accredited_from is None or self.accredited_from <= day
        return self.accredited_by is not None and begun and (self.accredited_to is None or day <= self.accredited_to)

    def signatories(self, day: date, paper: str) -> list[Signer]:
        """Who signs such a paper on that day, in the card's order."""
        every = self.signers or [
            Signer(post=post, name=Text(kk=name) if name else None)
            for post, name in ((self.signer_1, self.signer_1_name), (self.signer_2, self.signer_2_name))
            if post
        ]
        return [s for s in every if s.in_office(day) and (not s.papers or paper in s.papers)]
