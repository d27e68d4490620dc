"""Indicators of the office: each with its rule, numerator, denominator, target, five periods, and the rows behind."""

from core.kpi.day import figures, letters, steps, waiting
from core.kpi.drill import drill
from core.kpi.readings import Indicator, compare, contingent, indicators, periods
from core.kpi.rules import CODES, Period, Reading, target_on
from core.kpi.scope import Scope, scope_of

__all__ = [
    "CODES", "Indicator", "Period", "Reading", "Scope", "compare", "contingent", "drill", "figures", "indicators",
    "letters", "periods", "scope_of", "steps", "target_on", "waiting",
]  # fmt: skip
