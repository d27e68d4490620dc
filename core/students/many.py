"""One field of many students changed by one act (clause 24-b): whom it would change, the act, taking it back.

What the office shows before is what it does: a card changed by somebody since is left out and named. Beyond MOST it is
a long work by parts, each an act of its own that can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core import access, history, jobs
from core.access import Actor
from core.db.codec import plain
from core.db.store import Row
from core.desk import LONG, Desk, Why
from core.errors import Forbidden, OfficeError, Problem, Problems, RuleBroken
from core.fields import FieldSpec, form_fields
from core.jobs import Run
from core.jobs.rows import kept_error
from core.search import full_name
from core.students.acts import changed_fields, checked, personal, yours
from core.students.lists import condition
from core.tx import Tx
from schemas import events as ev
from schemas.base import Id, Ref, Text
from schemas.mass_edit import MassEdit, MassLeft, MassLine
from schemas.student import Profile, Student, StudyProfile
from schemas.words import StudyStatus

RIGHT = "student.edit"
JOB = "students.edit_many"
MOST = 1000  # of one act: measured under five seconds (core/bench/editing.py)
ALL = 20_000  # of one long work
GOING = (StudyStatus.active.value, StudyStatus.academic_leave.value)
# What tells one person from another, or stands in papers by its own ways, is changed one by one.
ALONE = ("number", "iin", "iin_absent_reason", "name.", "born", "contacts.", "source")
KINDS = ("text", "area", "int", "decimal", "date", "bool", "choice", "code", "ref")
ONLY: Row = {"events": 0, "search": 0, "studies.record": 0, "studies.enrolled": 0, "papers": 0}


@dataclass(frozen=True)
class Line:
    """One student of a preview. problem: why he would be left as he is; None where he changes."""

    student: Ref
    number: str
    study: Id
    was: Any
    now: Any
    problem: OfficeError | None = None


@dataclass(frozen=True)
class Preview:
    """What the act would do: who changes, who is left and why, how many have the value already."""

    path: str
    value: Any
    changes: list[Line] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)
    same: list[Id] = field(default_factory=list)

    @property
    def seen(self) -> dict[Id, Any]:
        """What stood where when it was shown."""
        return {line.student.id: line.was for line in self.changes}


def fields(actor: Actor) -> list[tuple[str, FieldSpec]]:
    """The fields one may change for many: typed by hand by this role, hidden from nobody, of one value."""
    card = [(s.path, s) for s in form_fields(Profile, actor.role)]
    study = [(f"studies.{s.path}", s) for s in form_fields(StudyProfile, actor.role)]
    apart = personal()
    return [
        (path, s) for path, s in (*study, *card)
        if s.kind in KINDS and not s.hidden and not s.show.personal and s.path not in apart and not s.retired
        and not s.path.startswith(ALONE)
    ]  # fmt: skip


def spec_of(actor: Actor, path: str) -> FieldSpec:
    """The field at this path. RuleBroken where this user may not change it for many."""
    found = next((s for p, s in fields(actor) if p == path), None)
    if found is None:
        raise RuleBroken("mass_edit.no_such_field")
    return found


def matching(desk: Desk, text: str, filters: dict[str, Any], most: int = ALL) -> list[Id]:
    """Everybody a list shows, as ids; of those this user may change."""
    where = condition(text, filters, desk.actor.role)
    rows = desk.rows(Student, RIGHT, where, {"_id": 1, "hidden": 1}, [("search.key", 1), ("_id", 1)], most)
    return [r["_id"] for r in rows]


def preview(desk: Desk, ids: Sequence[Id], path: str, value: Any) -> Preview:
    """Who would change from what to what, who would be left and why. Problems where the value itself is wrong."""
    spec = spec_of(desk.actor, path)
    value = plain(_checked(spec, value))
    found = Preview(path, value)
    rows = {r["_id"]: r for part in _parts(ids) for r in _rows(desk, part)}
    for id in dict.fromkeys(ids):
        row = rows.get(id)
        if row is None:
            found.left.append(
                Line(Ref(id=id, label=Text(kk="—")), "", "", None, None, Forbidden("errors.out_of_scope"))
            )
            continue
        _weigh(found, row, path, value)
    return found


def _rows(desk: Desk, ids: Sequence[Id]) -> list[Row]:
    """Whole cards, for they are checked as the act will check them; what is shown of them is the field alone, which is
    hidden from nobody."""
    where = desk.where(Student, RIGHT, {"_id": {"$in": list(ids)}})
    return desk.store.rows("students", where, ONLY, limit=len(ids))


def _weigh(found: Preview, row: Row, path: str, value: Any) -> None:
    who, number = _ref(row), row["number"]
    try:
        study, place = _place(row, path)
    except RuleBroken as e:
        found.left.append(Line(who, number, "", None, value, e))
        return
    was = history.pick(row, place.split("."))
    if was == value or (was in (None, "") and value in (None, "")):
        found.same.append(row["_id"])
        return
    try:
        checked(history.put(row, place.split("."), value), {place: value})
    except OfficeError as e:
        found.left.append(Line(who, number, study, was, value, _first(e)))
    else:
        found.changes.append(Line(who, number, study, was, value))


def _checked(spec: FieldSpec, value: Any) -> Any:
    if value in (None, ""):
        if spec.required:
            raise Problems([Problem(spec.path, "errors.field.missing")])
        return spec.default
    return spec.check(value)


def _place(row: Mapping[str, Any], path: str) -> tuple[Id, str]:
    """The study meant and the place in the card: the study that goes on, else the only one. RuleBroken where it is not
    clear which."""
    if not path.startswith("studies."):
        return "", path
    studies = row.get("studies") or []
    going = [s for s in studies if s["status"] in GOING] or studies
    if len(going) != 1:
        raise RuleBroken("mass_edit.which_study")
    return going[0]["id"], f"studies.{going[0]['id']}.{path.removeprefix('studies.')}"


def _ref(row: Mapping[str, Any]) -> Ref:
    return Ref(id=row["_id"], label=Text(kk=full_name(dict(row)) or "—"))


def _first(e: OfficeError) -> OfficeError:
    """Of several things that are wrong with a card the first: one line says one thing."""
    return OfficeError(e.problems[0].key, **e.problems[0].values) if isinstance(e, Problems) else e


def _parts(ids: Sequence[Id], size: int = 500) -> Iterable[Sequence[Id]]:
    return (ids[n : n + size] for n in range(0, len(ids), size))


# the act --------------------------------------------------------------------------------------------------------


def edit(desk: Desk, path: str, value: Any, seen: Mapping[Id, Any], why: Why, job: str = "") -> MassEdit:
    """Change the field of these students in one act; `seen`: what stood at each when it was shown, as stored.

    Whoever has another value by now, is gone or fits no more is left and named. Raises Problems (no reason), RuleBroken
    (too many for one act; nobody is left to change).
    """
    _reason(why)
    if len(seen) > MOST:
        raise RuleBroken("mass_edit.too_many", most=MOST)
    spec = spec_of(desk.actor, path)
    value = plain(_checked(spec, value))

    def work(tx: Tx) -> MassEdit:
        doc = _begun(tx, path, spec, value, job)
        for id, state in _present(tx, doc, seen).items():
            _change(tx, doc, {**state, "_id": id}, path, seen[id], value)
        return _kept(tx, doc)

    return desk.transact("student.edit_many", work, why, RIGHT, [path, value, seen], LONG)


def undo(desk: Desk, id: Id, revision: int, why: Why) -> MassEdit:
    """Bring the old values back where nobody changed them since, as a new act; others are left and named.

    Raises StaleRevision, Problems (no reason), RuleBroken (taken back already; nothing can be brought back).
    """
    _reason(why)

    def work(tx: Tx) -> MassEdit:
        done = tx.get(MassEdit, id, revision, scoped=False)
        if done.undone_by:
            raise RuleBroken("mass_edit.undone", number=done.undone_by.label)
        doc = _begun(tx, done.path, spec_of(tx.actor, done.path), None, "")
        doc.undoes = done.ref()
        lines = {line.student.id: line for line in done.lines}
        for student, state in _present(tx, doc, lines).items():
            line = lines[student]
            _change(tx, doc, {**state, "_id": student}, done.path, line.now, line.was, line.study)
        tx.save(done.model_copy(update={"undone_by": doc.ref()}))
        return _kept(tx, doc)

    return desk.transact("student.edit_many_undo", work, why, RIGHT, [id, revision], LONG)


def _reason(why: Why) -> None:
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])


def _begun(tx: Tx, path: str, spec: FieldSpec, value: Any, job: str) -> MassEdit:
    name = Text(kk=spec.label("kk"), ru=spec.label("ru"), en=spec.label("en"))
    number = f"{tx.today.year}-{tx.number(f'mass_edit:{tx.today.year}'):04d}"
    return MassEdit(_id=tx.new_id(), number=number, path=path, field=name, value=value, at=tx.now, by=tx.who(), job=job)


def _present(tx: Tx, doc: MassEdit, ids: Iterable[Id]) -> dict[Id, Row]:
    """The states of those who are there, read at once; who is gone, joined to another or hidden is left."""
    wanted = list(ids)
    there = {r["_id"] for r in tx.session.rows("students", {"_id": {"$in": wanted}, "merged": None}, {"_id": 1})}
    doc.left += [
        _left(Ref(id=i, label=Text(kk="—")), "", RuleBroken("mass_edit.gone")) for i in wanted if i not in there
    ]
    return tx.students([i for i in wanted if i in there])


def _change(tx: Tx, doc: MassEdit, row: Row, path: str, was: Any, now: Any, of: Id = "") -> None:
    id = row["_id"]
    state = {k: v for k, v in row.items() if k != "_id"}
    try:
        tx.check_scope(Student, row)
        study, place = (of, f"studies.{of}.{path.removeprefix('studies.')}") if of else _place(row, path)
        if of and not any(s["id"] == of for s in state["studies"]):
            raise RuleBroken("mass_edit.gone")
        yours(tx.actor.role, {place: now})
        if history.pick(state, place.split(".")) != was:
            raise RuleBroken("mass_edit.changed_since")
        found = changed_fields(tx, id, state, {place: now})
        tx.check_scope(Student, {**history.put(state, place.split("."), now), "_id": id})
    except OfficeError as e:
        doc.left.append(_left(_ref(row), state["number"], _first(e)))
        return
    if found:
        tx.append(id, ev.ProfileEdited, changes=found)
        doc.lines.append(MassLine(student=_ref(row), number=state["number"], study=study, was=was, now=now))


def _left(who: Ref, number: str, e: OfficeError) -> MassLeft:
    return MassLeft(student=who, number=number, **kept_error(e))


def _kept(tx: Tx, doc: MassEdit) -> MassEdit:
    if not doc.lines:
        raise RuleBroken("mass_edit.nobody", n=len(doc.left))
    doc.count = len(doc.lines)
    tx.mark_dirty("contingent")
    return tx.add(doc, scoped=False)


# beyond one act -------------------------------------------------------------------------------------------------


def begin(desk: Desk, path: str, value: Any, seen: Mapping[Id, Any], why: Why) -> Id:
    """Begin the long work of a change for more than MOST; the id of it. Refused at once as the act would be."""
    _reason(why)
    if len(seen) > ALL:
        raise RuleBroken("mass_edit.too_many", most=ALL)
    value = plain(_checked(spec_of(desk.actor, path), value))
    params = {"path": path, "value": value, "seen": [[i, was] for i, was in seen.items()]}
    return jobs.begin(desk, JOB, params, why, total=len(seen))


def edit_work(run: Run) -> dict[str, Any]:
    """The long work: MOST an act; a part in which nobody could be changed is passed over."""
    seen, path, value = run.params["seen"], run.params["path"], run.params["value"]
    total = dict(run.at.get("total") or {"changed": 0, "left": 0})
    for n in range(run.at.get("n", 0), len(seen), MOST):
        if run.stopped():
            break
        part = {i: was for i, was in seen[n : n + MOST]}
        try:
            done = edit(run.desk, path, value, part, run.why(n), run.id)
            total = {"changed": total["changed"] + done.count, "left": total["left"] + len(done.left)}
        except RuleBroken as e:
            if e.key != "mass_edit.nobody":
                raise
            total["left"] += len(part)
        run.checkpoint(n=n + MOST, total=total)
        run.progress(min(n + MOST, len(seen)), len(seen))
    return total


# reading --------------------------------------------------------------------------------------------------------


def done(desk: Desk, page: int = 0, size: int = 20) -> list[MassEdit]:
    """Changes of many, the newest first, without their lines: one's own, for who reads the trail everybody's."""
    access.require(desk.actor, RIGHT)
    where: Row = {} if desk.may("audit.read") else {"by.id": desk.actor.id}
    rows = desk.store.rows("mass_edits", where, {"lines": 0}, [("_id", -1)], size, page * size)
    return [MassEdit.model_validate(r) for r in rows]
