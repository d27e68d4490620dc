"""The office writes an explanation, publishes it to units and roles, replaces it by a further edition, cancels it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from core import notices, tasks
from core.db.codec import plain
from core.desk import LONG, Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.files import Ready
from core.instructions.people import addressed
from core.tx import Tx
from schemas.base import LANGS, Id, Ref, Text
from schemas.events import Who
from schemas.instruction import Instruction, InstructionState
from schemas.task import Task, TaskState

PAGE = "instructions"
EDIT, PUBLISH = "instruction.edit", "instruction.publish"
DRAFT = "—"  # a draft has no number yet; its identifier stands behind it, so that no two are alike


def write(
    desk: Desk, id: Id | None, revision: int, values: Mapping[str, Any], files: Sequence[Ready], why: Why
) -> Instruction:  # fmt: skip
    """Write a draft, a new one (id None) or go on with one; files are added to those it has.

    Raises Problems beside the fields (words in no language, a subject without its text), RuleBroken (published).
    """

    def work(tx: Tx) -> Instruction:
        new = id is None
        own = tx.new_id() if id is None else id
        was = {} if id is None else plain(_draft(tx, id, revision))
        row = was | {"_id": own, "number": was.get("number", f"{DRAFT} {own}")} | plain(dict(values))
        row |= {k: [] for k in ("units", "roles") if row.get(k) is None}
        try:
            made = Instruction.model_validate(row)
        except ValidationError as e:
            raise Problems.of(e) from None
        if wrong := words_missing(made):
            raise Problems(wrong)
        hashes = [Ref(id=tx.keep_file(f.laid, f.name, "instruction", own), label=Text(kk=f.name)) for f in files]
        made.files = [*made.files, *(f for f in hashes if f.id not in {k.id for k in made.files})]
        return tx.add(made) if new else tx.save(made)

    given = [id, revision, plain(dict(values)), [f.laid.hash for f in files]]
    return desk.transact("instruction.write", work, why, EDIT, given)


def words_missing(of: Instruction) -> list[Problem]:
    """A language in which only half stands, or no language at all."""
    found = [
        Problem(f"{lacks}_{lang}", "errors.field.missing")
        for lang in LANGS for lacks, there in (("topic", "text"), ("text", "topic"))
        if getattr(of, f"{there}_{lang}") and not getattr(of, f"{lacks}_{lang}")
    ]  # fmt: skip
    none = not any(getattr(of, f"topic_{lang}") for lang in LANGS)
    return found or ([Problem("topic_kk", "instructions.no_words")] if none else [])


def drop(desk: Desk, id: Id, revision: int, file: Id, why: Why) -> Instruction:
    """Take a file off a draft."""

    def work(tx: Tx) -> Instruction:
        kept = _draft(tx, id, revision)
        kept.files = [f for f in kept.files if f.id != file]
        return tx.save(kept)

    return desk.transact("instruction.drop", work, why, EDIT, [id, revision, file])


def publish(desk: Desk, id: Id, revision: int, why: Why) -> Instruction:
    """Publish a draft: it gets number and day, all to whom it goes get a task to read it; what it replaces is over.

    Raises Problems (to nobody, a day that has passed), RuleBroken (published already, the old one is no longer in
    force).
    """

    def work(tx: Tx) -> Instruction:
        kept = _draft(tx, id, revision)
        people = addressed(tx.session, kept)
        wrong = [] if people else [Problem("units", "instructions.nobody")]
        wrong += [Problem("read_by", "instructions.day_past")] if kept.read_by and kept.read_by < tx.today else []
        if wrong:
            raise Problems(wrong)
        if kept.replaces:
            old = _in_force(tx, kept.replaces.id)
            kept.number, kept.edition = old.number, old.edition + 1
        else:
            kept.number = f"{tx.today.year}-{tx.number(f'instruction:{tx.today.year}'):03d}"
        kept.status, kept.since, kept.readers = InstructionState.published, tx.today, len(people)
        kept.published_by = Who.model_validate(tx.who())
        if kept.replaces:
            old.status, old.replaced_by = InstructionState.replaced, kept.ref()
            _end(tx, old.id)
            tx.save(old)
        for one in people:
            if one["_id"] != tx.actor.id:
                _ask(tx, kept, Ref(id=one["_id"], label=Text(kk=one["name"])))
        return tx.save(kept)

    return desk.transact("instruction.publish", work, why, given=[id, revision], seconds=LONG)


def _ask(tx: Tx, kept: Instruction, to: Ref) -> None:
    topic = Text(kk=kept.topic("kk"), ru=kept.topic("ru"), en=kept.topic("en"))
    tasks.make(
        tx, what="instructions.task", values={"kind": kept.kind, "number": kept.number, "topic": topic}, to_user=to,
        due=kept.read_by, subject=kept, page=PAGE, address={"id": kept.id}, mark=mark_of(to.id),
    )  # fmt: skip


def mark_of(user: Id) -> str:
    """By what the task of one reader is told apart."""
    return f"read:{user}"


def edition(desk: Desk, id: Id, why: Why) -> Instruction:
    """Begin a further edition of one in force: a draft with its words, which replaces it once it is published.

    RuleBroken (not in force, a further edition is being written already).
    """

    def work(tx: Tx) -> Instruction:
        old = _in_force(tx, id)
        if tx.find(Instruction, {"replaces.id": id, "status": InstructionState.draft.value}, 1):
            raise RuleBroken("instructions.edition_begun", number=old.number)
        own = tx.new_id()
        row = plain(old) | {
            "_id": own, "number": f"{DRAFT} {own}", "status": "draft", "replaces": plain(old.ref()), "since": None,
            "published_by": None, "readers": 0, "read_by": None, "revision": 0, "created": None, "updated": None,
            "head": {"seq": 0, "hash": ""}, "edition": old.edition + 1, "replaced_by": None,
        }  # fmt: skip
        row.pop("id", None)
        return tx.add(Instruction.model_validate(row))

    return desk.transact("instruction.edition", work, why, EDIT, [id])


def cancel(desk: Desk, id: Id, revision: int, why: Why) -> Instruction:
    """Cancel one in force, or throw a draft away, with a reason: nobody is asked to read it any longer."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> Instruction:
        kept = tx.get(Instruction, id, revision)
        if kept.status not in (InstructionState.published, InstructionState.draft):
            raise RuleBroken("instructions.not_in_force", status=kept.status)
        kept.status, kept.cancelled = InstructionState.cancelled, why.reason.strip()
        _end(tx, id)
        return tx.save(kept)

    return desk.transact("instruction.cancel", work, why, PUBLISH, [id, revision], LONG)


def remind_now(desk: Desk, id: Id, why: Why) -> Instruction:
    """Tell all who have not read one in force, at once. RuleBroken (not in force, everybody has)."""

    def work(tx: Tx) -> Instruction:
        kept = _in_force(tx, id)
        done = {r["user"] for r in tx.session.rows("instruction_reads", {"instruction.id": id}, {"user": 1}, 5000)}
        left = [p["_id"] for p in addressed(tx.session, kept) if p["_id"] not in done]
        if not left:
            raise RuleBroken("instructions.all_read")
        for one in left:
            notices.tell(tx, one, "instructions.told_unread", {"what": kept.label()}, PAGE, {"id": id})
        return tx.save(kept)

    return desk.transact("instruction.remind", work, why, EDIT, [id], LONG)


def _draft(tx: Tx, id: Id, revision: int) -> Instruction:
    kept = tx.get(Instruction, id, revision)
    if kept.status is not InstructionState.draft:
        raise RuleBroken("instructions.published_already", number=kept.number)
    return kept


def _in_force(tx: Tx, id: Id) -> Instruction:
    kept = tx.get(Instruction, id)
    if kept.status is not InstructionState.published:
        raise RuleBroken("instructions.not_in_force", status=kept.status)
    return kept


def _end(tx: Tx, id: Id) -> None:
    for task in tx.find(Task, {"subject.id": id, "state": TaskState.open.value}, 5000):
        tasks.finish(tx, task, None, "", TaskState.cancelled)


__all__ = [
    "EDIT", "PAGE", "PUBLISH", "cancel", "drop", "edition", "mark_of", "publish", "remind_now", "words_missing",
    "write",
]  # fmt: skip
