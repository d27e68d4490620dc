"""A form from described fields: drawn, checked, problems beside the fields, nothing typed ever lost.

filled = form(desk, specs, "department:7f", initial=flat(specs, record), submit=T("common.save"), why="required")
if filled:
    with shown_errors("department:7f"):
        references.save(desk, Department, id, filled.revision, filled.changed, filled.why)
        forget("department:7f")
        done("references.saved")
"""

from core.ui.forms.form import Filled, forget, form, group_name, grouped, looked, made, problems_of, typed
from core.ui.forms.values import flat, nested
from core.ui.forms.why import asked, beside_fields, command

__all__ = [
    "Filled",
    "asked",
    "beside_fields",
    "command",
    "flat",
    "forget",
    "form",
    "group_name",
    "grouped",
    "looked",
    "made",
    "nested",
    "problems_of",
    "typed",
]
