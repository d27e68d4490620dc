"""The institution's own facts: names on papers, who signs, where codes are checked."""

from __future__ import annotations

from core import references
from core.db.codec import plain
from core.fields import form_fields
from core.ui.forms import flat, form
from core.ui.messages import shown_errors
from core.ui.page import done, enter, title
from schemas.reference import Office

desk = enter("office.edit")
title("settings.title", "settings.title_hint")
office = desk.store.load(Office, "office")
specs = form_fields(Office)
filled = form(desk, specs, "office:office", flat(specs, plain(office)), why="required", revision=office.revision)
if filled:
    with shown_errors("office:office"):
        references.save(desk, Office, office.id, filled.revision, filled.changed, filled.why)
        done("settings.saved")
