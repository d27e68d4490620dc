"""describe(Model) → FieldSpec: the one description from which form, table, filter, import, export and report are made.

Every maker reads FieldSpec and none reads the model itself, so a field written once in `schemas` or added in the
browser stands in all places at once. spec: one field; written: from the models; own: from the kinds; described: both,
as arranged; rights: who sees and changes it.
"""

from core.fields.described import describe, described, filter_fields, form_fields, personal_paths, table_fields, trace
from core.fields.own import arranged, own_field
from core.fields.rights import check_own, check_typed, emptied, hidden_paths, unlike, without_hidden, without_results
from core.fields.spec import FieldSpec, Kind, Option, choice_label, values_at, word_for
from schemas.base import Id

__all__ = [
    "FieldSpec", "Id", "Kind", "Option", "arranged", "check_own", "check_typed", "emptied", "choice_label", "describe",
    "described", "filter_fields", "form_fields", "hidden_paths", "own_field", "personal_paths", "table_fields", "trace",
    "unlike", "values_at", "without_hidden", "without_results", "word_for",
]  # fmt: skip
