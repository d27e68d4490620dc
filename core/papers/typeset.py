"""From frozen values to the bytes of a paper, whichever kind it is."""

from __future__ import annotations

from core import files, signing
from core.db.store import Store
from core.desk import Desk
from core.papers import content
from core.pdf.letter import LetterPapers
from core.pdf.papers import BarePaper, render_any
from schemas.base import Id
from schemas.kinds import Kind, Template
from schemas.paper import Paper
from schemas.reference import SignedPaper
from schemas.transcript import Transcript


def sort_of(store: Store, paper: Paper | Transcript) -> str:
    """What the paper is to those who sign: the sort of its template, or a transcript."""
    if isinstance(paper, Transcript):
        return SignedPaper.transcript.value
    row = store.one(Kind.collection, {"_id": paper.template}) if paper.template else None
    return Kind.model_validate(row).as_body(Template).paper.value if row else ""


def file_of(desk: Desk, paper: Paper | Transcript, copy: bool = False) -> tuple[bytes, str]:
    """The protected file of a made paper, set from what is frozen, and whose digital signature it bears («»: none)."""
    signer = signing.by(desk, sort_of(desk.store, paper))
    set_: BarePaper
    if isinstance(paper, Transcript):
        from core.transcripts.content import restored  # transcripts run the life of papers: they import us

        set_ = restored(paper.paper, copy)
    else:
        frozen = content.restored(paper.printed, copy)
        set_ = LetterPapers((frozen,), logo(desk.store, frozen.logo))
    return render_any(signing.sealed(desk, set_, signer)), signer


def logo(store: Store, hash: Id) -> bytes:
    """The picture between the names of the head; nothing where the institution has none."""
    return files.read(store, hash)[1] if hash else b""
