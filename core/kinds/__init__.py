"""Kinds: what the office describes by data; written, retired, compared, brought back, moved as a file."""

from core.kinds.acts import changed_by, draft, make, restore, retire, save
from core.kinds.moving import Coming, accept, coming, export_file
from core.kinds.preview import preview
from core.kinds.reading import compare, latest, listed, versions
from core.kinds.shipped import ship

__all__ = [
    "Coming", "accept", "changed_by", "coming", "compare", "draft", "export_file", "latest", "listed", "make",
    "preview", "restore", "retire", "save", "ship", "versions",
]  # fmt: skip
