"""Process indicators (clauses 28, 29-a; domain.md 11): defined as data, computed from the records, stored for ever.

definition: what a definition asks; periods: months to academic years; computing: the numbers; acts: values stored;
late: whose value is late or off target; reading: what leaders see, and the rows behind a number.
"""

from core.indicators.acts import compute
from core.indicators.computing import Measured, measured
from core.indicators.periods import Period, periods
from core.indicators.reading import Line, behind, board, departments, live

__all__ = [
    "Line", "Measured", "Period", "behind", "board", "compute", "departments", "live", "measured", "periods",
]  # fmt: skip
