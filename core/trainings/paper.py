"""The sheet of a training with its signatures, as it is filed."""

from __future__ import annotations

from core import access, looks
from core.desk import Desk
from core.fields import described
from core.i18n import date_short, moment, t
from core.papers.trial import first_office
from core.pdf.listed import ListedPaper, render
from core.trainings.reading import READ, get
from schemas.base import LANGS, Id, Lang
from schemas.training import Attendee, Training, TrainingState


def pdf(desk: Desk, id: Id, lang: Lang) -> bytes:
    """The sheet as PDF in a language; who took it is written down."""
    access.require(desk.actor, READ)
    kept, office = get(desk, id), first_office(desk)
    names = (lang, *[x for x in LANGS if x != lang])
    signed = sum(p.signed_at is not None for p in kept.people)
    paper = ListedPaper(
        title=t("trainings.sheet", lang), about=f"{kept.sort.label(lang)}: {kept.topic}", number=kept.number,
        day=kept.day, lang=lang, institution=tuple(dict.fromkeys(office.name.get(x) for x in names)),
        facts=(
            (_label("day", lang), date_short(kept.day)), (_label("by", lang), kept.by),
            (_label("until", lang), date_short(kept.until)),
            (t("trainings.signed_of", lang), f"{signed} / {len(kept.people)}"),
        ),
        heads=(_label("people", lang), t("trainings.post", lang), t("trainings.signature", lang)),
        widths=(3.2, 3.0, 2.2),
        rows=tuple((p.user.label.get(lang), p.post or "—", _signature(kept, p, lang)) for p in kept.people),
        after=(t("trainings.sheet_note", lang),) if any(p.signed_at and not p.paper for p in kept.people) else (),
        signatures=((t("trainings.conducted", lang), kept.by),), sample=office.demo,
    )  # fmt: skip
    looks.note(desk, "trainings", "trainings", kept.id, kept.number, "print", lang=lang)
    return render(paper)


def _label(name: str, lang: Lang) -> str:
    return described(Training, name).label(lang)


def _signature(kept: Training, of: Attendee, lang: Lang) -> str:
    if of.signed_at is None:
        return t("trainings.absent", lang) if kept.status is TrainingState.closed else ""
    return t("trainings.on_paper", lang) if of.paper else moment(of.signed_at, lang, short=True)
