"""A whole group at once: who can be registered and who can't and why, then the work itself, 50 students an act."""

from core.registration.groups.asked import LATER, Asked, Outcome, Preview, Seen
from core.registration.groups.carrying import carry_out, drop_group, register_group
from core.registration.groups.looking import preview

__all__ = ["LATER", "Asked", "Outcome", "Preview", "Seen", "carry_out", "drop_group", "preview", "register_group"]
