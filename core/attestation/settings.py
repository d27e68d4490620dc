"""The house's rules of final attestation and its forms, as they are in force today."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from core import house
from core.errors import NotFound
from schemas.base import Text
from schemas.kinds import AttestationForm, AttestationRules, Kind, Sort


def rules() -> AttestationRules:
    """The rules in force; what nothing was set for is as the schema says."""
    try:
        return house.entry(Sort.attestation_rules, "main").as_body(AttestationRules)
    except NotFound:
        return AttestationRules()


def form(code: str) -> AttestationForm:
    """A form of attestation by its code, retired ones too; NotFound where there is none."""
    return house.entry(Sort.attestation_form, code).as_body(AttestationForm)


def form_name(code: str) -> Text:
    """What a form is called."""
    return house.entry(Sort.attestation_form, code).name


def forms() -> list[Kind]:
    """The forms that are offered today."""
    return house.entries(Sort.attestation_form)


def deadline(day_month: str, year: int) -> date:
    """A day of the rules («15-10») before the attestation of a calendar year: in the year before it; «31-11» is the
    last day of November."""
    month = int(day_month[3:])
    return date(year - 1, month, min(int(day_month[:2]), monthrange(year - 1, month)[1]))
