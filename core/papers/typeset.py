"""From frozen values to the bytes of a paper, whichever kind it is."""

from __future__ import annotations

from core import files
from core.db.store import Store
from core.papers import content
from core.pdf import letter
from core.pdf.transcript import render as render_transcript
from schemas.base import Id
from schemas.paper import Paper
from schemas.transcript import Transcript


def file_of(store: Store, paper: Paper, copy: bool = False) -> bytes:
    """The protected file of a made paper, set from what is frozen."""
    frozen = content.restored(paper.printed, copy)
    return letter.render(frozen, protected=True, logo=logo(store, frozen.logo))


def copy_of(store: Store, paper: Paper | Transcript) -> bytes:
    """The same paper marked as a copy."""
    if isinstance(paper, Transcript):
        from core.transcripts.content import restored  # transcripts run the life of papers: they import us

        return render_transcript(restored(paper.paper, copy=True), protected=True)
    return file_of(store, paper, copy=True)


def logo(store: Store, hash: Id) -> bytes:
    """The picture between the names of the head; nothing where the institution has none."""
    return files.read(store, hash)[1] if hash else b""
