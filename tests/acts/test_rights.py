"""Every act × every role × own and foreign scope, from one table (docs/rights.csv) that is read out of the code."""

from __future__ import annotations

import csv
import importlib
import inspect
import re
import types
import typing
from collections import abc
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from core import access, jobs, proofs, rights
from core.access import Reach
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError
from core.registry import MODELS
from core.tx import Tx
from schemas.base import Basis, Document, Ref
from schemas.grade_sheet import GradeSheet
from schemas.paper import Paper
from schemas.student import Student, Study
from schemas.words import Role
from tests.conftest import actor

MINE = {"faculty": "mine", "department": "mine", "teacher": "mine", "group": "mine"}
ROOT = Path(__file__).parents[2]
ROWS = list(csv.DictReader((ROOT / "docs" / "rights.csv").read_text("utf-8").splitlines()))


class Reached(Exception):
    pass


PAST = date(2026, 1, 15)
BASIS = Basis(kind="Бұйрық", number="1", day=PAST)


def foreign(store: Store) -> None:
    """One record of each kind, of another faculty, department, teacher and group: whatever it names is theirs."""
    for model in MODELS:
        row = {**plain(made(model)), "_id": "theirs"}
        if model is Student:
            row["studies"] = [plain(made(Study))]
        store.db[model.collection].insert_one(row, bypass_document_validation=True)


PLAIN: dict[Any, Any] = {str: "theirs", int: 2026, bool: False, date: PAST, Decimal: Decimal(1), float: 1.0,
                         bytes: b"x", datetime: datetime(2026, 1, 15, tzinfo=UTC), time: time(9)}  # fmt: skip


def made(of: Any) -> Any:
    """A model or a dataclass whose every field holds something, not asked whether it fits together."""
    if isinstance(of, type) and issubclass(of, BaseModel):
        given = {}
        for name, info in of.model_fields.items():
            scope = any(path.split(".")[0] == name for path in getattr(of, "scopes", {}).values())
            if info.is_required() or scope:
                given[name] = value(info.annotation, info)
        if of is Ref or issubclass(of, Document):
            given["id"] = "theirs"
        if issubclass(of, Document):
            given["revision"] = 1
        return of.model_construct(**given)
    hints = typing.get_type_hints(of)
    return of(
        **{
            f.name: value(hints[f.name])
            for f in fields(of)
            if f.init and f.default is MISSING and f.default_factory is MISSING
        }
    )


def value(hint: Any, info: Any = None) -> Any:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if hint is Why:
        return Why("себеп", BASIS)
    if hint is Basis:
        return BASIS
    if origin is typing.Annotated:
        return value(args[0])
    if origin is typing.Literal:
        return args[0]
    if origin in (types.UnionType, typing.Union):
        return value(next(a for a in args if a is not type(None)))
    if origin is tuple:
        return tuple(value(a) for a in args if a is not ...)
    if origin in (list, set, frozenset, abc.Sequence, abc.Iterable, abc.Collection):
        return (origin if origin in (set, frozenset) else list)([value(args[0])])
    if origin in (dict, abc.Mapping):
        return {value(args[0]): value(args[1])}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    if isinstance(hint, type) and (issubclass(hint, BaseModel) or is_dataclass(hint)):
        return made(hint)
    return PLAIN.get(hint, "theirs")


# What a general value would not do for: the words some acts are asked with.
SHEET: dict[str, Any] = {"kind": "exam"}
GIVEN: dict[tuple[str, str], dict[str, Any]] = {
    ("core.careers.contacts", "refresh"): {"changes": {}},
    ("core.checks.acts", "deviate"): {"values": {}, "sheet": "theirs"},
    ("core.diplomas.handing", "issue"): {"values": {"day": PAST, "how": "self", "name": "Х", "document": "1"}},
    ("core.diplomas.platform", "bring"): {"given": {"theirs": {"series": "1", "number": "1", "payload": "1"}}},
    ("core.grouping.shape", "edit"): {"values": {}},
    ("core.holds.acts", "put_many"): {"kind": "library"},
    ("core.orders.acts", "draft"): {"code": "expulsion"},
    ("core.papers.life", "check"): {"model": Paper},
    ("core.papers.life", "hand"): {"model": Paper, "values": {"how": "self", "name": "Х", "document": "1"}},
    ("core.papers.life", "cancel"): {"model": Paper},
    ("core.papers.life", "reprint"): {"model": Paper},
    ("core.practices.placing", "place"): {"values": {"supervisor": {"id": "theirs"}}},
    ("core.sheets.again", "open_resit"): SHEET,
    ("core.sheets.single", "open_single"): SHEET,
    ("core.sheets.summary.acts", "open_group"): {"kind": "summary"},
    ("core.students.many", "edit"): {"path": "citizenship", "value": "KZ"},
    ("core.timetable.acts", "place"): {"values": {"section": {"id": "theirs"}}},
}


def asked(act: rights.Act, role: Role, store: Store) -> str:
    """What the act itself answers to somebody of this role who is asked to touch what is not his."""
    made_by = getattr(importlib.import_module(act.module), act.function)
    hints, special = typing.get_type_hints(made_by), GIVEN.get((act.module, act.function), {})
    given: list[Any] = []
    named: dict[str, Any] = {}
    for p in inspect.signature(made_by).parameters.values():
        if p.default is not p.empty and p.name not in special or p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD):
            continue
        word = Desk(actor(role, **MINE), store) if p.name == "desk" else 1 if p.name == "revision" else None
        word = special[p.name] if p.name in special else value(hints.get(p.name)) if word is None else word
        if p.kind is p.KEYWORD_ONLY:
            named[p.name] = word
        else:
            given.append(word)
    try:
        made_by(*given, **named)
    except OfficeError as no:
        return no.key
    except (ValueError, TypeError, LookupError, AttributeError) as no:
        return f"{type(no).__name__} {no}"[:150]
    return "nothing"


# Acts that say «no» to general words before they ask whose it is, or find nothing of theirs to do: where they ask it.
# An act that is not in this list must refuse a foreign record by itself; whoever adds one here has read it.
ELSEWHERE = {
    "core.attestation.admission.draft_order": "draft_step of orders, as core.orders.acts.draft",
    "core.attestation.candidacies.table.bring": "mine(), each graduate for himself",
    "core.attestation.closing.drafting.draft": "draft_step of orders, as core.orders.acts.draft",
    "core.attestation.closing.sheets.mend": "tx.get of the sheet that is mended",
    "core.attestation.commissions.acts.nominate": "tx.add of the new commission",
    "core.attestation.sittings.acts.accept": "tx.get of the commission",
    "core.classes.assigning.assign": "make_steps, each section",
    "core.classes.changing.hand_over": "check_scope, each section",
    "core.credentials.signing._sign": "desk.get and tx.get, each diploma",
    "core.diplomas.preparing.prepare": "tx.add of each diploma",
    "core.grouping.forming._form": "reads inside the scope; _scope, each section",
    "core.grouping.numbers.set_count": "reads inside the scope",
    "core.grouping.shape.enter": "tx.add of the section",
    "core.names.acts.keep": "findings are read inside the scope; tx.student",
    "core.papers.acts.request": "tx.student",
    "core.papers.acts.request_old": "tx.add of the paper",
    "core.papers.acts.typeset": "tx.get of the paper",
    "core.papers.life.hand": "tx.get of the paper",
    "core.practices.acts.open_": "tx.add of the practice",
    "core.promotions.acts.make": "tx.add of the list",
    "core.quality.nonconformities.acts.open_": "core.quality.hands: its own person, not a scope",
    "core.quality.nonconformities.acts.decline": "core.quality.hands",
    "core.quality.objectives.set_": "core.quality.hands",
    "core.quality.objectives.edit": "core.quality.hands",
    "core.quality.objectives.conclude": "core.quality.hands",
    "core.quality.risks.enter": "core.quality.hands",
    "core.quality.risks.edit": "core.quality.hands",
    "core.quality.risks.assess": "core.quality.hands",
    "core.quality.risks.measure": "core.quality.hands",
    "core.quality.risks.close": "core.quality.hands",
    "core.registration.drawing.draw": "out_of_scope, each plan",
    "core.registration.groups.carrying.carry_out": "out_of_scope, each plan",
    "core.rollover.advisers._one": "reads inside the scope; tx.student",
    "core.sheets.corrections.propose": "tx.get of the sheet",
    "core.sheets.opening.open_sheet": "tx.add of each sheet",
    "core.sheets.period.work.put_in": "tx.add of each sheet",
    "core.sheets.remind.remind": "scope_filter of what is late",
    "core.sheets.single.open_single": "tx.add of each sheet",
    "core.sheets.summary.acts.open_group": "tx.add of each sheet",
    "core.students.many.edit": "check_scope, each student",
    "core.students.many.undo": "check_scope, each student",
    "core.students.second_study.open_study": "tx.student and check_scope",
    "core.transcripts.acts.set_files": "tx.get of each transcript",
}
REFUSED = ("errors.out_of_scope", "errors.forbidden", "quality.not_yours", "holds.not_yours")


def test_the_printed_table_is_the_code() -> None:
    assert printed_rows() == ROWS, "python3 office.py rights docs/rights.csv, then read what changed"


def test_every_act_asks_a_right_that_somebody_has() -> None:
    unknown = {a.name for a in rights.acts() if not a.rights or not set(a.rights) <= rights.KNOWN}
    assert unknown == set()
    here = [p for p in (ROOT / "core").rglob("*.py") if not {"demo", "bench"} & set(p.parts) and p.stem != "bench"]
    spoken = {act for p in here for act in re.findall(r'\bdesk\.transact\(\s*"([^"]+)"', p.read_text("utf-8"))}
    assert spoken <= {row["act"] for row in ROWS}, "an act that the table does not see"


@pytest.mark.parametrize("role", list(Role))
def test_an_act_begins_for_whom_the_table_says_and_for_nobody_else(store: Store, role: Role) -> None:
    desk, wrong = Desk(actor(role), store), []

    def work(tx: Tx) -> Document:
        raise Reached

    for row in ROWS:
        try:
            desk.transact(row["act"], work, Why("себеп"), row["right"])
        except Reached:
            began = True
        except Forbidden:
            began = False
        if began != bool(row[role.value]):
            wrong.append((row["act"], row["right"]))
    assert wrong == [] and store.one("audit_events", {}) is None


def test_no_act_touches_what_lies_outside_of_the_scope(shipped: Store, tampered: None) -> None:
    """Everybody whose right does not reach everywhere asks for the record of another faculty, department, teacher and
    group: by every act, each reach once. Nothing is written, and the answer is «not yours»."""
    foreign(shipped)
    other, asked_ = set(), set()
    for act in rights.acts():
        for right in act.rights:
            for reach in {access.RIGHTS[role].get(right) for role in Role} - {None, Reach.ALL}:
                key = (act.module, act.function, right, reach)
                if key in asked_:
                    continue
                asked_.add(key)
                role = next(r for r in Role if access.RIGHTS[r].get(right) is reach)
                if asked(act, role, shipped) not in REFUSED:
                    other.add(f"{act.module}.{act.function}")
    went = [e["action"] for e in shipped.rows("audit_events", {"action": {"$ne": "kind.ship"}}) if e["touched"]]
    assert went == [], "an act went through"
    assert other == set(ELSEWHERE) and len(asked_) > 200


def test_what_asks_a_proof_anew_is_an_act_or_a_long_work() -> None:
    assert proofs.ASKED <= {a.name for a in rights.acts()} | set(jobs.KINDS)


def test_a_refusal_is_written_into_the_log_without_names(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    desk = Desk(actor(Role.teacher, teacher="mine"), store)
    with pytest.raises(Forbidden):
        access.require(desk.actor, "order.sign")
    with pytest.raises(Forbidden):
        access.within(desk.actor, "grade_sheet.fill", GradeSheet, {"_id": "x", "examiners": [{"id": "theirs"}]})
    assert [r.getMessage() for r in caplog.records if r.name == "office.access"] == [
        "refused right=order.sign user=u-teacher role=teacher key=errors.forbidden",
        "refused right=grade_sheet.fill user=u-teacher role=teacher key=errors.out_of_scope",
    ]


def printed_rows() -> list[dict[str, str]]:
    return list(csv.DictReader(rights.printed().splitlines()))
