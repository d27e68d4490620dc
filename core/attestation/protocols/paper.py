"""A protocol on paper in a language, and all protocols of a sitting as one file: values in, bytes out."""

from __future__ import annotations

from collections.abc import Sequence

from core import looks
from core.attestation.protocols.reading import READ
from core.db.store import Store
from core.desk import Desk
from core.errors import RuleBroken
from core.i18n import date_text, moment, number, t
from core.papers.code import verify_url
from core.pdf.protocol import DayPaper, ProtocolPaper, Section, render, render_day
from core.pdf.sheet import SheetSign
from core.pdf.words import NO_FORCE, word
from schemas.attestation import Protocol, Sitting
from schemas.base import LANGS, Id, Lang
from schemas.reference import Office


def pdf(desk: Desk, protocol: Protocol, lang: Lang) -> bytes:
    """One protocol as a protected PDF; who took it is written down."""
    now = desk.get(Protocol, protocol.id, READ)
    looks.note(desk, "sitting", "protocols", now.id, now.number, "print", student=now.student.id)
    return render(_paper(now, _office(desk.store), lang))


def day(desk: Desk, sitting_id: Id, lang: Lang) -> bytes:
    """Every protocol of a sitting that stands, behind their list. RuleBroken while there is none."""
    sitting = desk.get(Sitting, sitting_id, READ)
    where = {"sitting.id": sitting_id, "replaced": None}
    found = [Protocol.model_validate(r) for r in desk.rows(Protocol, READ, where, sort=[("starts", 1)], limit=200)]
    if not found:
        raise RuleBroken("protocols.none")
    order = {s.candidacy: n for n, s in enumerate(sitting.slots)}
    found.sort(key=lambda p: order.get(p.candidacy, len(order)))
    looks.note(desk, "sitting", "sittings", sitting_id, sitting.label().kk, "print")
    return render_day(day_paper(sitting, found, _office(desk.store), lang))


def day_paper(sitting: Sitting, found: Sequence[Protocol], office: Office | None, lang: Lang) -> DayPaper:
    """The values of a day's file."""
    heads = tuple(t(f"protocols.list_{key}", lang) for key in ("row", "name", "group", "protocol", "mark", "letter",
                                                               "decision"))  # fmt: skip
    rows = tuple(
        (str(n), p.student.label.get(lang), p.group, p.number, _mark(p, lang), p.letter, "; ".join(_decision(p, lang)))
        for n, p in enumerate(found, 1)
    )
    came = [p for p in found if p.mark is None]
    sums = (
        (t("protocols.heard", lang), str(len(found))), (t("protocols.came_n", lang), str(len(came))),
        (t("protocols.passed_n", lang), str(sum(p.passed for p in found))),
        (t("protocols.honours_n", lang), str(sum(p.honours for p in found))),
    )  # fmt: skip
    facts = (
        (t("protocols.list_day", lang), date_text(sitting.day, lang)),
        (t("protocols.list_form", lang), sitting.form_name.get(lang)),
        (t("protocols.list_room", lang), sitting.room.label.get(lang) if sitting.room else "—"),
    )
    return DayPaper(
        lang, t("protocols.day_title", lang), sitting.day, _institution(office, lang), _named(office, lang),
        found[0].commission.label.get(lang), facts, heads, rows, sums,
        tuple(_paper(p, office, lang) for p in found), _span([p.number for p in found]),
        sample=bool(office and office.demo),
    )  # fmt: skip


def _span(numbers: list[str]) -> str:
    first, last = min(numbers), max(numbers)
    return first if first == last else f"{first} – {last}"


def _paper(p: Protocol, office: Office | None, lang: Lang) -> ProtocolPaper:
    url = verify_url(office, p.code) if office else ""
    facts = (
        ((word("student_number", lang), p.student_number), (t("protocols.list_group", lang), p.group),
         (word("programme", lang), p.programme.label.get(lang))),
        ((t("protocols.list_form", lang), p.form_name.get(lang)),
         (word("discipline", lang), p.discipline.label.get(lang)),
         (t("protocols.list_time", lang), f"{p.starts}–{p.ends}")),
    )  # fmt: skip
    return ProtocolPaper(
        lang=lang, title=t("protocols.paper_title", lang), number=p.number, date=p.day,
        institution=_institution(office, lang), office=_named(office, lang), commission=p.commission.label.get(lang),
        holder=p.student.label.get(lang), facts=facts, sections=tuple(_sections(p, lang)), signatures=_signs(p, lang),
        checksum=p.checksum, seal=url or f"{p.number} {p.checksum} {p.code}",
        scan=t("protocols.paper_scan", lang, code=p.code), stamp=NO_FORCE if p.replaced else "",
        sample=bool(office and office.demo),
    )  # fmt: skip


def _sections(p: Protocol, lang: Lang) -> list[Section]:
    def said(key: str, **values: object) -> str:
        return t(f"protocols.{key}", lang, **values)

    who = tuple(
        f"{s.part.label(lang)}: {s.called}" + "".join(f", {x}" for x in (s.degree, s.position, s.workplace) if x)
        for s in p.present
    )
    found = [Section(said("paper_commission"), who)]
    if p.corrects:
        found.insert(0, Section(said("paper_corrects"), (_basis(p, lang),)))
    if brought := _presented(p, lang):
        found.append(Section(said("paper_presented"), tuple(brought)))
    if p.questions:
        asked = tuple(f"{n}. {q.text}" + (f" ({q.by})" if q.by else "") for n, q in enumerate(p.questions, 1))
        found.append(Section(said("paper_questions"), asked))
    if p.marks:
        rows = tuple((m.name, number(m.score, lang)) for m in p.marks)
        found.append(Section(said("paper_marks"), heads=(said("who"), said("mark")), rows=rows))
    found.append(Section(said("paper_decision"), tuple(_decision(p, lang, whole=True)), strong=True))
    if p.award and p.proof:
        proof = "; ".join(f"{'+' if x.kept else '–'} {t(x.key, lang, **x.values)}" for x in p.proof)
        found.append(Section(said("paper_proof"), (proof,)))
    if p.opinions:
        found.append(Section(said("paper_opinions"), tuple(f"{o.by}: {o.text}" for o in p.opinions)))
    if p.note:
        found.append(Section(said("row_note"), (p.note,)))
    return found


def _basis(p: Protocol, lang: Lang) -> str:
    old = p.corrects.label.get(lang) if p.corrects else ""
    if p.basis is None or p.basis.day is None:
        return old
    return t("protocols.paper_instead", lang, number=old, kind=p.basis.kind, paper=p.basis.number, day=p.basis.day)


def _presented(p: Protocol, lang: Lang) -> list[str]:
    what, found = p.presented, []
    if what.topic:
        found.append(what.topic.get(lang))
    for n, w in enumerate(what.works, 1):
        length = f" — {number(w.minutes, lang)} {t('protocols.minutes', lang)}" if w.minutes else ""
        found.append(f"{n}. {f'{w.composer}. ' if w.composer else ''}{w.title}{length}")
    for key, value in (
        ("supervisor", what.supervisor and what.supervisor.label.get(lang)),
        ("accompanist", what.accompanist and what.accompanist.label.get(lang)), ("partners", what.partners),
        ("reviewer", what.reviewer and ", ".join(x for x in (what.reviewer.name, what.reviewer.workplace) if x)),
        ("originality", "" if what.originality is None else f"{number(what.originality, lang)} %"),
    ):  # fmt: skip
        if value:
            found.append(f"{t(f'protocols.{key}', lang)}: {value}")
    return found


def _mark(p: Protocol, lang: Lang) -> str:
    return p.mark.label(lang) if p.mark else number(p.score, lang) if p.score is not None else ""


def _decision(p: Protocol, lang: Lang, whole: bool = False) -> list[str]:
    """What was decided, a line each; whole: with the mark itself."""
    found = []
    if whole:
        parts = [_mark(p, lang), p.letter, "" if p.points is None else number(p.points, lang, 2),
                 p.traditional.get(lang) if p.traditional else ""]  # fmt: skip
        found.append(t("protocols.paper_mark", lang, mark=" · ".join(x for x in parts if x)))
    elif not p.award:
        found.append(t(f"protocols.state_{'absent' if p.mark else 'passed' if p.passed else 'failed'}", lang))
    if p.award:
        degree = p.degree.get(lang) if p.degree else t("protocols.degree_unnamed", lang)
        found.append(t("protocols.awards", lang, degree=degree))
        found.append(t("protocols.with_honours" if p.honours else "protocols.without_honours", lang))
    found += [t(f"protocols.row_{flag}", lang) for flag in ("publication", "implementation") if getattr(p, flag)]
    return found


def _signs(p: Protocol, lang: Lang) -> tuple[SheetSign, ...]:
    given = {(s.part, s.person): s for s in p.signatures if s.part is not None}
    found = []
    for seat in p.present if not p.corrects else ():
        sign = given.get((seat.part, seat.ref().id))
        said = "" if sign is None else word("signed_on_paper", lang) if sign.paper else _at(sign.at, lang)
        found.append(SheetSign(seat.part.label(lang), seat.called, said))
    entered = [SheetSign(t("protocols.entered", lang), s.name, _at(s.at, lang)) for s in p.signatures if s.part is None]
    return (*found, *entered)


def _at(when: object, lang: Lang) -> str:
    return word("signed_at", lang).format(moment(when, lang, short=True))  # type: ignore[arg-type]


def _office(store: Store) -> Office | None:
    row = store.one("office", {})
    return Office.model_validate(row) if row else None


def _institution(office: Office | None, lang: Lang) -> tuple[str, ...]:
    order = [lang, *[x for x in LANGS if x != lang]]
    return tuple(dict.fromkeys(office.name.get(x) for x in order)) if office else ()


def _named(office: Office | None, lang: Lang) -> str:
    return office.office_name.get(lang) if office else ""


__all__ = ["day", "day_paper", "pdf"]
