"""Whose hands a record of the management system is in (domain.md 11.1): the head and the auditor keep all of them, the
senior registrar his own, and who answers for one does what he answers for, whatever his role."""

from __future__ import annotations

from collections.abc import Iterable

from core import access, four_eyes
from core.access import Reach
from core.desk import Desk
from core.errors import Forbidden
from core.tx import Tx
from schemas.base import Id, Ref, Text

READ, REPORT, EDIT, CHECK = "quality.read", "quality.report", "quality.edit", "quality.check"


def keeps(actor: access.Actor, own: Iterable[Id]) -> bool:
    """May he change this record? own: the users it is the own of."""
    reach = actor.reach(EDIT)
    return reach is Reach.ALL or reach is not None and actor.id in own


def does(actor: access.Actor, own: Iterable[Id]) -> bool:
    """May he take a step of this record: who keeps it, or who answers for it (any employee)?"""
    return keeps(actor, own) or actor.may(REPORT) and actor.id in own


def must_keep(tx: Tx, own: Iterable[Id]) -> None:
    """Forbidden for another's record."""
    if not keeps(tx.actor, _people(tx, own)):
        raise Forbidden("quality.not_yours")


def must_do(tx: Tx, own: Iterable[Id]) -> None:
    """Forbidden where somebody else answers for it."""
    if not does(tx.actor, _people(tx, own)):
        raise Forbidden("quality.not_yours")


def _people(tx: Tx, own: Iterable[Id]) -> list[Id]:
    """The users named, and who acts where one of them is he under another account of his."""
    found = list(own)
    return [*found, tx.actor.id] if any(four_eyes.same(tx, id) for id in found) else found


def me(tx: Tx) -> Ref:
    """Who acts, as a reference."""
    return Ref(id=tx.actor.id, label=Text(kk=tx.actor.name))


def sees(desk: Desk, own: Iterable[Id]) -> None:
    """Forbidden for who neither reads all of them nor has a hand in this one."""
    if not desk.may(READ) and desk.actor.id not in own:
        raise Forbidden("errors.out_of_scope", right=READ)
