"""Figures of the home page from the sums, inside the user's scope. Indicators are no figures: they are data
(core.indicators)."""

from core.figures.charts import contingent, results
from core.figures.day import figures, letters, steps, waiting

__all__ = ["contingent", "figures", "letters", "results", "steps", "waiting"]
