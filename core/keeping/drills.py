"""The records of restore drills: begun as a long work, kept as evidence by an act, read, printed."""

from __future__ import annotations

from typing import Any

from core import jobs, looks
from core.access import require
from core.audit.words import kind_word
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.i18n import known, moment, number, t
from core.keeping import copies
from core.keeping.work import DRILL
from core.papers.register import register
from core.pdf.register import Band, Head
from core.tx import Tx
from schemas.base import Id, Lang
from schemas.restore_drill import DrillFinding, RestoreDrill
from schemas.words import Role

RIGHT = "office.backup"  # to begin one; who may see the records: `copies.READ`


def begin(desk: Desk, name: str, why: Why) -> Id:
    """Begin a drill with one of the copies in the folder (the newest where none is named); the id of the long work.
    RuleBroken `backup.lack_none`, `backup.no_file`."""
    require(desk.actor, RIGHT)
    found = [c.name for c in copies.found(desk.store)]
    if not found:
        raise RuleBroken("backup.lack_none")
    if name and name not in found:
        raise RuleBroken("backup.no_file", file=name)
    return jobs.begin(desk, DRILL, {"name": name or found[0]}, why)


def keep(desk: Desk, made: dict[str, Any], why: Why) -> RestoreDrill:
    """Keep the record of a drill under its number; nobody changes it any more."""

    def work(tx: Tx) -> RestoreDrill:
        year = tx.today.year
        given = f"{year}-{tx.number(f'restore_drill:{year}'):04d}"
        return tx.add(RestoreDrill(_id=tx.new_id(), number=given, made_by=tx.actor.name, **made))

    return desk.transact("drill.record", work, why, right=RIGHT)


def listed(desk: Desk, page: int = 0, size: int = 20) -> list[RestoreDrill]:
    """Drills, the newest first. Forbidden."""
    rows = desk.rows(RestoreDrill, copies.READ, {}, None, [("_id", -1)], size, page * size)
    return [RestoreDrill.model_validate(r) for r in rows]


def one(desk: Desk, id: Id) -> RestoreDrill:
    """One drill. NotFound, Forbidden."""
    return desk.get(RestoreDrill, id, copies.READ)


def trouble_words(drill: RestoreDrill, lang: Lang) -> str:
    """What stopped a drill before its end; "" where nothing did."""
    if drill.trouble is None:
        return ""
    key = drill.trouble.key
    return t(key if known(key) else "errors.rule_broken", lang, **drill.trouble.values)


def record_words(found: DrillFinding, lang: Lang) -> str:
    """Which record a finding speaks of: its kind in words, its id."""
    return f"{kind_word(found.kind, lang)} {found.id}".strip()


def pdf(desk: Desk, id: Id, lang: Lang) -> bytes:
    """The protocol of a drill as PDF; who took it is written down."""
    drill = one(desk, id)
    looks.note(desk, "backups", RestoreDrill.collection, id, drill.label().kk, "print")
    facts = (
        (t("backup.copy", lang), drill.file),
        (t("backup.copied_at", lang), moment(drill.copied_at, lang, short=True) if drill.copied_at else "—"),
        (t("backup.begun", lang), moment(drill.begun, lang, short=True)),
        (t("backup.outcome", lang), drill.status.label(lang)),
    )  # fmt: skip
    counts = (("documents", drill.documents), ("kept_files", drill.files), ("same", drill.same),
              ("changed", drill.changed), ("added", drill.added))  # fmt: skip
    counted = "; ".join(f"{t(f'backup.{key}', lang)}: {number(n, lang)}" for key, n in counts)
    heads = (
        Head(t("backup.check", lang), 0), Head(t("backup.compared", lang), 36, right=True),
        Head(t("backup.wrong", lang), 36, right=True),
    )  # fmt: skip
    rows = tuple((r.check.label(lang), number(r.compared, lang), number(r.wrong, lang)) for r in drill.results)
    after = [f"{record_words(f, lang)}: {t(f.key, lang)}" for f in drill.findings]
    if drill.trouble:
        after.insert(0, trouble_words(drill, lang))
    if drill.digest:
        after.append(t("backup.digest_is", lang, hash=drill.digest, public=drill.key or "—"))
    return register(
        desk, t("backup.paper", lang, number=drill.number), lang, facts, heads, [Band("", rows)],
        before=(t("backup.paper_says", lang), counted), after=tuple(after),
        signatures=((Role.head.label(lang), ""), (t("backup.made_by", lang), drill.made_by)),
    )  # fmt: skip
