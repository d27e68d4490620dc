"""Small parts that every step of a version stands on: reading it at its stage, the trace of a step, brought files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from core import approvals, files
from core.desk import Desk
from core.errors import Problem, Problems, RuleBroken
from core.files import Ready
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.file import FileType
from schemas.norm_document import NormDocument, NormStage, NormStatus, NormStep, NormVersion

M = TypeVar("M", bound=BaseModel)
PAGE = "norm_document"
READ, EDIT, MEMO, APPROVE = "norm.read", "norm.edit", "norm.memo", "norm.approve"


def made(model: type[M], values: Mapping[str, Any]) -> M:
    """A model of what a form gave. Raises Problems beside the fields."""
    try:
        return model.model_validate(dict(values))
    except ValidationError as e:
        raise Problems.of(e) from None


def at(tx: Tx, id: Id, revision: int | None, stages: Collection[NormStage]) -> NormVersion:
    """A version to be changed. RuleBroken where it stands otherwise: what is in force is never edited, only followed
    by the next version."""
    found = tx.get(NormVersion, id, revision, scoped=False)
    if found.status not in stages:
        key = "norms.in_force_stands" if found.status is NormStage.in_force else "norms.stands_otherwise"
        raise RuleBroken(key, version=found.label(), status=found.status)
    return found


def free(tx: Tx, version: NormVersion) -> NormVersion:
    """RuleBroken while others are agreeing to it: they must agree to what they read."""
    if approvals.running(tx, version.id) is not None:
        raise RuleBroken("norms.being_agreed", version=version.label())
    return version


def document_of(tx: Tx, version: NormVersion) -> NormDocument:
    """The document of a version, to be changed in the same act."""
    return tx.get(NormDocument, version.document.id, scoped=False)


def step(tx: Tx, version: NormVersion, stage: NormStage, note: str = "") -> NormVersion:
    """The version is at a stage from now on, and says by whose hand."""
    version.status = stage
    version.steps = [*version.steps, NormStep(stage=stage, at=tx.now, by=tx.who(), note=note[:500])]
    return version


def leave(tx: Tx, document: NormDocument) -> NormDocument:
    """Nothing of this document is on its way any more."""
    document.coming = None
    return tx.save(document)


def standing(document: NormDocument) -> NormDocument:
    """RuleBroken for a document that lost its force."""
    if document.status is NormStatus.obsolete:
        raise RuleBroken("norms.document_obsolete", document=document.label())
    return document


def brought(desk: Desk, file: tuple[str, bytes] | None, types: Collection[FileType], field: str = "file") -> Ready:
    """A brought file, checked by its content and laid down for the act. Raises Problems beside its field: none, too
    large, a program under another name, a type that is no text (or no scan)."""
    if file is None:
        raise Problems([Problem(field, "norms.no_file")])
    try:
        found = files.ready(desk, *file)
    except RuleBroken as e:
        raise Problems([Problem(field, e.key, e.values)]) from None
    if FileType.of(found.name) not in types:
        raise Problems([Problem(field, "norms.file_type", {"name": found.name})])
    return found


def kept(tx: Tx, file: Ready, kind: str, owner: Id) -> Ref:
    """Keep a brought file with this act; the reference by which the version names it."""
    return Ref(id=tx.keep_file(file.laid, file.name, kind, owner), label=Text(kk=file.name))
