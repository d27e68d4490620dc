"""The protocol on paper: what the trail held, the hash in groups to be typed by hand, two signatures."""

from __future__ import annotations

from core import looks
from core.audit.protocols.kept import file_of
from core.audit.protocols.reading import one
from core.audit.protocols.reckoning import grouped
from core.audit.words import kind_word
from core.desk import Desk
from core.i18n import date_short, moment, number, t
from core.papers.register import register
from core.pdf.register import Band, Head
from schemas.base import Id, Lang
from schemas.trail import TrailProtocol, TrailStatus
from schemas.words import Role


def pdf(desk: Desk, id: Id, lang: Lang) -> bytes:
    """The protocol as PDF in a language; who took it is written down."""
    protocol = one(desk, id)
    looks.note(desk, "trail_protocols", TrailProtocol.collection, id, protocol.label().kk, "print")
    kinds = tuple((kind_word(s.kind, lang), number(s.entries, lang), "") for s in protocol.sorts)
    days = tuple((date_short(d.day), number(d.entries, lang), grouped(d.digest[:24])) for d in protocol.days)
    heads = (
        Head(t("trail.what", lang), 0), Head(t("trail.entries", lang), 26, right=True),
        Head(t("trail.digest", lang), 62),
    )  # fmt: skip
    title = t("trail.paper", lang, number=str(protocol.number))
    facts = (
        (t("trail.month", lang), protocol.month), (t("trail.made_on", lang), date_short(protocol.made_on)),
        (t("trail.of_month", lang), number(protocol.entries, lang)),
        (t("trail.in_all", lang), number(protocol.total, lang)),
    )  # fmt: skip
    return register(
        desk, title, lang, facts, heads,
        [Band(t("trail.by_kind", lang), kinds), Band(t("trail.by_day", lang), days)],
        draft="" if protocol.status is TrailStatus.signed else t("trail.unsigned", lang),
        before=(t("trail.seal_is", lang), grouped(protocol.seal)), after=_chains(protocol, lang),
        signatures=tuple((role.label(lang), _name(protocol, role)) for role in (Role.head, Role.auditor)),
    )  # fmt: skip


def _chains(protocol: TrailProtocol, lang: Lang) -> tuple[str, ...]:
    """The heads of the chains: the last entry, the anchor over all of them, the protocol before."""
    said = []
    if protocol.last:
        said.append(t("trail.last_is", lang, at=moment(protocol.last.at, lang), hash=grouped(protocol.last.hash)))
    if a := protocol.anchor:
        said.append(t("trail.anchor_is", lang, n=str(a.n), at=moment(a.at, lang), documents=a.documents,
                      root=grouped(a.root), hash=grouped(a.hash)))  # fmt: skip
    if protocol.before:
        said.append(t("trail.before_is", lang, hash=grouped(protocol.before)))
    said += [t("trail.mark_is", lang, name=m.name, role=m.role, at=moment(m.at, lang)) for m in protocol.marks]
    return tuple(said)


def _name(protocol: TrailProtocol, role: Role) -> str:
    return next((m.name for m in protocol.marks if m.role is role), "")


def statement_file(desk: Desk, id: Id) -> bytes:
    """The statement as a file to be kept outside; who took it is written down."""
    protocol = one(desk, id)
    looks.note(desk, "trail_protocols", TrailProtocol.collection, id, protocol.label().kk, "download")
    return file_of(protocol)
