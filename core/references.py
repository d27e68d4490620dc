"""Reference documents of the office (units, staff, programmes, disciplines, terms, rooms): listed, chosen, kept.

One pair of acts serves every kind that core.registry.REFERENCES names, because all of it is read from the fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import ValidationError

from core import disciplines, history, house
from core.access import RIGHTS
from core.calendar.reading import check_term_open
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken, StaleRevision
from core.fields import FieldSpec, check_typed, describe, filter_fields, hidden_paths, table_fields
from core.fields.rights import changes_without
from core.holds.stops import STOPPABLE
from core.i18n import fold, known, order_key, t
from core.registry import REFERENCES, model_of
from core.search import LONGEST
from core.tx import Tx
from schemas.base import Document, Id, Text
from schemas.reference import Department, Office
from schemas.section import Section
from schemas.term import Term
from schemas.words import Role

D = TypeVar("D", bound=Document)
MOST = 2000
KEPT = 100  # lists of what references may point to, in memory
# A faculty and a department live in one collection; a field's own name says which of them it asks for.
KINDS = {"faculty": "faculty", "faculties": "faculty", "department": "department"}


def right_to_edit(model: type[Document]) -> str:
    """The right that keeping a kind of reference needs: the institution's own facts have theirs."""
    return "office.edit" if model is Office else "reference.edit"


def right_to_read(model: type[Document]) -> str:
    """The right that reading a kind of reference needs."""
    return "section.read" if model is Section else "reference.read"


def save(desk: Desk, model: type[D], id: Id | None, revision: int, values: dict[str, Any], why: Why) -> D:
    """Enter a new reference document (id None) or change fields of one: {dotted path: value}.

    Raises Problems (beside the fields), Duplicate (the code is taken), StaleRevision (someone saved first; `theirs`
    says which fields), RuleBroken when nothing changed.
    """
    right = right_to_edit(model)

    def work(tx: Tx) -> D:
        check_typed(model, desk.actor.role, values, whole=id is None)
        if id is None:
            new = _checked(model, {"_id": tx.new_id()}, values)
            disciplines.check(tx, new)
            return tx.add(new)
        was = tx.get(model, id, revision)
        doc = _checked(model, plain(was), values)
        if plain(doc) == plain(was):
            raise RuleBroken("references.nothing_changed")
        tx.check_scope(model, plain(doc))
        disciplines.check(tx, doc)
        _term_open(tx, was)
        return tx.save(doc)

    _known(model, id)
    try:
        return desk.transact(right, work, why)
    except StaleRevision as e:
        e.values["theirs"] = changed_since(desk, model, id, revision)
        raise


def _term_open(tx: Tx, was: Document) -> None:
    """RuleBroken for a closed term: its days stay as they were."""
    if isinstance(was, Term):
        check_term_open(tx, was.id)


def changed_since(desk: Desk, model: type[Document], id: Id | None, revision: int) -> list[Row]:
    """What others changed in a document since a revision, of what this role sees: field, was, now, by, at."""
    where = {"touched": {"$elemMatch": {"id": id, "revision": {"$gt": revision}}}}
    entries = desk.store.rows("audit_events", where, sort=[("at", 1)], limit=50)
    found = [
        {"field": c["path"], "was": c["was"], "now": c["now"], "by": e["actor"]["name"], "at": e["at"]}
        for e in entries for c in e["changes"] if c["id"] == id
    ]  # fmt: skip
    return changes_without(found, hidden_paths(model, desk.actor.role))


def _known(model: type[Document], id: Id | None) -> None:
    # The institution is one document, made at the first start: it is changed here, never entered anew.
    if model not in REFERENCES and not (model is Office and id):
        raise Forbidden("errors.forbidden", right=model.collection)


def _checked(model: type[D], stored: Row, values: dict[str, Any]) -> D:
    for path, value in values.items():
        stored = history.put(stored, path.split("."), plain(value))
    try:
        return model.model_validate(stored)
    except ValidationError as e:
        raise Problems.of(e) from None


def columns(model: type[Document], role: Role) -> list[tuple[str, FieldSpec]]:
    """Every column a list of this kind can show to a role, the usual ones first."""
    usual = [(s.path, s) for s in table_fields(model, role)]
    return usual + [(s.path, s) for s in describe(model, role) if (s.path, s) not in usual]


def filters(model: type[Document], role: Role) -> list[tuple[str, FieldSpec]]:
    """The fields a list of this kind can be narrowed by, of what this role sees."""
    return [(s.path, s) for s in filter_fields(model, role)]


def condition(model: type[Document], text: str, chosen: dict[str, Any], role: Role) -> Row:
    """A typed search over codes and names, and chosen filters, as one condition; over what this role sees."""
    parts: list[Row] = []
    for word in text[:LONGEST].split():
        pattern = {"$regex": _forgiving(word), "$options": "i"}
        parts.append({"$or": [{p: pattern} for p in _worded(model, role)]})
    for path, spec in filters(model, role):
        wanted = chosen.get(path)
        if wanted not in (None, "", []):
            key = f"{path}.id" if spec.kind == "ref" else path
            parts.append({key: {"$in": [plain(w) for w in wanted]} if isinstance(wanted, list) else plain(wanted)})
    return {"$and": parts} if parts else {}


def _worded(model: type[Document], role: Role) -> list[str]:
    paths: list[str] = []
    for spec in table_fields(model, role):
        if spec.kind == "texts":
            paths += [f"{spec.path}.{lang}" for lang in ("kk", "ru", "en")]
        elif spec.kind == "ref":
            paths += [f"{spec.path}.label.{lang}" for lang in ("kk", "ru")]
        elif spec.kind in ("text", "area"):
            paths.append(spec.path)
    return paths


_ALIKE = {
    "к": "[кқ]", "и": "[иіїй]", "н": "[нң]", "г": "[гғ]", "у": "[уұү]", "о": "[оө]", "а": "[аә]", "х": "[хһ]",
    "е": "[её]",
}  # fmt: skip


def _forgiving(word: str) -> str:
    """A typed word as a pattern in which к finds қ and и finds і; the collections are small, so no index is asked."""
    folded = "".join(_ALIKE.get(letter, re.escape(letter)) for letter in fold(word) or word.lower())
    # Folding takes a Latin C for a Cyrillic one: a code is also looked for as it was typed.
    return f"(?:{re.escape(word)}|{folded})" if word.isascii() else folded


def listed(
    desk: Desk, model: type[Document], text: str = "", chosen: dict[str, Any] | None = None, sort: str = "code",
    descending: bool = False, page: int = 0, size: int = 50,
) -> list[Row]:  # fmt: skip
    """One page of a kind's list; by a field hidden from this role it is not sorted."""
    where = _asked(desk, model, text, chosen or {})
    order = ordered(model, desk.actor.role, sort, descending)
    return desk.rows(model, right_to_read(model), where, None, order, size, page * size)


def ordered(model: type[Document], role: Role, sort: str, descending: bool) -> list[tuple[str, int]]:
    """The order of a list, without a field this role does not see: an order tells values too."""
    secret = any(sort == path or sort.startswith(f"{path}.") for path in hidden_paths(model, role))
    return ([] if secret else [(sort, -1 if descending else 1)]) + [("_id", 1)]


def count(desk: Desk, model: type[Document], text: str = "", chosen: dict[str, Any] | None = None) -> int:
    """How many the list holds."""
    return desk.count(model, right_to_read(model), _asked(desk, model, text, chosen or {}))


def _asked(desk: Desk, model: type[Document], text: str, chosen: dict[str, Any]) -> Row:
    """What a list shows: all that fits, but units of the past only where they are searched for."""
    where = condition(model, text, chosen, desk.actor.role)
    if model is not Department or text.strip():
        return where
    today = {"$or": [{"ends": None}, {"ends": {"$gte": desk.today().isoformat()}}]}
    return {"$and": [where, today]} if where else today


def generation(desk: Desk, collection: str) -> str:
    """What changes when the collection does: how many there are, how often they were saved, the newest of them and when
    one was last saved."""
    told = {"n": {"$sum": 1}, "saved": {"$sum": "$revision"}, "last": {"$max": "$_id"}, "at": {"$max": "$updated.at"}}
    found = desk.store.aggregate(collection, [{"$group": {"_id": None, **told}}])
    return str(found[0]) if found else ""


_choices: dict[tuple[Any, ...], dict[Id, Text]] = {}  # never changed once made


def choices(desk: Desk, spec: FieldSpec) -> dict[Id, Text]:
    """What a reference field may point to today, in Kazakh order: id → label. At most 2,000. Read anew only when its
    collection or the day changed: references are read by every role alike, so who asks makes no difference."""
    to, kind = spec.show.to or "", KINDS.get(spec.path.rsplit(".", 1)[-1])
    asked = (desk.store.name, to, kind, desk.today(), generation(desk, to))
    if (held := _choices.get(asked)) is not None:
        return held
    if len(_choices) >= KEPT:
        _choices.clear()
    where: Row = {"active": {"$ne": False}}
    if to == "departments":
        where |= {"kind": kind} if kind else {}
        where["$or"] = [{"ends": None}, {"ends": {"$gte": desk.today().isoformat()}}]  # a closed unit is not offered
    return _choices.setdefault(asked, labels(desk, to, where))


# Groups that the shipped words name; the office adds its own (kinds of sort «group»).
GROUPS = ("contacts", "identity", "statistics", "study", "more")


def said(key: str) -> Text:
    """A message as a text in three languages."""
    return Text(kk=t(key, "kk"), ru=t(key, "ru"), en=t(key, "en"))


def acts() -> dict[str, Text]:
    """Every act that has a name, by that name: what a reason code may be offered for."""
    named = {right: f"audit.action.{right.replace('.', '_')}" for rights in RIGHTS.values() for right in rights}
    return {right: said(key) for right, key in sorted(named.items()) if known(key)}


def stops() -> dict[str, Text]:
    """The acts that a hold may stop, in words."""
    return {act: said(f"audit.action.{act.replace('.', '_')}") for act in STOPPABLE}


def order_fields() -> dict[str, Text]:
    """The fields of card and study that an order may set, in words."""
    from core.orders.asks import names

    return names()


WORDS: dict[str, Callable[[], dict[str, Text]]] = {"acts": acts, "stops": stops, "order_fields": order_fields}


def words(spec: FieldSpec) -> dict[str, Text]:
    """What a field that names something of the office's own may say: «kind:mask» the entries of that sort, «acts» the
    acts that have a name, «stops» those that a hold may stop."""
    to = spec.show.to or ""
    if to.startswith("kind:"):
        shipped = {g: said(f"forms.group.{g}") for g in GROUPS} if to == "kind:group" else {}
        return shipped | {k.code: k.name for k in house.entries(to.removeprefix("kind:"))}
    return WORDS[to]()


def labels(desk: Desk, collection: str, where: Row | None = None) -> dict[Id, Text]:
    """Labels of a small collection in Kazakh order: id → label."""
    model = model_of(collection)
    rows = desk.store.rows(collection, where or {}, {"members": 0}, limit=MOST)
    found = {r["_id"]: model.model_validate(r).label() for r in rows}
    return dict(sorted(found.items(), key=lambda item: order_key(item[1].kk)))


__all__ = [
    "WORDS", "words",
    "changed_since", "choices", "columns", "condition", "count", "filters", "generation",
    "labels", "listed", "ordered", "right_to_edit", "right_to_read", "save",
]  # fmt: skip
