"""Files: kept once in the database by their hash, checked by content, given out copy-protected and with a line."""

from core.files.acts import Ready, checked, keep, limit, read, ready, sweep
from core.files.names import cleaned
from core.files.out import given_out, mime, protectable

__all__ = [
    "Ready", "checked", "cleaned", "given_out", "keep", "limit", "mime", "protectable", "read", "ready", "sweep",
]  # fmt: skip
