"""Tables of a pack: contingent, movement, members of commissions, programmes, permissions."""

from __future__ import annotations

from collections.abc import Iterator

from core import contingent
from core.attestation import commissions
from core.attestation.commissions import lists
from core.contingent.reading import cause
from core.errors import RuleBroken
from core.export import Cell
from core.fields import described
from core.i18n import date_short, order_key, t
from core.norm_documents import permits as permissions
from core.packs.making.made import Made, Making
from core.tabled import Tabled
from schemas.attestation import CommissionSeat
from schemas.discipline import Programme


def contingent_(of: Making) -> Iterator[Made]:
    """The contingent of the day, programme by year of study, with those on leave."""
    lang, day = of.lang, of.pack.day
    cuts = contingent.cuts(of.desk.actor.role)
    down, along = cuts["programme"], cuts["year"]
    found = contingent.counted(contingent.studying(of.desk, day, True), day, down, along)
    names = contingent.named(of.desk, (down,))
    years = sorted({k[1] for k in found}, key=lambda y: (y is None, y or 0))
    rows: list[tuple[Cell, ...]] = []
    for id in sorted({k[0] for k in found}, key=lambda v: order_key(down.word(v, names, lang))):
        counts = [len(found.get((id, y), ())) for y in years]
        rows.append((down.word(id, names, lang), *counts, sum(counts)))
    if rows:
        sums = [sum(len(v) for k, v in found.items() if k[1] == y) for y in years]
        rows.append((t("contingent.all", lang), *sums, sum(sums)))
    heads = (down.label(lang), *(along.word(y, {}, lang) for y in years), t("contingent.all", lang))
    asked = (t("contingent.with_leave", lang),)
    yield from of.both(Tabled(t("contingent.title", lang), heads, tuple(rows), lang, asked, day, 1 if rows else 0))


def movement(of: Making) -> Iterator[Made]:
    """What moved the contingent since the academic year began: opening, in and out by cause, closing."""
    lang = of.lang
    found = contingent.moved(of.desk, of.begun, of.pack.day, True)
    rows: list[tuple[Cell, ...]] = [(t("contingent.opening", lang), len(found.opening))]
    for part in ("came", "left"):
        rows.append((t(f"contingent.{part}", lang), len(getattr(found, part))))
        rows += [(f"— {cause(x, lang)}", len(x.moves)) for x in contingent.moves(found)
                 if x.part == part and x.said is None]  # fmt: skip
    rows.append((t("contingent.closing", lang), len(found.closing)))
    if not (found.opening or found.came):
        raise RuleBroken("packs.nothing", title=t("contingent.movement", lang))
    asked = (f"{date_short(of.begun)} – {date_short(of.pack.day)}", t("contingent.with_leave", lang))
    heads = (t("contingent.cause_of", lang), t("contingent.all", lang))
    yield from of.both(Tabled(t("contingent.movement", lang), heads, tuple(rows), lang, asked, of.pack.day, 1))


def seats(of: Making) -> Iterator[Made]:
    """Who sat in the commissions of the newest graduates: name, degree, post, place of work."""
    lang = of.lang
    rows: list[tuple[Cell, ...]] = []
    for one in commissions.of_year(of.desk, of.graduated):
        name = one.name.get(lang)
        rows += [(f"{one.number} {name}", *_seat(s, of)) for s in lists.sitting(of.desk, one)]
    heads = (t("packs.commission", lang),
             *(t(f"commissions.{h}", lang) for h in ("part", "name", "degree", "position", "workplace")))  # fmt: skip
    title = f"{t('packs.seats', lang)}, {of.graduated}"
    yield from of.both(Tabled(title, heads, tuple(rows), lang, (), of.pack.day))


def _seat(seat: CommissionSeat, of: Making) -> tuple[Cell, ...]:
    return (seat.part.label(of.lang), seat.called, seat.degree, seat.position, seat.workplace)


def programmes(of: Making) -> Iterator[Made]:
    """The programmes in use: licence, accreditation, how many study in each on the day."""
    lang, day = of.lang, of.pack.day
    by = contingent.cuts(of.desk.actor.role)["programme"]
    counts = contingent.counted(contingent.studying(of.desk, day, True), day, by)
    columns = ("code", "name", "licence", "licence_day", "accreditation", "accredited_until")
    rows: list[tuple[Cell, ...]] = []
    found = [Programme.model_validate(r) for r in of.desk.store.rows("programmes", {"active": True}, limit=500)]
    for p in sorted(found, key=lambda p: p.code):
        own = (p.code, p.name.get(lang), p.licence, p.licence_day, p.accreditation, p.accredited_until)
        rows.append((*own, len(counts.get((p.id,), ()))))
    heads = tuple(described(Programme, c).label(lang) for c in columns)
    title = t("packs.programmes", lang)
    yield from of.both(Tabled(title, (*heads, t("packs.students", lang)), tuple(rows), lang, (), day))


def permits(of: Making) -> Iterator[Made]:
    """Permissions to copy documents of the office (clause 56), with how many copies left by each."""
    lang = of.lang
    rows: list[tuple[Cell, ...]] = [
        (p.number, p.document.label.get(lang), p.holder, p.purpose, p.copies, len(p.uses), p.until,
         p.status.label(lang))
        for p in permissions.listed(of.desk)
    ]  # fmt: skip
    words = ("number", "document", "holder", "purpose", "copies", "used", "until", "status")
    heads = tuple(t(f"packs.permit_{h}", lang) for h in words)
    yield from of.both(Tabled(t("packs.permits", lang), heads, tuple(rows), lang, (), of.pack.day))


__all__ = ["contingent_", "movement", "permits", "programmes", "seats"]
