"""Registration (clauses 2-a, 16): individual study plans from the curriculum, choices with their checks, approval,
groups at once.

A plan is drawn (`draw`), chosen into (`choose`), handed in (`submit`), approved (`approve`: what is chosen becomes
registered, in the plan and in the student's own history), printed and signed (`sign`). Checks are pure (`rules`); each
refused attempt is written down (`refusals`) and each may be overridden by whoever has the right, but for a few.
"""

from core.registration.acts import admit_waiting, approve, choose, drop, give_back, pay, sign, submit
from core.registration.drawing import Drawn, Named, OpenChoice, draw
from core.registration.electives import Demand, Waits, close_elective, demand, elective_of, set_capacity, waiting
from core.registration.groups import (
    Asked,
    Preview,
    Seen,
    drop_group,
    preview,
    register_group,
)  # fmt: skip
from core.registration.reading import (
    View,
    by_state,
    checks,
    count,
    get,
    listed,
    plan_of,
    plans_of_study,
    refusals,
    refusals_count,
    studies_of,
    view,
)
from core.registration.refusing import NotRegistered, check_word, said
from core.registration.rules import CHECKS, NEVER, Breach, Stage, Wish
from core.registration.step import registered_step

__all__ = [
    "CHECKS", "NEVER", "Asked", "Breach", "Demand", "Drawn", "Named", "NotRegistered", "OpenChoice", "Preview", "Seen",
    "Stage", "View", "Waits", "Wish", "admit_waiting", "approve", "by_state", "check_word", "checks", "choose",
    "close_elective", "count", "demand", "draw", "drop", "drop_group", "elective_of", "get", "give_back", "listed",
    "pay", "plan_of", "plans_of_study", "preview", "refusals", "refusals_count", "register_group", "registered_step",
    "said", "set_capacity", "sign", "studies_of", "submit", "view", "waiting",
]  # fmt: skip
