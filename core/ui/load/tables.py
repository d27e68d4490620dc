"""The load as figures, table, picture and files."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import streamlit as st

from core import load, looks
from core.desk import Desk
from core.errors import OfficeError
from core.i18n import number, t
from core.load import sheet
from core.load.reading import Load, Loads, Scope
from core.ui.charts import Chart, Series, bars
from core.ui.messages import sentence
from core.ui.page import T, empty, lang
from core.ui.style import metrics, safe
from core.ui.tables import computed, pager, picked, plain_table
from core.ui.tables.cells import Column
from core.ui.tables.export import XLSX
from core.ui.tables.simple import SIZE, turns
from schemas.base import LANGS, Id

SHOWN = 20  # teachers in the picture


def figures(found: Loads) -> None:
    """The sums of what is asked."""
    over = [p.over for p in found.people if p.over is not None]
    metrics([
        (T("load.total_hours"), _hours(found.total), None),
        (T("load.teachers"), str(len(found.people)), None),
        (T("load.above"), str(sum(o > 0 for o in over)) if over else "—", T("load.norm_note")),
        (T("load.below"), str(sum(o < 0 for o in over)) if over else "—", T("load.norm_note")),
        (T("load.unmanned"), _hours(found.unmanned), None),
    ])  # fmt: skip


def people(found: Loads) -> Id | None:
    """The table of teachers; the one who was clicked."""
    kinds = load.columns(found)
    columns: list[Column] = [_column("name", "load.teacher")]
    columns += [_column(k, f"load.{k}", "decimal") for k in ("total", "norm")] + [_column("over", "load.over")]
    columns += [computed(k, *(sheet.kind_word(k, x) for x in LANGS)) for k in kinds]
    columns += [_column("position", "load.position")]
    st.caption(T("load.open_hint"))
    widths = {"name": 260, "position": 190} | {k: 92 for k in ("total", "norm", "over")} | dict.fromkeys(kinds, 105)
    widths["individual"] = 130
    return picked("load.people", columns, [_row(p) for p in found.people], 0, len(found.people) + 1, widths)


def _row(p: Load) -> dict[str, Any]:
    name = p.person.label.get(lang())
    signed = "—" if p.over is None else f"{'+' if p.over > 0 else '−' if p.over < 0 else ''}{_hours(abs(p.over))}"
    return {"_id": p.person.id, "name": f"{name} · {T('load.away')}" if p.away else name, "position": p.position,
            **p.hours, "total": p.total, "norm": p.norm, "over": signed}  # fmt: skip


def _column(path: str, key: str, kind: str = "text") -> Column:
    kk, ru, en = (t(key, x) for x in LANGS)
    return computed(path, kk, ru, en, kind)


def pictures(desk: Desk, asked: Scope, found: Loads) -> None:
    """Hours of teachers by kind of class (the highest first) and of departments; the table stands behind each."""
    period, source = sheet.period(asked, lang()), T("load.source", at=desk.now())
    kinds = load.columns(found)
    first = sorted((p for p in found.people if p.total), key=lambda p: -p.total)[:SHOWN]
    if first:
        series = tuple(
            Series(sheet.kind_word(k, lang()), tuple(_shown(p.hours.get(k)) for p in first)) for k in kinds
            if any(p.hours.get(k) for p in first)
        )  # fmt: skip
        if len(found.people) > SHOWN:
            st.caption(T("load.chart_first", n=len(first)))
        places = tuple(p.person.label.get(lang()) for p in first)
        bars(Chart(T("load.by_people"), T("load.teacher"), places, series, T("load.unit"), period, source),
             "load-people", stacked=True, across=True)  # fmt: skip
    if len(found.departments) > 1:
        names = tuple(u.label.get(lang()) if u else T("load.no_department") for u, _ in found.departments)
        series = tuple(
            Series(sheet.kind_word(k, lang()), tuple(_shown(h.get(k)) for _, h in found.departments)) for k in kinds
        )
        bars(Chart(T("load.by_departments"), T("load.department"), names, series, T("load.unit"), period, source),
             "load-units", stacked=True, across=True)  # fmt: skip


def nobody(found: Loads) -> None:
    """Sections that nobody teaches."""
    st.subheader(T("load.nobody_title"), anchor=False)
    if not found.nobody:
        st.success(T("load.nobody_none"), icon=":material/check_circle:")
        return
    page = pager("nobody", (len(found.nobody), found.unmanned))
    shown = found.nobody[page * SIZE : (page + 1) * SIZE]
    plain_table(
        [T("load.section"), T("load.discipline"), T("load.department"), T("load.kind"), T("load.hours")],
        [[n.code, n.discipline.get(lang()), n.department.get(lang()) if n.department else "—",
          sheet.kind_word(n.kind, lang()), _hours(n.hours)] for n in shown],
        right=(4,),
    )  # fmt: skip
    turns("nobody.sections", "nobody", page, (page + 1) * SIZE >= len(found.nobody))


def files(desk: Desk, asked: Scope, found: Loads) -> None:
    """The table for Excel, and the sheet of one department to sign; made when pressed, and who took it is kept."""
    name, spoken = sheet.file_name(asked, desk.today()), lang()

    def table() -> bytes:
        looks.note(desk, "load", "sections", "", f"{name}.xlsx", "download")
        return load.xlsx(desk, asked, found, spoken)

    def printed() -> bytes:
        looks.note(desk, "load", "sections", "", f"{name}.pdf", "download")
        return load.paper(desk, asked, found, sheet.name_of(desk, asked.department or ""), spoken)

    with st.container(horizontal=True):
        st.download_button(T("load.download_xlsx"), table, f"{name}.xlsx", XLSX, key="load.xlsx",
                           icon=":material/table_view:", on_click="ignore")  # fmt: skip
        if asked.department is None:
            st.caption(T("load.pdf_needs"))
        elif desk.store.one("office", {}, {"_id": 1}) is None:
            st.caption(T("transcripts.no_office"))
        else:
            st.download_button(T("load.download_pdf"), printed, f"{name}.pdf", "application/pdf", key="load.pdf",
                               icon=":material/picture_as_pdf:", on_click="ignore")  # fmt: skip


def whole(desk: Desk, asked: Scope) -> Id | None:
    """All of it; the teacher who was clicked."""
    try:
        found = load.found(desk, asked)
    except OfficeError as e:
        st.error(safe(sentence(e)))
        return None
    if not found.people and not found.departments:
        empty("load.none", "load.none_hint", "pages/sections.py", "menu.sections")
        return None
    figures(found)
    chosen = people(found)
    st.caption(T("load.norm_note"))
    files(desk, asked, found)
    pictures(desk, asked, found)
    nobody(found)
    return chosen


def _hours(value: Decimal) -> str:
    return number(_plain(value), lang())


def _shown(value: Decimal | None) -> Decimal | None:
    return None if value is None else _plain(value)


def _plain(value: Decimal) -> Decimal:
    """Hours without an idle zero: 32, 31.5."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
