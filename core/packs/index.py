"""The index of a pack: its files with their hashes, what is missing and why, for whom, by whom, as of which day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core import export
from core.desk import Desk
from core.errors import OfficeError
from core.i18n import date_short, known, moment, t
from core.jobs.rows import told
from core.papers.trial import first_office
from core.pdf.listed import ListedPaper, render
from schemas.base import LANGS, Lang
from schemas.pack import Pack, PackFile, PackGap

HEADS = ("file", "size", "hash")


def of(desk: Desk, pack: Pack, files: Sequence[PackFile], gaps: Sequence[PackGap]) -> list[tuple[str, bytes]]:
    """The index as a paper and as a table. The paper is left out where the institution is not described."""
    lang = pack.lang
    rows = [(f.name, f.size, f.sha256) for f in files]
    found = [(f"00 {t('packs.index', lang)}.csv", export.csv_bytes([t(f"packs.{h}", lang) for h in HEADS], rows))]
    try:
        found.insert(0, (f"00 {t('packs.index', lang)}.pdf", _paper(desk, pack, files, gaps)))
    except OfficeError:
        return found
    return found


def _paper(desk: Desk, pack: Pack, files: Sequence[PackFile], gaps: Sequence[PackGap]) -> bytes:
    """It leaves inside of the pack alone, whose leaving is written down (files.given_out)."""
    lang, office = pack.lang, first_office(desk)
    names = (lang, *[x for x in LANGS if x != lang])
    missing = [t("packs.missing_n", lang, n=len(gaps)), *(f"— {g.title.get(lang)}: {why(g, lang)}" for g in gaps)]
    return render(ListedPaper(
        title=t("packs.index", lang), about=f"{pack.name.get(lang)} · {pack.purpose.label(lang)}", number=pack.number,
        day=desk.today(), lang=lang, institution=tuple(dict.fromkeys(office.name.get(x) for x in names)),
        facts=(
            (t("packs.to", lang), pack.to), (t("packs.as_of", lang), date_short(pack.day)),
            (t("packs.year", lang), f"{pack.year}/{pack.year + 1}"),
            (t("packs.made_by", lang), f"{desk.actor.name}, {moment(desk.now(), lang, short=True)}"),
        ),
        heads=tuple(t(f"packs.{h}", lang) for h in HEADS), widths=(3.4, 0.9, 3.2),
        rows=tuple((f.name, size(f.size, lang), _halves(f.sha256)) for f in files),
        after=tuple(missing) if gaps else (), signatures=((t("packs.made_by", lang), desk.actor.name),),
        landscape=True, sample=office.demo,
    ))  # fmt: skip


def _halves(hash: str) -> str:
    return " ".join(hash[n : n + 16] for n in range(0, 64, 16))


def size(n: int, lang: Lang) -> str:
    """So many bytes, in words."""
    return t("packs.kb", lang, n=max(1, round(n / 1024)))


def why(gap: PackGap, lang: Lang) -> str:
    """Why something is missing, in words."""
    key, values = told({"key": gap.key, "values": dict[str, Any](gap.values)})
    return t(key if known(key) else "errors.rule_broken", lang, **values)


__all__ = ["of", "size", "why"]
