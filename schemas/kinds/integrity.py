"""What keeps the office honest, as data: its days and settings, the criteria of the anti-corruption council."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from schemas.base import Show, Text, Word
from schemas.kinds.attestation import DAY_MONTH
from schemas.kinds.base import Body
from schemas.training import TrainingSort


class AtSigning(Word):
    """What is done where an examiner has declared an interest in a student of the sheet he signs."""

    warn = ("warn", "Ескертіледі", "Предупреждать", "Warn")
    refuse = ("refuse", "Қол қоюға болмайды", "Отказывать в подписании", "Refuse the signature")


class IntegrityRules(Body):
    hint: ClassVar[Text] = Text(
        kk="Мүдделер декларациясының мерзімдері, міндетті оқытулар, емтихан алушының мүддесі болса не істеледі.",
        ru="Сроки деклараций интересов, обязательные обучения, что делать при заинтересованности экзаменатора.",
        en="Days of declarations, trainings that are due of everybody, what an examiner's interest leads to.",
    )

    sort: Literal["integrity_rules"] = "integrity_rules"
    declare_from: Annotated[
        str, Field(pattern=DAY_MONTH),
        Show("Декларация сұралады, бастап (КК-АА)", "Декларации запрашиваются с (ДД-ММ)",
             "Declarations are asked from (DD-MM)"),
    ] = "10-01"  # fmt: skip
    declare_by: Annotated[
        str, Field(pattern=DAY_MONTH),
        Show("Декларация беріледі, дейін (КК-АА)", "Декларации подаются до (ДД-ММ)", "Declarations are due by (DD-MM)"),
    ] = "01-02"  # fmt: skip
    at_signing: Annotated[
        AtSigning, Show("Емтихан алушы студентке мүдделі болса", "При заинтересованности экзаменатора в студенте",
                        "An examiner with an interest in a student")
    ] = AtSigning.warn  # fmt: skip
    repeat: Annotated[
        list[TrainingSort], Show("Бәріне міндетті оқытулар", "Обучения, обязательные для всех",
                                 "Trainings due of everybody")
    ] = Field(default_factory=lambda: [TrainingSort.anti_corruption, TrainingSort.safety])  # fmt: skip
    remind: Annotated[
        int, Field(ge=0, le=120),
        Show("Мерзімі бітуге дейін ескерту, күн", "Предупреждать до истечения, дней", "Warn before it runs out, days"),
    ] = 14  # fmt: skip


class Evidence(Word):
    """What the office itself can show for a criterion; the figure is computed, the page it is seen on is linked."""

    none = ("none", "Қолмен көрсетіледі", "Указывается вручную", "Shown by hand")
    basis = (
        "basis", "Негізі бар түзетулер үлесі", "Доля исправлений с основанием", "Share of corrections with a basis"
    )  # fmt: skip
    two_hands = (
        "two_hands", "Екі адам растаған түзетулер үлесі", "Доля исправлений, сделанных двумя лицами",
        "Share of corrections made by two people",
    )  # fmt: skip
    declarations = (
        "declarations", "Декларация бергендер үлесі", "Доля подавших декларации", "Share of who declared interests"
    )  # fmt: skip
    trainings = (
        "trainings", "Сыбайлас жемқорлыққа қарсы оқытудан өткендер үлесі", "Доля прошедших антикоррупционное обучение",
        "Share of who had anti-corruption training",
    )  # fmt: skip
    chain = (
        "chain", "Журналдың тұтас деп табылған тексерулерінің үлесі", "Доля проверок журнала, нашедших его целым",
        "Share of verifications that found the trail whole",
    )  # fmt: skip
    appeals = (
        "appeals", "Мерзімінде шешілген апелляциялар үлесі", "Доля апелляций, рассмотренных в срок",
        "Share of appeals decided in time",
    )  # fmt: skip
    deviations = (
        "deviations", "Мерзімінде түзетілген ауытқулар үлесі", "Доля отклонений, устранённых в срок",
        "Share of deviations mended in time",
    )  # fmt: skip
    blanks = ("blanks", "Бекітілген түгендеулер", "Утверждённые инвентаризации", "Counts of blanks approved")
    looks = ("looks", "Жазылып алынған қараулар", "Записанные просмотры", "Openings written down")
    accounts = (
        "accounts", "Бұйрықпен тағайындалғандар үлесі", "Доля назначенных приказом", "Share of accounts with an order"
    )  # fmt: skip


class CriterionKind(Body):
    hint: ClassVar[Text] = Text(
        kk="Сыбайлас жемқорлыққа қарсы кеңестің бағалау критерийі: не дәлел болып саналады, дәлел қайдан алынады.",
        ru="Критерий оценки антикоррупционного совета: что считается подтверждением и откуда оно берётся.",
        en="A criterion of the anti-corruption council: what counts as evidence and where it comes from.",
    )

    sort: Literal["criterion"] = "criterion"
    counts: Annotated[Text, Show("Не дәлел болады", "Что считается подтверждением", "What counts as evidence")]
    evidence: Annotated[Evidence, Show("Жүйедегі дәлелі", "Подтверждение в системе", "Evidence computed",
                                       table=True)] = Evidence.none  # fmt: skip


__all__ = ["AtSigning", "CriterionKind", "Evidence", "IntegrityRules"]
