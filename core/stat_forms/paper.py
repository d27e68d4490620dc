"""A filled form as files: XLSX with every figure in the cell its layout names, and a protected paper to be signed."""

from __future__ import annotations

from core import export, looks, tabled
from core.db.codec import plain
from core.desk import Desk
from core.i18n import t
from core.stat_forms.filling import Filled
from core.stat_forms.rules import places
from core.tabled import Tabled
from schemas.base import Lang, new_id
from schemas.stat_form import FilledForm, FilledLine

PAGE = "stat_forms"


def of_live(found: Filled) -> FilledForm:
    """A filling that nobody has kept yet, as if it were."""
    body = found.form
    lines = {
        side: [FilledLine(code=x.code, name=x.name, section=x.section, place=x.place) for x in getattr(body, side)]
        for side in ("rows", "columns")
    }
    return FilledForm.model_validate({
        "_id": new_id(), "number": "—", "code": found.kind.code, "version": found.kind.version,
        "name": plain(found.kind.name), "sample": body.sample, "day": found.day, "sheet": body.sheet,
        "rows": plain(lines["rows"]), "columns": plain(lines["columns"]), "figures": found.figures,
        "broken": [b.key for b in found.broken], "by": {"id": "-", "name": "—", "role": ""},
    })  # fmt: skip


def notes(of: FilledForm, lang: Lang) -> tuple[str, ...]:
    """What is said under it: that its layout is a sample, which sums do not come out."""
    found = [t("stat_forms.sample", lang)] if of.sample else []
    names = {f"{side}:{x.code}": x.name.get(lang) for side in ("rows", "columns") for x in getattr(of, side)}
    for key in of.broken:
        side, code, other = key.split(":")
        across = "columns" if side == "rows" else "rows"
        found.append(t("stat_forms.broken_said", lang, sum=names.get(f"{side}:{code}", code),
                       other=names.get(f"{across}:{other}", other)))  # fmt: skip
    return tuple(found)


def table(of: FilledForm, lang: Lang) -> Tabled:
    """The form as a table."""
    heads = (t("stat_forms.row", lang), t("stat_forms.row_code", lang), *(c.name.get(lang) for c in of.columns))
    rows: tuple[tuple[export.Cell, ...], ...] = tuple(
        (f"{r.section}: {r.name.get(lang)}" if r.section else r.name.get(lang), r.code, *figures)
        for r, figures in zip(of.rows, of.figures, strict=True)
    )
    title = of.name.get(lang) if of.number == "—" else f"{of.name.get(lang)} № {of.number}"
    return Tabled(title, heads, rows, lang, (), of.day, notes=notes(of, lang))


def xlsx(desk: Desk, of: FilledForm, lang: Lang) -> bytes:
    """The form as a sheet whose figures stand where the layout says. Who took it is written down."""
    looks.note(desk, PAGE, FilledForm.collection, of.id, f"{of.name.get(lang)}.xlsx", "download", day=str(of.day))
    return sheet(desk, of, lang)


def sheet(desk: Desk, of: FilledForm, lang: Lang) -> bytes:
    """The same for who writes the leaving down himself."""
    down, along = places(of.rows, of.columns)
    cells: dict[tuple[int, int], export.Cell] = {}
    top = min(down, default=0)
    for row, line, figures in zip(down, of.rows, of.figures, strict=True):
        said = f"{line.section}: {line.name.get(lang)}" if line.section else line.name.get(lang)
        cells |= {(row, 0): said, (row, 1): line.code}
        cells |= {(row, column): n for column, n in zip(along, figures, strict=True)}
    if top:
        cells |= {(top - 1, column): c.name.get(lang) for column, c in zip(along, of.columns, strict=True)}
    head = [of.name.get(lang), t("tabled.as_of_day", lang, day=of.day), tabled.made_by(desk, lang)]
    for n, said in enumerate(head[: max(top - 1, 0)]):
        cells[n, 0] = said
    last = max(down, default=0)
    for n, said in enumerate(notes(of, lang)):
        cells[last + 2 + n, 0] = said
    return export.placed(cells, of.sheet or of.name.get(lang))


def pdf(desk: Desk, of: FilledForm, lang: Lang, signer: tuple[str, str] | None = None) -> bytes:
    """The form on paper, with the line of its signer. Who took it is written down."""
    from dataclasses import replace

    return tabled.taken(desk, replace(table(of, lang), signer=signer), "pdf", PAGE, FilledForm.collection, of.id)


__all__ = ["notes", "of_live", "pdf", "sheet", "table", "xlsx"]
