"""The list of an order: a grid with a row a student, what is wrong beside each, typed like a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import streamlit as st

from core import orders
from core.desk import Desk
from core.errors import NotFound, RuleBroken, Unavailable
from core.fields import word_for
from core.i18n import fold, moment, t
from core.orders import cells, drafts
from core.orders.cells import NOTE, WRITTEN, Read
from core.orders.reading import Seen
from core.ui.forms import asked, form
from core.ui.grid import Column, Edit, NotStored, Other, Texts, marks_grid
from core.ui.messages import plainly, shown_errors
from core.ui.orders.choosing import chooser, clear
from core.ui.orders.filling import fields_of, texts_of
from core.ui.orders.scans import scans
from core.ui.page import T, done, go, lang, signed_in
from core.ui.style import safe
from core.ui.tables import plain_table
from core.ui.tables.simple import pager, turns
from schemas.base import Id
from schemas.kinds import OrderKind
from schemas.order import Order, OrderLine, OrderStatus

SIZE = 100  # rows drawn at once
SIDES = ("values", "papers")
WIDTHS = {"date": 92, "int": 60, "decimal": 80, WRITTEN: 210, NOTE: 150}
Row = dict[str, Any]


def typed_over(desk: Desk, order: Order, kind: OrderKind) -> tuple[drafts.Draft, Read]:
    """What this user has typed over a draft, and the order as it would be."""
    draft = drafts.of(desk, order.id) if editable(desk, order) else drafts.Draft()
    return draft, cells.read(desk.store, order, kind, draft.now)


def editable(desk: Desk, order: Order) -> bool:
    """May this user type into the list now? (The act asks again.)"""
    return order.status is OrderStatus.draft and desk.may(drafts.RIGHT)


def lines(desk: Desk, order: Order, kind: OrderKind, draft: drafts.Draft, read: Read, seen: Seen) -> None:
    """The grid with its tools; read only once the order is no draft."""
    shown = _narrowed(order, read, seen)
    page = pager(f"order-{order.id}", len(shown))
    some = shown[page * SIZE : (page + 1) * SIZE]
    edits = editable(desk, order)
    side = _side(kind) if edits else ""
    if edits:
        for name, at in drafts.others(desk, order.id)[:3]:
            st.caption(f":material/group: {safe(T('curricula.others_type', name=name, at=at))}")
        _grid(desk, order, kind, draft, read, seen, some, side)
    else:
        _table(order, kind, some)
    turns(f"order-{order.id}.list", f"order-{order.id}", page, len(some) < SIZE)
    if edits:
        _buttons(desk, order, kind, draft, read)
        members(desk, order, kind)
    scans(desk, order, kind, edits)
    _cards(desk, some)


def _narrowed(order: Order, read: Read, seen: Seen) -> list[OrderLine]:
    """The lines that are looked at: all, those with findings, those of a typed name."""
    named = {f.study for f in seen.found if f.study} | {study for study, _ in read.problems}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = fold((st.text_input(T("orders_ui.find_line"), key=f"v:order.find:{order.id}", width=260, max_chars=60,
                                   icon=":material/search:") or "").strip())  # fmt: skip
        only = bool(named) and st.toggle(T("orders_ui.only_wrong", n=len(named)), key=f"v:order.wrong:{order.id}")
    return [x for x in read.order.lines if (not only or x.study in named)
            and (not text or text in fold(f"{x.student.label.kk} {x.number} {x.written}"))]  # fmt: skip


def _side(kind: OrderKind) -> str:
    if not cells.papers(kind):
        return "values"
    words = {s: T(f"orders_ui.side_{s}") for s in SIDES}
    return st.segmented_control(
        T("orders_ui.columns"), SIDES, default="values", required=True, key="v:order.side",
        label_visibility="collapsed", format_func=lambda s: words.get(s, str(s)),
    ) or "values"  # fmt: skip


def _grid(
    desk: Desk, order: Order, kind: OrderKind, draft: drafts.Draft, read: Read, seen: Seen, some: Sequence[OrderLine],
    side: str,
) -> None:  # fmt: skip
    columns = _columns(kind, side)
    names = [c.name for c in columns if c.editable]
    stored = cells.rows_of(kind, order, [x.study for x in some], lang())
    texts = {(x.study, c): draft.now.get(x.study, {}).get(c, stored.get(x.study, {}).get(c, ""))
             for x in some for c in names}  # fmt: skip
    marks_grid(
        key=f"order:{order.id}:{side}", columns=columns, cells=texts, problems=_problems(kind, read, seen, some, names),
        rows=[{"id": x.study, "number": x.number, "name": x.student.label.get(lang()),
               "sign": _sign(seen, x), "no": str(n)} for n, x in enumerate(some, 1)],
        others=_others(order, kind, draft, names), texts=_texts(), owner=desk.actor.id,
        on_edits=lambda edits: _keep(desk, order.id, edits),
    )  # fmt: skip
    if seen.found:
        st.caption(T("orders_ui.signs"))
    for spec in cells.asked(kind).values():
        if spec.choices and side == "values":
            offered = [word_for(spec, str(getattr(c, "value", c)), lang()) for c in spec.choices]
            st.caption(safe(f"{spec.label(lang())}: {', '.join(offered)}"))


def _columns(kind: OrderKind, side: str) -> list[Column]:
    first = [Column("no", "№", kind="number", width=36), Column("sign", " ", width=22),
             Column("number", T("orders_ui.number"), width=92),
             Column("name", T("orders_ui.student"), kind="name", width=200)]  # fmt: skip
    if side == "papers":
        return first + [
            Column(c, f"{kind.bases[n].name.get(lang())}: {T(f'orders_ui.paper_{part}')}", True,
                   width=100 if part == "day" else 130)
            for c, (n, part) in cells.papers(kind).items()
        ]  # fmt: skip
    found = [Column(c, s.label(lang()), True, "number" if s.kind in ("int", "decimal") else "text",
                    WIDTHS.get(s.kind, 150)) for c, s in cells.asked(kind).items()]  # fmt: skip
    own = [Column(c, T(f"orders_ui.{c}"), True, width=WIDTHS[c]) for c in (WRITTEN, NOTE)]
    return [*first, *found, *own]


def _sign(seen: Seen, line: OrderLine) -> str:
    of = seen.of(line.study)
    return "!!" if any(f.refuse for f in of) else "!" if of else ""


def _problems(
    kind: OrderKind, read: Read, seen: Seen, some: Sequence[OrderLine], names: Sequence[str]
) -> dict[tuple[Id, str], str]:
    """What cannot be read, and what refuses, beside the cell it is about."""
    here = {x.study for x in some}
    found = {(s, c): plainly(p) for (s, c), p in read.problems.items() if s in here and c in names}
    for f in seen.refusing:
        if f.study in here and f.field in names:
            found.setdefault((f.study, f.field), t("orders_ui.cell_missing", lang()))
    for column, (need, part) in cells.papers(kind).items():
        if column in names and part == "day" and kind.bases[need].needed:
            for x in some:
                if cells.paper_of(read.order, x, need) is None:
                    found.setdefault((x.study, column), t("orders_ui.cell_missing", lang()))
    return found


def _others(order: Order, kind: OrderKind, draft: drafts.Draft, names: Sequence[str]) -> Mapping[Any, list[Other]]:
    """What somebody saved meanwhile into cells that are being typed."""
    last = order.stages[-1]
    return {place: [Other(last.by.name, moment(last.at, lang(), short=True), text or "—")]
            for place, text in drafts.met(kind, order, draft).items() if place[1] in names}  # fmt: skip


def _texts() -> Texts:
    kept = {"time", "count", "pasted", "left", "who", "when", "text"}
    said = {k: t(f"grid.{k}", lang(), **{p: "{" + p + "}" for p in kept}) for k in Texts.__annotations__}
    return cast(
        Texts, {**said, "grid": T("orders_ui.grid"), "ready": T("orders_ui.grid_ready"), "note": T("orders_ui.remark")}
    )


def _keep(desk: Desk, id: Id, edits: list[Edit]) -> Iterable[int]:
    """Store what was typed; a callback runs before the page's guard, so it asks whether the session still stands."""
    if not signed_in(desk):
        raise NotStored
    try:
        drafts.keep(desk, id, [(e.row, e.column, e.text) for e in edits])
    except Unavailable:
        raise NotStored from None
    except (RuleBroken, NotFound):
        return [e.seq for e in edits]
    return []


def _buttons(desk: Desk, order: Order, kind: OrderKind, draft: drafts.Draft, read: Read) -> None:
    changed = bool(draft.now)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        why = asked("orders_ui.save_list", "optional", "primary", ":material/save:", order.id, disabled=not changed,
                    act="order.edit")  # fmt: skip
        _fill(desk, order, kind)
        if st.button(T("curricula.discard"), icon=":material/undo:", disabled=not changed, key=f"drop:{order.id}"):
            drafts.drop(desk, order.id)
            done("orders_ui.discarded")
    if why:
        if read.problems:
            st.error(T("orders_ui.typed_bad", n=len(read.problems)), icon=":material/error:")
            return
        with shown_errors():
            orders.edit(desk, order.id, order.revision, read.changes, why)
            drafts.drop(desk, order.id)
            done("orders_ui.saved")


def _fill(desk: Desk, order: Order, kind: OrderKind) -> None:
    """One value for every line that has none (or for all): typed once, kept as if typed into each cell."""
    specs, docs = list(cells.asked(kind).values()), cells.papers(kind)
    with st.popover(T("orders_ui.fill"), icon=":material/format_paint:", disabled=not order.lines):
        st.caption(T("orders_ui.fill_hint"))
        over = st.toggle(T("orders_ui.fill_over"), key=f"v:order.over:{order.id}")
        key = f"order-fill:{order.id}"
        filled = form(desk, fields_of(kind, specs, docs), key, {}, T("orders_ui.fill_do"), columns=2)
    if filled:
        with shown_errors(key):
            texts = texts_of(kind, filled.values)
            draft = drafts.of(desk, order.id)
            stored = cells.rows_of(kind, order, [x.study for x in order.lines], lang())
            edits = [
                (x.study, c, text) for x in order.lines for c, text in texts.items()
                if over or not draft.now.get(x.study, {}).get(c, stored[x.study][c]).strip()
            ]  # fmt: skip
            drafts.keep(desk, order.id, edits)
            done("orders_ui.filled", n=len({e[0] for e in edits}))


def members(desk: Desk, order: Order, kind: OrderKind) -> None:
    """Further students brought into a draft, others taken out of it."""
    with st.expander(T("orders_ui.add_students"), icon=":material/person_add:", expanded=not order.lines):
        _adding(desk, order, kind)
    if order.lines:
        with st.expander(T("orders_ui.out_students"), icon=":material/person_remove:"):
            _taking_out(desk, order)


def _adding(desk: Desk, order: Order, kind: OrderKind) -> None:
    have = {x.study for x in order.lines}
    found = [c for c in chooser(desk, order.id, kind) if c.study not in have]
    why = asked("orders_ui.add_do", "optional", "primary", ":material/person_add:", order.id, disabled=not found,
                act="order.edit")  # fmt: skip
    if why:
        with shown_errors():
            orders.add(desk, order.id, order.revision, [(c.student, c.study) for c in found], why)
            clear(order.id)
            done("orders_ui.added", n=len(found))


def _taking_out(desk: Desk, order: Order) -> None:
    names = {x.study: f"{x.student.label.get(lang())} · {x.number}" for x in order.lines}
    chosen = st.multiselect(T("orders_ui.whom_out"), list(names), key=f"v:order.out:{order.id}:{order.revision}",
                            format_func=lambda s: names.get(s, str(s)), placeholder=T("common.choose"))  # fmt: skip
    why = asked("orders_ui.out_do", "optional", icon=":material/person_remove:", name=order.id, disabled=not chosen,
                act="order.edit")  # fmt: skip
    if why:
        with shown_errors():
            orders.take_out(desk, order.id, order.revision, chosen, why)
            done("orders_ui.out_done", n=len(chosen))


def _table(order: Order, kind: OrderKind, some: Sequence[OrderLine]) -> None:
    """The list as it was sent: nothing in it is typed any more."""
    specs, docs = cells.asked(kind), cells.papers(kind)
    heads = [T("orders_ui.number"), T("orders_ui.student"), *(s.label(lang()) for s in specs.values()),
             T("orders_ui.written"), T("orders_ui.outcome"), T("orders_ui.note"), T("orders_ui.papers")]  # fmt: skip
    rows = []
    for x in some:
        said = cells.shown(kind, order, x, lang())
        papers = "; ".join(
            f"{kind.bases[n].name.get(lang())} {f'№ {said[c]}' if said[c] else ''} {said[f'need/{n}/day']}".strip()
            for c, (n, part) in docs.items() if part == "number" and said[f"need/{n}/day"]
        )  # fmt: skip
        rows.append([x.number, x.student.label.get(lang()), *(said[c] for c in specs), x.written, _outcome(x), x.note,
                     papers])  # fmt: skip
    plain_table(heads, rows)


def _outcome(line: OrderLine) -> str:
    if line.reversed:
        return T("orders_ui.reversed_by", order=line.reversed.label)
    return T("orders_ui.line_done") if line.event else ""


def _cards(desk: Desk, some: Sequence[OrderLine]) -> None:
    """A way to the card of a student of the list."""
    if not some or not desk.may("student.read"):
        return
    names = {x.student.id: f"{x.student.label.get(lang())} · {x.number}" for x in some}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        id = st.selectbox(T("orders_ui.card_of"), list(names), index=None, key="v:order.card", width=420,
                          format_func=lambda i: names.get(i, str(i)), placeholder=T("common.not_chosen"))  # fmt: skip
        if id:
            go("pages/student.py", "records.open_card", "person", f"card:{id}", id=id)


__all__ = ["editable", "lines", "members", "typed_over"]
