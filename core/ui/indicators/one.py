"""One indicator: what it asks in words, five periods against the target, by its cut, the very rows behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import streamlit as st

from core.db.store import Row
from core.desk import Desk
from core.errors import Forbidden
from core.fields import FieldSpec, word_for
from core.i18n import moment
from core.indicators import Line, Period, behind
from core.indicators.computing import largest
from core.indicators.definition import shown
from core.sources import askable, source_of
from core.ui.charts import Chart, Series, lines
from core.ui.indicators.board import process, unit, worded
from core.ui.page import T, go, lang
from core.ui.style import facts, safe
from core.ui.tables import headed, pager, picked, plain_table
from schemas.condition import BARE, Condition
from schemas.kinds import Direction, Measure

SIZE = 50
TOP = 15  # values of a cut in its table


def screen(desk: Desk, of: Line) -> None:
    """Everything of one indicator."""
    with st.container(border=True):
        st.subheader(safe(of.kind.name.get(lang())), anchor=False)
        facts([
            (T("indicators.process"), process(of)), (T("indicators.owner"), of.body.owner.label(lang())),
            (T("indicators.definition"), definition(of)),
        ], (1, 1, 3))  # fmt: skip
        if desk.may("kind.edit"):
            go("pages/indicator.py", "indicators.edit", "edit", code=of.kind.code)
        if of.last is None:
            st.info(T("indicators.not_computed"))
            return
        left, right = st.columns((3, 2))
        with left:
            _chart(of)
        with right:
            _cut(of)
        _rows(desk, of)


def definition(of: Line) -> str:
    """The definition in words of the described fields."""
    fields = askable(source_of(of.body.source))
    meant = "; ".join(said(c, fields) for c in of.body.of) or T("indicators.all_rows")
    counts = "; ".join(said(c, fields) for c in of.body.counts)
    return f"{of.body.source.label(lang())}: {meant}" + (f" → {counts}" if counts else "")


def said(of: Condition, fields: Mapping[str, FieldSpec]) -> str:
    """A condition in words: «Status is Closed»."""
    spec = fields.get(of.field)
    name = spec.label(lang()) if spec else of.field
    if of.op in BARE:
        return f"{name} {of.op.label(lang())}"
    if of.other:
        other = fields[of.other].label(lang()) if of.other in fields else of.other
        value = f"«{other}»" + (f" + {of.days}" if of.days else "")
    else:
        value = ", ".join(_value(spec, v.strip()) for v in of.value.split(",")) + (f" + {of.days}" if of.days else "")
    return f"{name} {of.op.label(lang())} {value}"


def _value(spec: FieldSpec | None, value: str) -> str:
    if value.startswith("@"):
        return "«" + T(f"indicators.day_{value[1:]}") + "»"
    return word_for(spec, value, lang()) if spec else value


def _chart(of: Line) -> None:
    body = of.body
    names = tuple(p.name.get(lang()) for p in of.periods)
    values = tuple(_rounded(of, v.value if v else None) for v in of.values)
    series = [Series(T("indicators.value"), values)]
    targets = [v.target if v else None for v in of.values]
    if any(t is not None for t in targets):
        series.append(Series(T("indicators.target"), tuple(targets)))
    beside = (
        Series(T("indicators.numerator"), tuple(v.numerator if v else None for v in of.values)),
        Series(T("indicators.denominator"), tuple(v.denominator if v else None for v in of.values)),
    )
    at = moment(of.last.computed_at, lang(), short=True) if of.last else "—"
    lines(
        Chart(
            of.kind.name.get(lang()), T("indicators.period"), names, tuple(series), unit(body),
            f"{names[0]} — {names[-1]}", T("indicators.source", source=body.source.label(lang()), at=at),
            percent=body.measure is Measure.share and body.per == 100, beside=beside, band=_band(of),
        ),
        f"indicator-{of.kind.code}",
    )  # fmt: skip


def _band(of: Line) -> tuple[Series, Series] | None:
    """From the target to the level at which it warns, in each period; None where there is nothing between them."""
    aims = [of.body.aim(p.last) for p in of.periods]
    if of.body.direction is Direction.watch or not any(a and a.near for a in aims):
        return None
    sign = -1 if of.body.direction is Direction.up else 1
    targets = tuple(a.value if a else None for a in aims)
    warned = tuple(a.value + sign * a.near if a else None for a in aims)
    return Series("", targets), Series(T("indicators.band"), warned)


def _rounded(of: Line, value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, of.body.digits)


def _cut(of: Line) -> None:
    """The newest value by its cut, the largest first."""
    spec = askable(source_of(of.body.source)).get(of.body.cut)
    if spec is None or of.last is None or not of.last.parts:
        return
    st.markdown(f"**{safe(T('indicators.by_cut', field=spec.label(lang())))}**")
    rows = []
    for part in largest(of.last.parts)[:TOP]:
        share = part.numerator / part.denominator * of.body.per if part.denominator else None
        name = part.name.get(lang()) if part.name else word_for(spec, part.cut, lang()) if spec.kind != "ref" else ""
        rows.append([name or "—", worded(of.body, share), f"{part.numerator} / {part.denominator or '—'}"])
    heads = [spec.label(lang()), T("indicators.value"), T("indicators.of")]
    plain_table(heads, rows, right=(1, 2), widths=(200, 80, 100))


def _rows(desk: Desk, of: Line) -> None:
    """The rows behind a number of a chosen period."""
    st.markdown(f"**{T('indicators.rows')}**")
    computed = [(p, v) for p, v in zip(of.periods, of.values, strict=True) if v is not None]
    newest = max(range(len(computed)), key=lambda n: (computed[n][1].value is not None, n))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        at = st.selectbox(
            T("indicators.period"), range(len(computed)), newest, key=f"v:indicator.at:{of.kind.code}", width=280,
            format_func=lambda n: computed[n][0].name.get(lang()),
        )  # fmt: skip
        sides = ["counted", "rest"] if of.body.measure is Measure.share and of.body.over is None else ["counted"]
        side = st.segmented_control(
            T("indicators.part_counted"), sides, default="counted", required=True,
            key=f"v:indicator.side:{of.kind.code}", format_func=lambda s: T(f"indicators.part_{s}"),
            label_visibility="collapsed",
        )  # fmt: skip
    _page(desk, of, computed[at][0], side == "counted")


def _page(desk: Desk, of: Line, period: Period, counted: bool) -> None:
    fields = askable(source_of(of.body.source), desk.actor.role)
    paths = [p for p in shown(of.body) if p in fields]
    page = pager("indicator", (of.kind.code, period.code, counted))
    try:
        rows = behind(desk, of.kind, period, counted, SIZE + 1, page * SIZE, of.departments)
    except Forbidden:
        st.info(T("indicators.hidden"), icon=":material/visibility_off:")
        return
    if not rows:
        st.caption(T("indicators.no_rows"))
        return
    columns = [(_key(p), replace(fields[p], path=_key(p))) for p in paths]
    picked("indicator.rows", columns or [headed("_id", "indicators.rows")], _flat(rows, paths), page, SIZE)


def _flat(rows: Sequence[Row], paths: Sequence[str]) -> list[Row]:
    return [{"_id": f"{n}:{r['_id']}", **{_key(p): r[p] for p in paths}} for n, r in enumerate(rows)]


def _key(path: str) -> str:
    return path.replace(".", "_")


__all__ = ["definition", "said", "screen"]
