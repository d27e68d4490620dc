"""The management system as the office keeps it (clauses 29, 32, 37): objectives, nonconformities, risks."""

from schemas.quality.nonconformity import (
    DONE_WITH,
    UNSETTLED,
    CorrectiveAction,
    Effectiveness,
    Evidence,
    Nonconformity,
    NonconformitySource,
    NonconformityState,
    NonconformityWeight,
    WhyRow,
)
from schemas.quality.objective import Objective, ObjectiveFact, ObjectiveState, PlanStep
from schemas.quality.risk import Assessment, Risk, RiskLevel, RiskMeasure, RiskSort, RiskState

__all__ = [
    "DONE_WITH", "UNSETTLED",
    "Assessment", "CorrectiveAction", "Effectiveness", "Evidence", "Nonconformity", "NonconformitySource",
    "NonconformityState", "NonconformityWeight", "Objective", "ObjectiveFact", "ObjectiveState", "PlanStep", "Risk",
    "RiskLevel", "RiskMeasure", "RiskSort", "RiskState", "WhyRow",
]  # fmt: skip
