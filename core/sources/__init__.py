"""Questions to the records, asked by data alone: a source, conditions on its described fields, a cut, a measure.

What the office writes in the browser (an indicator, a report) becomes a `Question` here; no text of a query reaches the
database, scope and hidden fields hold as everywhere. registry: the sources; rules: conditions; reading: the answers.
"""

from core.sources.reading import (
    Answer,
    Question,
    answered,
    answered_over,
    behind,
    cheap,
    problems,
    problems_of,
    reads,
    stages,
)
from core.sources.registry import SOURCES, Source, askable, source_of
from core.sources.rules import Span

__all__ = [
    "SOURCES", "Answer", "Question", "Source", "Span", "answered", "answered_over", "askable", "behind", "cheap",
    "problems", "problems_of", "reads", "source_of", "stages",
]  # fmt: skip
