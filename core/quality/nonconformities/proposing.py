"""A nonconformity is proposed by what found it (an audit, an indicator below its level, the work), once of each."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import ValidationError

from core import tasks
from core.errors import Problems
from core.quality.hands import me
from core.tx import Tx
from schemas.base import Document, Ref
from schemas.quality import Evidence, Nonconformity, NonconformitySource, NonconformityState, NonconformityWeight
from schemas.words import Role

PAGE = "nonconformity"
DECIDE, DO, CHECK = "decide", "do", "check"  # marks of its tasks


def propose(
    tx: Tx, source: NonconformitySource, source_ref: Document | Ref, text: str, *, kind: str = "", once: str = "",
    on: date | None = None, author: Ref | None = None, weight: NonconformityWeight = NonconformityWeight.minor,
    process: str = "", unit: Ref | None = None, standard: str = "", requirement: str = "", evidence: str = "",
    responsible: Ref | None = None, due: date | None = None,
) -> Nonconformity:  # fmt: skip
    """Propose a nonconformity inside the act that found it; the one already proposed of this source where there is one.

    source_ref: the record it was found in (a reference with its collection in `kind`). once: what tells apart several
    of one record (a finding of a report, a period of an indicator); usually the record alone. author: who found it,
    where that is not who acts. Whoever keeps nonconformities is asked to open or decline it. Raises Problems.
    """
    ref = source_ref.ref() if isinstance(source_ref, Document) else source_ref
    kind = source_ref.collection if isinstance(source_ref, Document) else kind
    key = f"{source.value}:{ref.id}" + (f":{once}" if once else "")
    before = tx.find(Nonconformity, {"once": key}, 1)
    if before:
        return before[0]
    return enter(tx, {
        "source": source, "source_ref": ref, "source_kind": kind, "once": key, "text": text, "on": on or tx.today,
        "author": author or me(tx), "weight": weight, "process": process, "unit": unit, "standard": standard,
        "requirement": requirement, "responsible": responsible, "due": due,
        "evidence": [Evidence(text=evidence, by=author or me(tx), on=on or tx.today)] if evidence else [],
    })  # fmt: skip


def enter(tx: Tx, values: dict[str, Any]) -> Nonconformity:
    """A proposed nonconformity with its number, and the task of who decides about it."""
    try:
        made = Nonconformity.model_validate({"status": NonconformityState.proposed, **values, "number": "-"})
    except ValidationError as e:
        raise Problems.of(e) from None
    made.id = tx.new_id()
    made.number = f"{tx.today.year}-{tx.number(f'nonconformity:{tx.today.year}'):04d}"
    tx.add(made, scoped=False)
    tasks.make(
        tx, what="quality.task_decide", values={"number": made.number, "text": made.text[:200]}, to_role=Role.head,
        subject=made, page=PAGE, address={"id": made.id}, mark=DECIDE,
    )  # fmt: skip
    return made


__all__ = ["CHECK", "DECIDE", "DO", "PAGE", "enter", "propose"]
