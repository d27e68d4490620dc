"""The copy itself: one ZIP with a table of contents to be read (PDF, protected), all of it for machines (JSON), and the
kept files that are the person's own, as they leave the office."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core import files, looks, merged
from core.audit.words import kind_word
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk
from core.errors import OfficeError
from core.fields import describe, values_at
from core.i18n import date_short, t
from core.papers.register import register
from core.pdf.register import Band, Head
from core.personal.acts import decided, said, tokens
from core.personal.held import Whose, class_of, kept_for, kept_words, records
from schemas.base import Document, Id, Lang
from schemas.reference import Person
from schemas.student import Student
from schemas.user import User

PAGE = {"students": "student", "people": "references"}
FILES = 300  # kept files of one person
TRACES = 10_000


def taken(desk: Desk, whose: Whose, id: Id, command: str) -> bytes:
    """The ZIP, for who decided it by `core.personal.acts.copy`; that it left, and to whom, is written down. Raises
    Forbidden, RuleBroken (the institution is not described)."""
    entry = decided(desk, id, command)
    model: type[Document] = Student if whose == "students" else Person
    row = desk.store.one(model.collection, {"_id": id}) or {}
    ids = merged.ids_of(desk.store, id) if whose == "students" else [id]
    values = tokens(desk, ids)
    found = {m: [said(_part(m, r, whose), values) for r in rows] for m, rows in records(desk.store, whose, ids).items()}
    name = model.model_validate(row).label()
    traces = desk.store.rows("looks", {"student": {"$in": ids}}, sort=[("at", -1)], limit=TRACES)
    signins = [r for u in found.get(User, []) for r in desk.store.rows("signins", {"user": u["_id"]}, limit=TRACES)]
    told = {
        "made": {"at": desk.now(), "by": desk.actor.name, "reason": entry["reason"], "basis": entry["basis"]},
        "card": said({k: v for k, v in row.items() if k != "search"}, values),
        "records": {m.collection: rows for m, rows in found.items()},
        "who_looked": traces, "sign_ins": signins,
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("person.json", json.dumps(plain(told), ensure_ascii=False, indent=1, default=_word))
        z.writestr("person.pdf", _contents(desk, name.get(desk.lang), found, len(traces), entry))
        for place, data in _kept(desk, found, ids, entry["reason"]):
            z.writestr(place, data)
    looks.note(desk, PAGE[whose], model.collection, id, name.kk, "hand", student=id if whose == "students" else "",
               reason=entry["reason"], to=name.kk)  # fmt: skip
    return out.getvalue()


def _part(model: type[Document], row: Row, whose: Whose) -> Row:
    """What of a record is the person's: of an account what is described (no secret is), of a student's record that
    names a teacher only that it does."""
    kind = class_of(model.collection)
    if model is User:
        return {"_id": row["_id"], **{s.path: values_at(row, s.path) for s in describe(User)}}
    if whose == "people" and (kind is None or kind.code != "staff"):
        return {k: row[k] for k in ("_id", "number", "code", "day", "date") if k in row}
    return row


def _word(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value) if isinstance(value, Decimal) else ""


def _contents(desk: Desk, name: str, found: dict[type[Document], list[Row]], traces: int, entry: Row) -> bytes:
    lang: Lang = desk.lang
    kept = kept_for(desk.store)

    def why_of(code: str) -> tuple[str, str]:
        return t(f"personal.class.{code}", lang), kept_words(kept[code], lang)

    heads = (
        Head(t("personal.head_what", lang), 0), Head(t("personal.head_n", lang), 24),
        Head(t("personal.head_why", lang), 90), Head(t("personal.head_kept", lang), 44),
    )  # fmt: skip
    rows = [
        (t("personal.card", lang), "1", *why_of("card")),
        (t("personal.contacts", lang), "", *why_of("contacts")),
    ]
    for model, those in sorted(found.items(), key=lambda f: f[0].collection):
        kind = class_of(model.collection)
        why = why_of(kind.code) if kind else ("", "")
        rows.append((kind_word(model.collection, lang), str(len(those)), *why))
    rows.append((t("menu.looks", lang), str(traces), *why_of("trail")))
    basis = entry.get("basis") or {}
    day = date_short(date.fromisoformat(basis["day"])) if basis.get("day") else ""
    said_basis = " ".join(x for x in (basis.get("kind", ""), f"№ {basis.get('number', '')}", day) if x)
    facts = ((t("personal.person", lang), name), (t("personal.basis", lang), said_basis))
    title, before = t("personal.paper_title", lang), (t("personal.paper_says", lang),)
    return register(desk, title, lang, facts, heads, [Band("", tuple(rows))], before=before, landscape=True)


def _kept(desk: Desk, found: dict[type[Document], list[Row]], ids: list[Id], reason: str) -> list[tuple[str, bytes]]:
    """The files that stand in the person's own records, as they leave the office; one that is gone is left out. ids:
    his own first, then those of records that were joined to his."""
    named = []
    for model in found:
        for row in found[model] if (kind := class_of(model.collection)) and kind.code in ("papers", "service") else ():
            hash = row.get("file_hash") or (row.get("file") or {}).get("id")
            if hash and (row.get("student") or {}).get("id") in ids:
                named.append((model, row, hash))
    made = []
    for n, (model, row, hash) in enumerate(named[:FILES], 1):
        label = str(row.get("number") or row["_id"])
        try:
            name, data, _ = files.given_out(desk, hash, "student", model.collection, row["_id"], label, ids[0], reason)
        except OfficeError:
            continue
        made.append((f"files/{n:03d}-{name}", data))
    return made
