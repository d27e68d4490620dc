"""Kinds: all that the office describes by data, in one document type with versions and days in force."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, TypeVar, get_args

from pydantic import Field

from schemas.base import Document, Show, Text
from schemas.kinds.attestation import AgainFrom, AttestationForm, AttestationRules, Deciding, Listed, Presents, Stage
from schemas.kinds.base import Body, Sort
from schemas.kinds.changes import ChangeRules
from schemas.kinds.councils import ConsultationKind, MeetingKind, Quorum
from schemas.kinds.diplomas import DiplomaKind, DiplomaLayout
from schemas.kinds.fields import FieldKind, FieldType, GroupKind, Layout, Placed, Target
from schemas.kinds.indicators import Aim, Direction, IndicatorKind, Measure, ProcessKind, Rhythm
from schemas.kinds.integrity import AtSigning, CriterionKind, Evidence, IntegrityRules
from schemas.kinds.lists import CODE, Choice, ChoiceList, Letter, Letters, NumberMask, ReasonCode, Term, Wording
from schemas.kinds.orders import LeaveGround, OrderKind
from schemas.kinds.packs import PackItem, PackKind, PackPart, PackPurpose
from schemas.kinds.papers import (
    BlankKind,
    BlankRules,
    CertificateKind,
    PaperKind,
    PaperSort,
    PracticeKind,
    PracticeSpread,
    RequestKind,
    Template,
)  # fmt: skip
from schemas.kinds.platforms import Code, CodeTable, PlatformColumn, PlatformKind
from schemas.kinds.progress import AwardRules, GpaKind, PromotionModel, PromotionRules, Threshold
from schemas.kinds.rooms import HoldKind, Route, ScanKind, ServiceKind, Step
from schemas.kinds.sheets import SheetColumn, SheetForm, SheetKind
from schemas.kinds.stat_forms import FormCount, FormLine, StatForm
from schemas.kinds.study import DifferenceRules, Norm, Part, Structure, StudyRules

Bodies = (
    PlatformKind | CodeTable | StatForm | PackKind |
    FieldKind | GroupKind | Layout | ChoiceList | ReasonCode | NumberMask | Route | HoldKind | Template
    | CertificateKind | OrderKind | SheetKind | BlankKind | PracticeKind | RequestKind | ScanKind | Wording | Term
    | Letters | Structure | Norm | StudyRules | PromotionRules | AwardRules | ChangeRules
    | DifferenceRules | LeaveGround | AttestationForm | AttestationRules | BlankRules
    | MeetingKind | ConsultationKind
    | DiplomaKind | DiplomaLayout | ProcessKind | IndicatorKind | IntegrityRules | CriterionKind | ServiceKind
)  # fmt: skip
BODIES: dict[str, type[Body]] = {b.model_fields["sort"].default: b for b in get_args(Bodies)}

B = TypeVar("B", bound=Body)


class Kind(Document):
    """One version of one entry. A change is a new version with its day in force; nothing stored is edited.

    In force on a day: of the versions with `effective` not after it the newest (by day, then by version).
    retired: from that day it is no longer offered; what was made by it stays readable.
    """

    collection: ClassVar[str] = "kinds"
    title: ClassVar[Text] = Text(kk="Түр", ru="Вид", en="Kind")

    sort: Annotated[Sort, Show("Не түрі", "Что это", "What it is", filter=True, form=False)]
    code: Annotated[
        str, Field(min_length=1, max_length=40, pattern=CODE),
        Show("Коды", "Код", "Code", table=True,
             help=("Латын әріптері, цифрлар, астыңғы сызық", "Латинские буквы, цифры, подчёркивание",
                   "Latin letters, digits, underscore")),
    ]  # fmt: skip
    version: Annotated[int, Field(ge=1), Show("Нұсқа", "Версия", "Version", table=True, form=False)] = 1
    name: Annotated[Text, Show("Атауы", "Название", "Name", table=True)]
    effective: Annotated[date, Show("Күшіне енетін күні", "Вступает в силу", "In force from", table=True)]
    retired: Annotated[bool, Show("Жабылған", "Закрыт", "Retired", table=True, form=False)] = False
    body: Annotated[Bodies, Field(discriminator="sort")]

    def label(self) -> Text:
        return self.name

    def as_body(self, kind: type[B]) -> B:
        """The body as its own class; TypeError for another sort."""
        if not isinstance(self.body, kind):
            raise TypeError(self.sort)
        return self.body


__all__ = [
    "Code", "CodeTable", "PlatformColumn", "PlatformKind",
    "ConsultationKind", "MeetingKind", "Quorum",
    "AtSigning", "CriterionKind", "Evidence", "IntegrityRules",
    "Aim", "Direction", "IndicatorKind", "Measure", "ProcessKind", "Rhythm",
    "AwardRules", "GpaKind", "PromotionModel", "PromotionRules", "Threshold",
    "AgainFrom", "AttestationForm", "AttestationRules", "Deciding", "Listed", "Presents", "Stage",
    "BODIES", "BlankKind", "BlankRules", "Bodies", "Body", "CertificateKind", "ChangeRules",
    "Choice", "ChoiceList", "DiplomaKind", "DiplomaLayout", "DifferenceRules", "FieldKind", "FieldType",
    "GroupKind", "HoldKind", "Kind", "Layout", "LeaveGround", "Letter", "Letters", "Norm", "NumberMask", "OrderKind",
    "PaperKind", "PaperSort", "Part", "Placed", "PracticeKind", "PracticeSpread", "ReasonCode", "RequestKind", "Route",
    "ScanKind", "ServiceKind",
    "SheetColumn", "SheetForm", "SheetKind", "Sort", "Step", "Structure", "StudyRules", "Target", "Template",
    "Term", "Wording",
    "FormCount", "FormLine", "StatForm", "PackItem", "PackKind", "PackPart", "PackPurpose",
]  # fmt: skip
