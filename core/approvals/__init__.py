"""Approvals: a record goes along a route, step by step, each with its deadline, never twice through the same hands."""

from core.approvals.acts import agree, decline, start, withdraw
from core.approvals.handlers import AGREED, DECLINED
from core.approvals.reading import asked, may_decide, of_subject, of_tasks, running

__all__ = [
    "AGREED", "DECLINED", "agree", "asked", "decline", "may_decide", "of_subject", "of_tasks", "running", "start",
    "withdraw",
]  # fmt: skip
