"""Requests to services (clauses 43, 44): asked, taken, done, accepted or returned; kinds of service are data."""

from core.service_requests.acts import accept, ask, back, done, remark, take, withdraw
from core.service_requests.reading import Late, get, late, listed, mine, serves, services, to_me
from core.service_requests.reminding import remind

__all__ = [
    "Late", "accept", "ask", "back", "done", "get", "late", "listed", "mine", "remark", "remind", "serves", "services",
    "take", "to_me", "withdraw",
]  # fmt: skip
