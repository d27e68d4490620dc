"""The draft of a diploma: made for graduates of a year from what the record, the protocol and the order say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.desk import Desk, Why
from core.diplomas.graduates import Graduate, Pair, awarded, gathered
from core.diplomas.steps import happened
from core.errors import RuleBroken
from core.tx import Tx
from schemas.base import Basis, Id, Text
from schemas.diploma import Diploma, DiplomaStatus, DiplomaStep

RIGHT = "diploma.prepare"


def prepare(desk: Desk, year: int, pairs: Sequence[Pair], why: Why) -> Diploma:
    """Begin the diplomas of graduates (student, study) of a year; those that have one are left as they are.

    Raises RuleBroken `diplomas.not_awarded` by name, `diplomas.all_prepared`; NotFound where no kind is described.
    """

    def work(tx: Tx) -> Diploma:
        made = [drafted(tx, g, year) for g in looked_at(tx, year, pairs) if g.diploma is None]
        if not made:
            raise RuleBroken("diplomas.all_prepared")
        return made[-1]

    return desk.transact("diploma.prepare", work, why, RIGHT, [year, list(pairs)])


def looked_at(tx: Tx, year: int, pairs: Sequence[Pair]) -> list[Graduate]:
    """Graduates as this act reads them, in the order asked; RuleBroken where one was not awarded in the year."""
    states: dict[Id, Any] = tx.students([student for student, _ in pairs])
    every = {study for _, study in pairs}
    every |= {
        c["study"] for s in states.values() for x in s["studies"] if x["id"] in every for c in x.get("came") or []
    }
    by_order, by_protocol = awarded(tx.session, year, sorted(every))
    stranger = next((p for p in pairs if p not in by_order and p not in by_protocol), None)
    if stranger is not None:
        raise RuleBroken("diplomas.not_awarded", number=states[stranger[0]]["number"], year=year)
    return gathered(tx.session, states, pairs, by_order, by_protocol)


def drafted(tx: Tx, of: Graduate, year: int) -> Diploma:
    """A diploma being prepared, with what is known of the graduate today."""
    study, case = of.case.study, of.case
    degree = (case.programme or {}).get("degree")
    diploma = Diploma(
        _id=tx.new_id(), once=of.study, kind=of.kind.code, kind_name=of.kind.name, version=of.kind.ref(), year=year,
        honours=of.honours, student=tx.student_document(of.student).ref(), student_number=of.number, study=of.study,
        key=tx.student_document(of.student).search.key, group=of.group, programme=study.get("programme"),
        department=study.get("department"), faculty=study.get("faculty"), name=of.name,
        qualification=Text.model_validate(degree) if degree else None, protocol=_paper("Хаттама", case.protocol),
        order=_paper("Бұйрық", case.order),
    )  # fmt: skip
    return tx.add(happened(tx, diploma, DiplomaStep.prepared))


def drop(desk: Desk, id: Id, revision: int, why: Why) -> Diploma:
    """Stop preparing a diploma that has no number yet, with a reason; it may be prepared anew."""

    def work(tx: Tx) -> Diploma:
        diploma = tx.get(Diploma, id, revision)
        if diploma.status is not DiplomaStatus.prepared:
            raise RuleBroken("diplomas.not_prepared", diploma=diploma.label(), status=diploma.status)
        diploma.status, diploma.once = DiplomaStatus.annulled, None
        return tx.save(happened(tx, diploma, DiplomaStep.dropped, why.reason))

    return desk.transact("diploma.drop", work, why, RIGHT, [id, revision])


def _paper(kind: str, row: Any) -> Basis | None:
    return Basis(kind=kind, number=row["number"], day=row["day"]) if row else None
