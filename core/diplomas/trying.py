"""A layout before it is in force: whose words it is tried with, what it would change."""

from __future__ import annotations

from typing import Any

from core.desk import Desk
from core.diplomas import settings
from core.diplomas.graduates import READ
from core.diplomas.words import words
from core.errors import RuleBroken
from schemas.base import Id
from schemas.diploma import VALID, Diploma, DiplomaStatus
from schemas.discipline import Programme
from schemas.kinds import DiplomaKind, Kind
from schemas.reference import Office
from schemas.student import Student

MOST = 500


def offered(desk: Desk) -> dict[Id, str]:
    """Diplomas whose words may be tried, the newest year first: id → number and name."""
    states = [s.value for s in (DiplomaStatus.prepared, *VALID)]
    fields = {"number": 1, "name": 1, "year": 1}
    order = [("year", -1), ("key", 1)]
    rows = desk.rows(Diploma, READ, {"status": {"$in": states}, "student": {"$ne": None}}, fields, order, MOST)
    return {r["_id"]: " · ".join(x for x in (str(r["year"]), r["number"], r["name"]["kk"]) if x) for r in rows}


def words_of(desk: Desk, diploma: Diploma) -> dict[str, str]:
    """The words of a diploma: those that were frozen with its number, else as they would stand today.

    Raises RuleBroken `transcripts.no_office`, `diplomas.not_frozen` for one whose study is not in the register.
    """
    if diploma.values:
        return dict(diploma.values["words"])
    office = desk.store.one("office", {})
    rows = desk.rows(Student, READ, {"_id": diploma.student.id if diploma.student else ""}, {"studies": 1}, limit=1)
    study = next((s for r in rows for s in r["studies"] if s["id"] == diploma.study), None)
    if office is None:
        raise RuleBroken("transcripts.no_office")
    if study is None or diploma.programme is None:
        raise RuleBroken("diplomas.not_frozen", diploma=diploma.label())
    programme = desk.store.one(Programme.collection, {"_id": diploma.programme.id}) or {}
    return words(diploma, Office.model_validate(office), study, programme, desk.today())


def preview(desk: Desk, kind: Kind) -> list[tuple[str, dict[str, Any]]]:
    """Which kinds of diploma are printed by this layout, and how many diplomas that are being prepared will be."""
    by = [k for k in settings.kinds() if k.as_body(DiplomaKind).layout == kind.code]
    if not by:
        return [("kinds.preview.layout_none", {})]
    where = {"status": DiplomaStatus.prepared.value, "kind": {"$in": [k.code for k in by]}}
    names = ", ".join(k.name.get(desk.lang) for k in by)
    waits = desk.store.count(Diploma.collection, where)
    return [("kinds.preview.layout_used", {"names": names}), ("kinds.preview.layout_waits", {"n": waits})]
