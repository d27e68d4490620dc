"""Sittings on paper: the timetable of a commission in two languages, the programme for the hall, a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from core import export, looks
from core.attestation.sittings.reading import of_sitting
from core.busy import clock_of, minutes_of
from core.db.store import Row
from core.desk import Desk
from core.errors import RuleBroken
from core.exams.paper import both, pair, said
from core.i18n import date_short, moment, t, weekday_name
from core.pdf import programme
from core.pdf.fonts import Unprintable
from core.pdf.programme import Concert, Performer, Piece, ProgrammePaper
from core.pdf.register import Band, Head, RegisterPaper, render
from core.pdf.words import day as dated
from schemas.attestation import Candidacy, Commission, Presented, Sitting, SittingStatus
from schemas.base import LANGS, Id, Lang, Text
from schemas.kinds.sheets import Signer
from schemas.reference import Office


def timetable(desk: Desk, commission: Commission, found: Sequence[Sitting], lang: Lang) -> bytes:
    """The sittings of a commission as PDF, a band for each day, every graduate with his hour."""
    if not found:
        raise RuleBroken("sittings.none")
    looks.note(desk, "sittings", "commissions", commission.id, commission.label().kk, "print")
    office = _office(desk)
    heads = (
        Head(both("sittings.head.time", lang), 27), Head(both("sittings.head.student", lang), 0),
        Head(both("sittings.head.group", lang), 24), Head(both("sittings.head.form", lang), 44),
        Head(both("sittings.head.room", lang), 32),
    )  # fmt: skip
    bands = tuple(
        Band(f"{date_short(day)} · {_weekday(day.weekday(), lang)}", tuple(r for s in some for r in _rows(s, lang)))
        for day, some in groupby(found, key=lambda s: s.day)
    )
    names = dict.fromkeys(office.name.get(x) for x in (*pair(lang), *LANGS)) if office else {}
    chair = [s for s in commission.sitting_on(found[0].day) if s.part in (Signer.chair, Signer.secretary)]
    paper = RegisterPaper(
        title=both("sittings.paper_title", lang), lang=lang, day=desk.today(), institution=tuple(names)[:2],
        office=office.office_name.get(lang) if office else "", heads=heads, bands=bands,
        facts=((both("sittings.head.commission", lang), said(commission.label(), lang)),),
        made=t("tables.exported_at", lang, at=desk.now(), who=desk.actor.name),
        signatures=tuple((said(_part(s.part), lang), s.called) for s in chair),
        draft=both("sittings.paper_draft", lang) if any(s.status is SittingStatus.draft for s in found) else "",
        sample=bool(office and office.demo),
    )  # fmt: skip
    try:
        return render(paper)
    except Unprintable as e:
        raise RuleBroken("transcripts.unprintable", text=e.text, letters=e.characters) from None


def _part(part: Signer) -> Text:
    kk, ru, en = (part.label(x) for x in LANGS)
    return Text(kk=kk, ru=ru, en=en)


def _weekday(n: int, lang: Lang) -> str:
    one, two = (weekday_name(n, each) for each in pair(lang))
    return f"{one} / {two}"


def _rows(sitting: Sitting, lang: Lang) -> list[tuple[str, ...]]:
    room = sitting.room.label.get(lang) if sitting.room else "—"
    form = said(sitting.form_name, lang)
    if not sitting.slots:
        return [(f"{sitting.starts}–{sitting.ends}", "—", "", form, room)]
    return [(s.starts, s.student.label.get(lang), s.group, form, room) for s in sitting.slots]


def hall(desk: Desk, found: Sequence[Sitting], lang: Lang) -> bytes:
    """The programme for the hall as PDF, every sitting from a new page, in one language.

    Raises RuleBroken `sittings.nobody` where there is nobody to hear."""
    shown = [s for s in found if s.slots]
    if not shown:
        raise RuleBroken("sittings.nobody", sitting=found[0].label() if found else "—")
    office = _office(desk)
    held = {
        r["_id"]: Commission.model_validate(r)
        for r in desk.store.rows("commissions", {"_id": {"$in": list({s.commission.id for s in shown})}}, limit=50)
    }
    for s in shown:
        looks.note(desk, "sittings", "sittings", s.id, s.label().kk, "print")
    concerts = tuple(_concert(s, held[s.commission.id], of_sitting(desk, s), _posts(desk, s), lang) for s in shown)
    paper = ProgrammePaper(
        title=f"{t('sittings.print.programme', lang)}: {shown[0].form_name.get(lang)}, {date_short(shown[0].day)}",
        lang=lang, date=desk.today(), institution=office.name.get(lang) if office else "", concerts=concerts,
        draft=t("sittings.print.draft", lang).upper() if any(s.status is SittingStatus.draft for s in shown) else "",
        sample=bool(office and office.demo),
    )  # fmt: skip
    try:
        return programme.render(paper)
    except Unprintable as e:
        raise RuleBroken("transcripts.unprintable", text=e.text, letters=e.characters) from None


def _concert(
    sitting: Sitting, commission: Commission, them: Mapping[Id, Candidacy], posts: Mapping[Id, str], lang: Lang
) -> Concert:
    there = [s for s in commission.sitting_on(sitting.day) if s.id in sitting.present]
    return Concert(
        over=t("sittings.print.attestation", lang), title=sitting.form_name.get(lang),
        under=commission.name.get(lang), day=f"{dated(sitting.day, lang)}, {weekday_name(sitting.day.weekday(), lang)}",
        hour=t("sittings.print.at", lang, time=sitting.starts),
        hall=sitting.room.label.get(lang) if sitting.room else "",
        performers=tuple(
            _performer(s.starts, s.student.label.get(lang), them[s.candidacy].presented, posts, lang)
            for s in sitting.slots if s.candidacy in them
        ),
        heading=t("sittings.print.commission", lang),
        commission=tuple(
            (s.called, ", ".join(w for w in (_as(s.part, lang), s.degree or s.position) if w)) for s in there
        ),
    )  # fmt: skip


def _as(part: Signer, lang: Lang) -> str:
    if part is Signer.chair:
        return t("sittings.print.chair", lang)
    return t("sittings.print.secretary", lang) if part is Signer.secretary else ""


def _performer(starts: str, name: str, what: Presented, posts: Mapping[Id, str], lang: Lang) -> Performer:
    """A graduate as the hall reads him: works with their composers, or the topic where there are none."""
    who = what.supervisor
    led = f"{posts.get(who.id, '')} {who.label.get(lang)}".strip() if who else ""
    pieces = tuple(
        Piece(w.composer, w.title, t("sittings.print.minutes", lang, n=f"{w.minutes.normalize():f}") if w.minutes
              else "")
        for w in what.works
    )  # fmt: skip
    if not pieces and what.topic:
        pieces = (Piece("", what.topic.get(lang)),)
    notes = []
    if what.accompanist:
        notes.append(t("sittings.print.accompanist", lang, name=what.accompanist.label.get(lang)))
    if what.partners:
        notes.append(t("sittings.print.partners", lang, names=what.partners))
    if what.reviewer:
        notes.append(t("sittings.print.reviewer", lang, name=what.reviewer.name))
    key = "sittings.print.class_of" if what.works else "sittings.print.supervisor"
    return Performer(starts, name, t(key, lang, name=led) if led else "", pieces, tuple(notes))


def _posts(desk: Desk, sitting: Sitting) -> dict[Id, str]:
    """Degree or position of who leads these graduates; staff data is in one language, as it was entered."""
    ids = [c.presented.supervisor.id for c in of_sitting(desk, sitting).values() if c.presented.supervisor]
    rows: list[Row] = desk.store.rows("people", {"_id": {"$in": ids}}, {"position": 1}, limit=len(ids) or 1)
    return {r["_id"]: r.get("position") or "" for r in rows}


def _office(desk: Desk) -> Office | None:
    row = desk.store.one("office", {})
    return Office.model_validate(row) if row else None


def headings(lang: Lang) -> list[str]:
    """Headings of the table."""
    words = ("day", "weekday", "starts", "ends", "room", "commission", "form", "place", "student", "number", "group",
             "state")  # fmt: skip
    return [t(f"sittings.head.{w}", lang) for w in words]


def xlsx(desk: Desk, found: Sequence[Sitting], lang: Lang) -> bytes:
    """Sittings as a workbook: each graduate a row, a sitting without graduates one."""
    rows: list[list[export.Cell]] = []
    for s in found:
        head: list[export.Cell] = [s.day, weekday_name(s.day.weekday(), lang)]
        what: list[export.Cell] = [
            s.room.label.get(lang) if s.room else "", s.commission.label.get(lang), s.form_name.get(lang),
        ]  # fmt: skip
        state = s.status.label(lang)
        for n, one in enumerate(s.slots, 1):
            end = clock_of(minutes_of(one.starts) + one.minutes)
            rows.append([*head, one.starts, end, *what, n, one.student.label.get(lang),
                         one.number, one.group, state])  # fmt: skip
        if not s.slots:
            rows.append([*head, s.starts, s.ends, *what, "", "", "", "", state])
    notes = [t("tables.exported_at", lang, at=moment(desk.now(), lang), who=desk.actor.name)]
    return export.xlsx(headings(lang), rows, t("sittings.title", lang), notes)
