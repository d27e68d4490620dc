"""Any paper of the office to bytes, for those who handle papers without looking inside."""

from __future__ import annotations

from core.pdf import letter, sheet, transcript
from core.pdf.letter import LetterPaper
from core.pdf.sheet import SheetPaper, SheetPapers
from core.pdf.transcript import TranscriptPaper

AnyPaper = TranscriptPaper | SheetPaper | SheetPapers | LetterPaper


def render_any(paper: AnyPaper, protected: bool = False) -> bytes:
    """The paper as PDF; see `transcript.render` for what plain and protected mean."""
    if isinstance(paper, TranscriptPaper):
        return transcript.render(paper, protected)
    if isinstance(paper, LetterPaper):
        return letter.render(paper, protected)
    if isinstance(paper, SheetPapers):
        return sheet.render_together(paper, protected)
    return sheet.render(paper, protected)
