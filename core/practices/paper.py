"""The papers of a practice: the placement list (annex of the order) and the referral each student goes with."""

from __future__ import annotations

from collections.abc import Sequence

from core import access, looks
from core.desk import LONG, Desk, Why
from core.errors import RuleBroken
from core.fields import described
from core.i18n import date_short, date_text, number, t
from core.papers import content, typeset
from core.papers.trial import first_office
from core.pdf import letter, listed
from core.pdf.letter import LetterPaper, LetterPapers, Part
from core.practices.acts import MOST, PLACE, READ, opened
from core.practices.ordering import days_of
from core.practices.reading import Seen, get
from core.tx import Tx
from schemas.base import LANGS, Id, Lang
from schemas.practice import Place, Placement, Practice, PracticeState
from schemas.reference import Office

REFER = "practice.refer"


def refer(desk: Desk, id: Id, revision: int, chosen: Sequence[Id], why: Why) -> Practice:
    """Give referrals their numbers: to those of these students who go to a base outside and have none yet.

    Raises RuleBroken where there is nobody of that kind.
    """

    def work(tx: Tx) -> Practice:
        kept = opened(tx, id, revision)
        every = tx.find(Placement, {"practice.id": id, "status": PracticeState.open.value}, MOST)
        wanted = [p for p in every if p.id in set(chosen) and outside(p) and not p.referral]
        if not wanted:
            raise RuleBroken("practices.referral_nobody")
        last = tx.number(f"referral:{tx.today.year}", len(wanted))
        for n, one in enumerate(sorted(wanted, key=lambda p: (p.key, p.study)), last - len(wanted) + 1):
            one.referral, one.referred_on = f"{tx.today.year}-{n:04d}", tx.today
            tx.save(one)
        return tx.save(kept)

    return desk.transact(REFER, work, why, PLACE, [id, revision, sorted(chosen)], LONG)


def outside(one: Placement) -> bool:
    """Does he go to a house outside, by its contract or by his own application?"""
    return one.contract is not None or bool(one.place.own_place)


def placements(desk: Desk, id: Id, lang: Lang) -> bytes:
    """The placement list as PDF in a language; who took it is written down. RuleBroken where nobody is placed."""
    access.require(desk.actor, READ)
    of, office = get(desk, id), first_office(desk)
    rows = [p for p in of.students if p.placed]
    if not rows:
        raise RuleBroken("practices.nobody_placed")
    looks.note(desk, "practice", "practices", id, of.practice.label().kk, "print", lang=lang)
    return listed.render(_list(of, rows, office, lang))


def _list(of: Seen, rows: Sequence[Placement], office: Office, lang: Lang) -> listed.ListedPaper:
    from core.practices.reading import kinds

    kept, names = of.practice, (lang, *[x for x in LANGS if x != lang])
    order = next((o for o in of.orders.orders if o.get("number")), None)
    said = t("practices.paper_order", lang, number=order["number"], day=_day(order)) if order else "—"
    heads = ("student", "group", "base", "supervisor", "base_supervisor", "days")
    return listed.ListedPaper(
        title=t("practices.paper_list", lang),
        about=f"{kinds()[kept.kind].get(lang)}: {kept.discipline.label.get(lang)}",
        number=kept.section.label.kk, day=kept.starts, lang=lang,
        institution=tuple(dict.fromkeys(office.name.get(x) for x in names)),
        facts=(
            (t("practices.paper_days", lang), f"{date_short(kept.starts)} – {date_short(kept.ends)}"),
            (t("practices.paper_hours", lang), number(kept.hours, lang, 0)),
            (t("practices.paper_students", lang), str(len(rows))), (t("practices.paper_by_order", lang), said),
        ),
        heads=tuple(t(f"practices.head_{h}", lang) for h in heads), widths=(3.0, 1.3, 3.6, 2.6, 2.4, 2.2),
        rows=tuple((
            p.student.label.get(lang), kept.group or p.number, where(p, lang),
            p.place.supervisor.label.get(lang) if p.place.supervisor else "—", p.place.base_supervisor or "—",
            days_of(p, kept),
        ) for p in rows),
        after=(), signatures=((t("practices.paper_head", lang), ""),), landscape=True, sample=office.demo,
    )  # fmt: skip


def _day(order: dict[str, object]) -> object:
    from datetime import date

    return date.fromisoformat(str(order["day"])[:10]) if order.get("day") else ""


def where(one: Placement, lang: Lang) -> str:
    """Where a student is, with the contract or the application it rests on."""
    place = one.place
    if place.base is None:
        return t("practices.base_by_application", lang, base=place.own_place, number=place.application,
                 day=place.applied_on)  # fmt: skip
    name = place.base.label.get(lang)
    return t("practices.base_by_contract", lang, base=name, number=one.contract.label.kk) if one.contract else name


def referrals(desk: Desk, id: Id, chosen: Sequence[Id], lang: Lang) -> bytes:
    """The referrals of these students in one file, in a language. RuleBroken where none of them has a number."""
    access.require(desk.actor, READ)
    of, office = get(desk, id), first_office(desk)
    rows = [p for p in of.students if p.referral and p.id in set(chosen)]
    if not rows:
        raise RuleBroken("practices.referral_none")
    for p in rows:
        looks.note(desk, "practice", "placements", p.id, p.referral, "print", p.student.id, lang=lang)
    papers = tuple(_referral(of.practice, p, office, lang) for p in rows)
    return letter.render_together(LetterPapers(papers, typeset.logo(desk.store, office.logo)))


def _referral(of: Practice, one: Placement, office: Office, lang: Lang) -> LetterPaper:
    from core.practices.reading import kinds

    day = one.referred_on or of.starts
    place = one.place
    name = place.base.label.get(lang) if place.base else place.own_place
    values = {
        "who": one.student.label.get(lang), "kind": kinds()[of.kind].get(lang), "base": name,
        "starts": date_text(place.starts or of.starts, lang), "ends": date_text(place.ends or of.ends, lang),
        "programme": one.programme.label.get(lang) if one.programme else "—", "group": of.group or "—",
        "hours": number(of.hours, lang, 0),
    }  # fmt: skip
    basis = (
        t("practices.referral_contract", lang, number=one.contract.label.kk) if one.contract
        else t("practices.referral_application", lang, number=place.application, day=place.applied_on)
    )  # fmt: skip
    facts = [("supervisor", place.supervisor.label.get(lang) if place.supervisor else "—"),
             ("base_supervisor", place.base_supervisor or "______________________")]  # fmt: skip
    lines = [
        Part("right", ((name, True),)), Part("text", ((t("practices.referral_body", lang, **values), False),)),
        Part("text", ((basis, False),)),
        *(Part("text", ((f"{described(Place, f).label(lang)}: ", True), (said, False))) for f, said in facts),
        Part("text", ((t("practices.referral_back", lang), False),)),
    ]  # fmt: skip
    signers = office.signatories(day, "")[:1]
    return LetterPaper(
        lang=lang, title=t("practices.referral_title", lang), number=one.referral, dated=day,
        city=office.city.get(lang), house=content.house(office, lang), parts=tuple(lines),
        signatures=tuple((s.post.get(lang), s.name.get(lang) if s.name else "") for s in signers),
        seal=office.seal.get(lang), check_code="", verify_url="", logo=office.logo, sample=office.demo,
    )  # fmt: skip


__all__ = ["outside", "placements", "refer", "referrals", "where"]
