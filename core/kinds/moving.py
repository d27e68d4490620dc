"""Moving entries from a trial base to the live one, as a file that shows what it would change before it does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from pydantic import ValidationError

from core import access, house
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problems, RuleBroken
from core.i18n import t
from core.kinds.acts import RIGHT, _allow, make, same
from core.kinds.reading import compare, versions
from core.tx import Tx
from schemas.base import LANGS, Text
from schemas.kinds import Kind, Sort

FORMAT = "registrar-office-kinds-1"
MOST = 5_000_000  # bytes of a file that is read


@dataclass(frozen=True)
class Coming:
    """An entry of a file beside what stands here: new, changed (differences path, here, there), the same."""

    kind: Kind
    here: Kind | None
    state: Literal["new", "changed", "same"]
    differences: Sequence[tuple[str, Any, Any]] = ()


def export_file(desk: Desk, chosen: Sequence[tuple[Sort, str]]) -> bytes:
    """The newest versions of chosen entries as a file with its checksum."""
    access.require(desk.actor, "kind.read")
    rows = []
    for sort, code in chosen:
        kind = versions(desk, sort, code)[0]
        rows.append({k: _written(plain(getattr(kind, k))) for k in ("sort", "code", "name", "retired", "body")})
    text = json.dumps(rows, ensure_ascii=False, sort_keys=True)
    whole = {"format": FORMAT, "sha256": sha256(text.encode()).hexdigest(), "kinds": rows}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _written(node: Any) -> Any:
    if isinstance(node, dict):
        return {k: _written(v) for k, v in node.items()}
    if isinstance(node, list):
        return [_written(v) for v in node]
    return node if isinstance(node, str | int | bool | None) else str(node)


def taken_apart(data: bytes) -> list[Any]:
    """The entries in a file, as they are written there. RuleBroken for a file that is none of ours or was changed."""
    try:
        whole = json.loads(data.decode()) if len(data) <= MOST else {}
        rows, said = whole["kinds"], whole["sha256"]
        if whole["format"] != FORMAT:
            raise KeyError(FORMAT)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise RuleBroken("kinds.not_a_file") from None
    if sha256(json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()).hexdigest() != said:
        raise RuleBroken("kinds.file_changed")
    return list(rows)


def coming(desk: Desk, data: bytes) -> list[Coming]:
    """What a file brings, beside what stands here. RuleBroken for a file that is none of ours or was changed."""
    access.require(desk.actor, RIGHT)
    house.refresh(desk.store)
    rows = taken_apart(data)
    day = desk.today()
    try:
        kinds = [Kind.model_validate({**row, "effective": day.isoformat()}) for row in rows]
    except ValidationError as e:
        first = Problems.of(e).problems[0]
        raise RuleBroken("kinds.file_unknown", field=first.field) from None
    found = []
    for kind in kinds:
        row = desk.store.rows("kinds", {"sort": kind.sort.value, "code": kind.code}, sort=[("version", -1)], limit=1)
        here = Kind.model_validate(row[0]) if row else None
        if here is None:
            found.append(Coming(kind, None, "new"))
        elif same(here, kind):
            found.append(Coming(kind, here, "same"))
        else:
            kind.version, kind.effective = here.version + 1, max(day, here.effective)
            found.append(Coming(kind, here, "changed", compare(here, kind)))
    return found


def accept(desk: Desk, chosen: Sequence[Coming], why: Why) -> Kind:
    """Store chosen entries of a file in one act, all or none. Raises RuleBroken that names the entry first refused."""
    wanted = [c for c in chosen if c.state != "same"]
    if not wanted:
        raise RuleBroken("references.nothing_changed")
    kinds = [c.kind for c in wanted]

    def work(tx: Tx) -> Kind:
        with house.coming(kinds):
            return [_made(tx, c) for c in wanted][-1]

    with house.coming(kinds):
        for each in wanted:
            _allow(desk, each.kind, each.here)
    given = [[k.sort.value, k.code, plain(k.body)] for k in kinds]
    found = desk.transact("kind.bring", work, why, right=RIGHT, given=given)
    house.refresh(desk.store)
    return found


def _made(tx: Tx, each: Coming) -> Kind:
    try:
        return make(tx, each.kind.model_copy(deep=True), each.here.version if each.here else 0)
    except Problems as e:
        first = e.problems[0]
        why = Text(**{lang: t(first.key, lang, **first.values) for lang in LANGS})
        raise RuleBroken("kinds.entry_refused", sort=each.kind.sort, name=each.kind.name, why=why) from None
