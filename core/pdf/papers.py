"""Any paper of the office to bytes, for those who handle papers without looking inside."""

from __future__ import annotations

from dataclasses import dataclass

from core.pdf import clearance, diploma, letter, sheet, signing, supplement, transcript
from core.pdf.clearance import ClearancePaper
from core.pdf.diploma import DiplomaPaper
from core.pdf.letter import LetterPaper, LetterPapers
from core.pdf.sheet import SheetPaper, SheetPapers
from core.pdf.supplement import SupplementPaper
from core.pdf.transcript import TranscriptPaper

BarePaper = (
    ClearancePaper | DiplomaPaper | SupplementPaper | TranscriptPaper | SheetPaper | SheetPapers | LetterPaper
    | LetterPapers
)  # fmt: skip


@dataclass(frozen=True)
class Sealed:
    """A paper whose protected file is signed as soon as it is set. line: see `signing.sign`."""

    paper: BarePaper
    line: str = ""


AnyPaper = BarePaper | Sealed


def render_any(paper: AnyPaper, protected: bool = True) -> bytes:
    """The paper as PDF; see `transcript.render` for what plain and protected mean."""
    if isinstance(paper, Sealed):
        return signing.sign(render_any(paper.paper), paper.line)
    if isinstance(paper, ClearancePaper):
        return clearance.render(paper, protected)
    if isinstance(paper, TranscriptPaper):
        return transcript.render(paper, protected)
    if isinstance(paper, DiplomaPaper):
        return diploma.render(paper, protected)
    if isinstance(paper, SupplementPaper):
        return supplement.render(paper, protected)
    if isinstance(paper, LetterPaper):
        return letter.render(paper, protected)
    if isinstance(paper, LetterPapers):
        return letter.render_together(paper, protected)
    if isinstance(paper, SheetPapers):
        return sheet.render_together(paper, protected)
    return sheet.render(paper, protected)
