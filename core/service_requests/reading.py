"""Looking at requests to services: one's own, those to one's service, all of them, the late ones."""

from __future__ import annotations

from dataclasses import dataclass

from core import access, house
from core.db.store import Row
from core.desk import Desk
from core.errors import Forbidden
from core.service_requests.people import doers
from schemas.base import Id
from schemas.kinds import Kind, ServiceKind, Sort
from schemas.service_request import WAITING, ServiceRequest

READ, USE = "service_request.read", "service_request.use"
SIZE = 50
WAITS = [s.value for s in WAITING]


@dataclass(frozen=True)
class Late:
    """A request whose day has passed, and by how many days."""

    of: ServiceRequest
    days: int


def services() -> list[Kind]:
    """The services that may be asked today."""
    return house.entries(Sort.service)


def serves(desk: Desk) -> list[str]:
    """The codes of the services whose work this user does."""
    found = [k for k in services() if any(p.id == desk.actor.id for p in doers(desk.store, k.as_body(ServiceKind)))]
    return [k.code for k in found]


def get(desk: Desk, id: Id) -> ServiceRequest:
    """One: any for who may see all, else one's own or one to one's service. NotFound, Forbidden."""
    found = desk.get(ServiceRequest, id, USE)
    own = desk.actor.id in (found.asked_by.id, found.whom.id if found.whom else "")
    if not own and not desk.may(READ) and found.service not in serves(desk):
        raise Forbidden("errors.out_of_scope", right=READ)
    return found


def listed(desk: Desk, service: str = "", state: str = "", page: int = 0, size: int = SIZE) -> list[Row]:
    """A page of all, the newest first, each with `late`: days past its day."""
    where: Row = {k: v for k, v in (("service", service), ("status", state)) if v}
    return _with_late(desk, desk.rows(ServiceRequest, READ, where, {"head": 0}, [("asked_at", -1)], size, page * size))


def mine(desk: Desk, most: int = SIZE) -> list[Row]:
    """What this user asked, the newest first."""
    where = {"asked_by.id": desk.actor.id}
    return _with_late(desk, desk.rows(ServiceRequest, USE, where, {"head": 0}, [("asked_at", -1)], most))


def to_me(desk: Desk, most: int = 200) -> list[Row]:
    """What waits for the services whose work he does, the nearest day first."""
    codes = serves(desk)
    if not codes:
        return []
    where = {"status": {"$in": WAITS}, "service": {"$in": codes}}
    return _with_late(desk, desk.rows(ServiceRequest, USE, where, {"head": 0}, [("due", 1)], most))


def late(desk: Desk) -> list[Late]:
    """The late ones of all services, the longest first. Forbidden without the right to see all."""
    access.require(desk.actor, READ)
    today = desk.today()
    where = {"status": {"$in": WAITS}, "due": {"$lt": today.isoformat()}}
    rows = [ServiceRequest.model_validate(r) for r in desk.store.rows("service_requests", where, sort=[("due", 1)])]
    return [Late(r, r.late(today)) for r in rows]


def _with_late(desk: Desk, rows: list[Row]) -> list[Row]:
    today = desk.today()
    return [{**r, "late": ServiceRequest.model_validate(r).late(today) or None} for r in rows]


__all__ = ["READ", "USE", "Late", "get", "late", "listed", "mine", "serves", "services", "to_me"]
