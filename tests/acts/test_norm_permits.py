"""Permission to copy a document (clause 56): given by the leadership, named by each copy that leaves, never passed."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from pypdf import PdfReader

from core import approvals, files
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from core.norm_documents import permits
from schemas.base import Text
from schemas.norm_document import NormDocument, NormSort, NormStage, NormVersion
from schemas.norm_permit import NormPermit, PermitState
from schemas.words import Role
from tests.acts.attestation_kit import at
from tests.acts.class_kit import put
from tests.acts.job_kit import worker
from tests.acts.sample_files import pdf

MINISTRY = "Министрлік"


@pytest.fixture
def head(shipped: Store) -> Desk:
    worker(shipped, Role.management)
    return worker(shipped, Role.head)


@pytest.fixture
def version(head: Desk) -> NormVersion:
    """The regulation in force, with its text."""
    document = put(head, NormDocument(_id="reg", code="ОТ", name=Text(kk="Ереже"), sort=NormSort.regulation))
    file = files.keep(head, "ереже.pdf", pdf("Ереже мәтіні"), "norm")
    return put(head, NormVersion(_id="reg-1", document=document.ref(), sort=NormSort.regulation, n=1, file=file,
                                 status=NormStage.in_force))  # fmt: skip


def asked(head: Desk, **more: object) -> NormPermit:
    wish = {"document": {"id": "reg", "label": {"kk": "Ереже"}}, "holder": MINISTRY, "purpose": "Тексеру", "copies": 2,
            "until": head.today() + timedelta(10)}  # fmt: skip
    return permits.ask(head, {**wish, **more}, Why())


def decided(head: Desk, permit: NormPermit, agree: bool = True) -> NormPermit:
    [found] = approvals.of_subject(head, permit.id)
    boss = worker(head.store, Role.management)
    (approvals.agree if agree else approvals.decline)(boss, found.id, found.revision, Why("шешім"))
    return head.store.load(NormPermit, permit.id)


def test_each_copy_names_its_permission_and_no_more_leave_than_were_permitted(head: Desk, version: NormVersion) -> None:
    permit = asked(head)
    with pytest.raises(RuleBroken, match="not_given"):
        permits.hand_out(head, permit.id, version.id, Why())
    permit = decided(head, permit)
    assert permit.status is PermitState.given and permit.decided == head.today()
    why = Why()
    for again in (why, why, Why()):  # pressed twice, the first copy is one copy
        name, data, _ = permits.hand_out(head, permit.id, version.id, again)
        assert name == "ереже.pdf" and data[:5] == b"%PDF-"
    assert PdfReader(io.BytesIO(data)).is_encrypted
    permit = head.store.load(NormPermit, permit.id)
    assert [u.version.id for u in permit.uses] == ["reg-1"] * 2 and permit.left == 0
    with pytest.raises(RuleBroken, match="used_up"):
        permits.hand_out(head, permit.id, version.id, Why())
    lines = head.store.rows("looks", {"page": "norm_permits"})
    assert {(x["to"], x["did"]) for x in lines} == {(MINISTRY, "download")}
    assert all(permit.number in x["reason"] for x in lines)


def test_no_copy_leaves_past_its_day_withdrawn_refused_or_in_an_open_format(head: Desk, version: NormVersion) -> None:
    permit = decided(head, asked(head))
    late = Desk(head.actor, head.store, lambda: datetime.now(UTC) + timedelta(12))
    with pytest.raises(RuleBroken, match="permits.over"):
        permits.hand_out(late, permit.id, version.id, Why())
    with pytest.raises(RuleBroken, match="reason_missing"):
        permits.withdraw(head, permit.id, permit.revision, Why())
    permits.withdraw(head, permit.id, permit.revision, Why("қажет емес"))
    with pytest.raises(RuleBroken, match="not_given"):
        permits.hand_out(head, permit.id, version.id, Why())
    refused = decided(head, asked(head), agree=False)
    assert refused.status is PermitState.refused
    with pytest.raises(RuleBroken, match="not_given"):
        permits.hand_out(head, refused.id, version.id, Why())
    word = files.keep(head, "ереже.csv", "Ереже;мәтіні\nа;ә".encode(), "norm")
    open_ = put(head, NormVersion(_id="reg-2", document=version.document, sort=NormSort.regulation, n=2, file=word))
    permit = decided(head, asked(head))
    for id, key in ((open_.id, "open_format"), ("other", "not_found")):
        with pytest.raises(Exception, match=key):
            permits.hand_out(head, permit.id, id, Why())
    assert head.store.load(NormPermit, permit.id).uses == []


def test_what_is_wrong_is_told_beside_its_field(head: Desk, version: NormVersion) -> None:
    law = put(head, NormDocument(_id="law", code="ҚР", name=Text(kk="Заң"), sort=NormSort.law))
    wrong = [({"until": date(2020, 1, 1)}, "until"), ({"document": law.ref().model_dump()}, "document"),
             ({"copies": 0}, "copies"), ({"holder": ""}, "holder")]  # fmt: skip
    for values, field in wrong:
        with pytest.raises(Problems) as e:
            asked(head, **values)
        assert [p.field for p in e.value.problems] == [field]
    assert head.store.count("norm_permits", {}) == 0
    with pytest.raises(Forbidden):
        permits.ask(at(head.store, Role.teacher), {}, Why())
