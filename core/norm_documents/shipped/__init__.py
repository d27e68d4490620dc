"""What the register starts with: the legal acts of clause 7 with their known discrepancies, and the office's own
regulation with its text. Given once; what the office has changed or put out of force is never brought again."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from core.access import Actor
from core.db.files import Laid
from core.db.store import Store
from core.desk import LONG, Desk, Why
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.norm_document import NormCard, NormDocument, NormStage, NormStatus, NormStep, NormVersion
from schemas.words import Role

FOLDER = Path(__file__).parent
SYSTEM = Actor("system", "Жүйе", Role.head)
OWN = "ОТ-ЕРЕЖЕ"  # the office's own regulation


@lru_cache(maxsize=1)
def entries() -> dict[str, dict[str, Any]]:
    """Every shipped document by its code."""
    return tomllib.loads((FOLDER / "documents.toml").read_text("utf-8"))


def text(name: str) -> bytes:
    """The shipped words of a document."""
    return (FOLDER / name).read_bytes()


def ship(store: Store) -> int:
    """Give an office the shipped documents it never had, in one act; how many."""
    have = {r["_id"] for r in store.rows("norm_documents", {"_id": {"$in": [id_of(c) for c in entries()]}}, {"_id": 1})}
    new = [code for code in entries() if id_of(code) not in have]
    if not new:
        return 0

    # Laid down before the act: what an act has read first sees nothing that was laid after.
    laid = {code: store.lay(text(entries()[code]["file"])) for code in new if "file" in entries()[code]}

    def work(tx: Tx) -> NormDocument:
        found = tx.find(NormDocument, {"_id": {"$in": [id_of(c) for c in entries()]}})
        by_id = {d.id: d for d in found} | {id_of(code): _document(tx, code, laid.get(code)) for code in new}
        made = {code: by_id[id_of(code)] for code in entries()}
        for code in new:
            made[code].rests_on = [made[c].ref() for c in entries()[code].get("rests_on", ())]
        return made[new[-1]]

    said = sha256("|".join(new).encode()).hexdigest()[:16]
    why = Why("shipped", command=f"norms:{said}")
    Desk(SYSTEM, store).transact("norm.ship", work, why, right="norm.edit", seconds=LONG)
    return len(new)


def id_of(code: str) -> Id:
    """The id of a shipped document: it stays, whatever code the office gives it later."""
    return f"norm:{code}"


def _document(tx: Tx, code: str, words: Laid | None) -> NormDocument:
    found = dict(entries()[code])
    said = {k: v for k, v in found.items() if k in NormCard.model_fields and k != "rests_on"}
    card = NormCard(code=code, **said)
    doc = tx.add(NormDocument(_id=id_of(code), **dict(card)))
    edition = found.get("edition")
    if not edition:
        return doc
    version = NormVersion(
        _id=tx.new_id(), document=doc.ref(), sort=doc.sort, n=1, edition=edition, effective=doc.day, since=doc.day,
        began=tx.who(), status=NormStage.in_force,
        steps=[NormStep(stage=NormStage.in_force, at=tx.now, by=tx.who())],
    )  # fmt: skip
    if words is not None:
        called = f"{doc.name.kk}.txt"
        version.file = Ref(id=tx.keep_file(words, called, "norm", doc.id), label=Text(kk=called))
    tx.add(version)
    doc.status, doc.current, doc.versions = NormStatus.in_force, version.ref(), 1
    return doc
