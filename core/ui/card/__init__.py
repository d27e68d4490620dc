"""Pieces of a student's card: one file per tab."""

from core.ui.card.attestation import attestation
from core.ui.card.career import career
from core.ui.card.credits import credits
from core.ui.card.difference import difference
from core.ui.card.holds import hold_badges, holds
from core.ui.card.mobility import stays
from core.ui.card.orders import student_orders
from core.ui.card.papers import papers
from core.ui.card.past import as_of, comparison, looked
from core.ui.card.profile import profile, stated, study_facts
from core.ui.card.records import consent, consent_badge, enters_as, new_study, propose
from core.ui.card.results import results
from core.ui.card.scans import personal_file
from core.ui.card.timeline import timeline
from core.ui.card.warnings import warnings

__all__ = [
    "as_of",
    "attestation",
    "career",
    "comparison",
    "consent",
    "consent_badge",
    "credits",
    "difference",
    "enters_as",
    "hold_badges",
    "holds",
    "new_study",
    "looked",
    "papers",
    "personal_file",
    "profile",
    "propose",
    "results",
    "stated",
    "stays",
    "student_orders",
    "study_facts",
    "timeline",
    "warnings",
]
