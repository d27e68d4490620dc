"""A power of attorney is given, the scan of the signed paper is laid to it, it is revoked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from core import notices, tasks
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.files import Ready
from core.tx import Tx
from schemas.attorney import Attorney, AttorneyState
from schemas.base import Id, Ref, Text
from schemas.events import Who
from schemas.words import Role

PAGE = "attorneys"
EDIT = "attorney.edit"


def give(desk: Desk, values: Mapping[str, Any], file: Ready | None, why: Why) -> Attorney:
    """Give one: {who, before, what_kk, what_ru, starts, ends, basis} and the file of its basis; who gets it is told.

    Raises Problems beside the fields (no file, a closed account, a last day that has passed or comes before the first).
    """

    def work(tx: Tx) -> Attorney:
        row = {k: v for k, v in values.items() if v not in (None, "")}
        id = tx.new_id()
        user = tx.session.one("users", {"_id": (row.get("who") or {}).get("id"), "active": True})
        wrong = [] if user or "who" not in row else [Problem("who", "attorneys.account_closed")]
        wrong += [] if file else [Problem("file", "attorneys.file_missing")]
        try:
            made = Attorney.model_validate({
                **row, "_id": id, "number": "-", "day": tx.today, "given_at": tx.now,
                "given_by": Who.model_validate(tx.who()),
            })  # fmt: skip
        except ValidationError as e:
            raise Problems([*Problems.of(e).problems, *wrong]) from None
        wrong += [Problem("ends", "attorneys.day_past")] if made.ends < tx.today else []
        if wrong or file is None or user is None:
            raise Problems(wrong)
        made.who = Ref(id=made.who.id, label=Text(kk=user["name"]))
        made.post = user.get("post") or Role(user["role"]).label("kk")
        made.file = Ref(id=tx.keep_file(file.laid, file.name, "attorney", id), label=Text(kk=file.name))
        made.number = f"{tx.today.year}-{tx.number(f'attorney:{tx.today.year}'):03d}"
        if made.who.id != tx.actor.id:
            told = {"number": made.number, "before": made.before, "ends": made.ends}
            notices.tell(tx, made.who.id, "attorneys.told_given", told, PAGE, {"id": id})
        return tx.add(made)

    given = [plain(dict(values)), file.laid.hash if file else ""]
    return desk.transact("attorney.give", work, why, EDIT, given)


def scanned(desk: Desk, id: Id, revision: int, scan: Ready, why: Why) -> Attorney:
    """Keep the scan of the signed paper. RuleBroken (revoked, there is one)."""

    def work(tx: Tx) -> Attorney:
        kept = _given(tx, id, revision)
        if kept.scan:
            raise RuleBroken("attorneys.scan_there")
        kept.scan = Ref(id=tx.keep_file(scan.laid, scan.name, "attorney", id), label=Text(kk=scan.name))
        return tx.save(kept)

    return desk.transact("attorney.scan", work, why, EDIT, [id, revision, scan.laid.hash])


def revoke(desk: Desk, id: Id, revision: int, day: date, why: Why) -> Attorney:
    """Revoke one from a day on, with a reason; who held it is told.

    Raises Problems (no reason, a day outside of its time), RuleBroken (revoked, ended).
    """
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> Attorney:
        kept = _given(tx, id, revision)
        if kept.ends < tx.today:
            raise RuleBroken("attorneys.ended", day=kept.ends)
        if not tx.today <= day <= kept.ends:
            raise Problems([Problem("day", "attorneys.revoke_day", {"first": tx.today, "last": kept.ends})])
        kept.status, kept.revoked_on, kept.revoked_why = AttorneyState.revoked, day, why.reason.strip()
        kept.revoked_by = Who.model_validate(tx.who())
        tasks.close(tx, id)
        if kept.who.id != tx.actor.id:
            told = {"number": kept.number, "day": day}
            notices.tell(tx, kept.who.id, "attorneys.told_revoked", told, PAGE, {"id": id})
        return tx.save(kept)

    return desk.transact("attorney.revoke", work, why, EDIT, [id, revision, day])


def _given(tx: Tx, id: Id, revision: int) -> Attorney:
    kept = tx.get(Attorney, id, revision)
    if kept.status is not AttorneyState.given:
        raise RuleBroken("attorneys.revoked_already", day=kept.revoked_on)
    return kept


__all__ = ["EDIT", "PAGE", "give", "revoke", "scanned"]
