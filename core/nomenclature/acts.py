"""Acts on closed folders: one draws the act up, another approves it, and only then the folders move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from core import four_eyes, tasks
from core.db.codec import plain
from core.desk import LONG, Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.nomenclature.folders import EDIT
from core.nomenclature.rules import why_not
from core.tx import Tx
from schemas.base import Id
from schemas.nomenclature import ActFolder, FileAct, FileActKind, FileActState, Folder, FolderState
from schemas.words import Role

APPROVE = "nomenclature.approve"
COMMISSION = 3  # people at the least who say that files may be destroyed
MARK = "approve"


def draft(desk: Desk, kind: FileActKind, folders: Sequence[Id], values: Mapping[str, Any], why: Why) -> FileAct:
    """Draw up an act: {members, to, ground} over closed folders; it takes its number, and the head is asked.

    Raises Problems: «folders» (none; each that may not be, by name), «members» (a destruction by fewer than three
    people), «to» (a hand-over to nobody).
    """

    def work(tx: Tx) -> FileAct:
        found = _found(tx, folders)
        wrong = [] if found else [Problem("folders", "nomenclature.no_folders")]
        wrong += refusals(tx, kind, found)
        row = {k: v for k, v in values.items() if v not in (None, "")}
        try:
            made = FileAct.model_validate({
                **row, "_id": tx.new_id(), "kind": kind, "number": "-", "day": tx.today, "by": tx.who(),
                "folders": [_named(f) for f in found] or [{"folder": {"id": "-", "label": {"kk": "-"}}, "index": "-",
                                                          "name": {"kk": "-"}, "year": 0}],
            })  # fmt: skip
        except ValidationError as e:
            raise Problems([*wrong, *Problems.of(e).problems]) from None
        people = {" ".join(m.name.split()).casefold() for m in made.members}
        if kind is FileActKind.destruction and len(people) < COMMISSION:
            wrong.append(Problem("members", "nomenclature.commission", {"n": COMMISSION}))
        if kind is FileActKind.handover and not made.to:
            wrong.append(Problem("to", "errors.field.missing"))
        if wrong:
            raise Problems(wrong)
        made.number = f"{tx.today.year}-{tx.number(f'file_act:{kind.value}:{tx.today.year}')}"
        tasks.make(
            tx, what="nomenclature.task_approve", values={"kind": kind, "number": made.number, "n": len(found)},
            to_role=Role.head, subject=made, page="nomenclature", address={"act": made.id}, mark=MARK,
        )  # fmt: skip
        return tx.add(made)

    given = [kind.value, list(folders), plain(dict(values))]
    return desk.transact("nomenclature.draft", work, why, EDIT, given, LONG)


def _found(tx: Tx, ids: Sequence[Id]) -> list[Folder]:
    found = {f.id: f for f in tx.find(Folder, {"_id": {"$in": list(ids)}}, len(ids) or 1)} if ids else {}
    return sorted((found[i] for i in dict.fromkeys(ids) if i in found), key=lambda f: (f.year, f.index))


def _named(folder: Folder) -> ActFolder:
    return ActFolder(folder=folder.ref(), index=folder.index, name=folder.name, year=folder.year, keep=folder.keep,
                     article=folder.article)  # fmt: skip


def refusals(tx: Tx, kind: FileActKind, folders: Sequence[Folder]) -> list[Problem]:
    """Each folder that may not be handed over or destroyed today, by name."""
    wrong = []
    for folder in folders:
        if kind is FileActKind.destruction:
            key = why_not(folder, tx.today)
        else:
            key = "" if folder.status is FolderState.closed else "nomenclature.not_to_hand"
        if key:
            name = {"index": folder.index, "name": folder.name, "year": folder.year}
            wrong.append(Problem("folders", key, name | {"day": folder.destroy_from or tx.today}))
    return wrong


def approve(desk: Desk, id: Id, revision: int, why: Why) -> FileAct:
    """Approve an act, by another person than drew it up: its folders are handed over, or destroyed.

    Raises Problems («folders», as they stand today), RuleBroken: approved or withdrawn, the same person.
    """

    def work(tx: Tx) -> FileAct:
        kept = _open(tx, id, revision)
        four_eyes.check(tx, "nomenclature.approve", kept.by.id)
        folders = _found(tx, [f.folder.id for f in kept.folders])
        if wrong := refusals(tx, kept.kind, folders):
            raise Problems(wrong)
        for folder in folders:
            if kept.kind is FileActKind.destruction:
                folder.status, folder.destroyed = FolderState.destroyed, kept.ref()
            else:
                folder.status, folder.handed = FolderState.archived, kept.ref()
            tx.save(folder)
        kept.status, kept.approved_by, kept.approved_on = FileActState.approved, tx.who(), tx.today
        tasks.close(tx, id, MARK)
        return tx.save(kept)

    return desk.transact("nomenclature.approve", work, why, APPROVE, [id, revision], LONG)


def drop(desk: Desk, id: Id, revision: int, why: Why) -> FileAct:
    """Take an act back with a reason before it is approved; its number stays taken."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.reason_missing")])

    def work(tx: Tx) -> FileAct:
        kept = _open(tx, id, revision)
        kept.status = FileActState.dropped
        tasks.close(tx, id, MARK)
        return tx.save(kept)

    return desk.transact("nomenclature.drop", work, why, EDIT, [id, revision])


def _open(tx: Tx, id: Id, revision: int) -> FileAct:
    kept = tx.get(FileAct, id, revision)
    if kept.status is not FileActState.draft:
        raise RuleBroken("nomenclature.act_over", number=kept.number, status=kept.status)
    return kept


__all__ = ["APPROVE", "COMMISSION", "approve", "draft", "drop", "refusals"]
