"""One statistical form as it is described: changed in the browser, seen on live records, a version kept (clause 22)."""

from __future__ import annotations

from core.ui.kinds.drafted import headed
from core.ui.page import enter
from core.ui.stat_forms import editor
from schemas.kinds import Sort

desk = enter("kind.edit", "code", "day")
new = ("stat_forms.new", "stat_form_editor.hint")
editor.screen(desk, headed(desk, Sort.stat_form, new, ("pages/stat_forms.py", "stat_forms.title")))
