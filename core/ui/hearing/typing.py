"""A protocol as it is typed: what is presented, marks, words, no-show; kept in the browser until the server has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

import streamlit as st

from core.attestation.protocols import Hearing, drafts, reading
from core.attestation.protocols.reading import Typing
from core.attestation.protocols.rules import NOSHOWS, marking
from core.desk import Desk
from core.errors import OfficeError, RuleBroken, Unavailable
from core.i18n import moment, number, t
from core.rulebooks import in_force
from core.ui.grid import Column, Edit, NotStored, Other, marks_grid
from core.ui.hearing.deciding import outcome, remember
from core.ui.messages import shown_errors
from core.ui.page import T, lang, signed_in
from core.ui.sheet.grid import grid_texts
from core.ui.style import facts, safe, shown
from schemas.attestation import Presented, Slot
from schemas.kinds.attestation import Deciding, Presents

LAST_Q, LAST_O = 40, 20
FLAGGED = (Presents.topic, Presents.originality)  # forms of a written work: publication, use


def filling(desk: Desk, hearing: Hearing, slot: Slot) -> None:
    """The part that runs again at each typed mark."""
    st.fragment(_filling)(desk, hearing, slot)


def _filling(desk: Desk, hearing: Hearing, slot: Slot) -> None:
    with shown_errors():
        now = reading.typing(desk, hearing.around, slot.candidacy)
        remember(hearing.sitting.id, slot.candidacy, now.seen)
        presented(now.candidacy.presented)
        if now.others:
            said = "; ".join(T("protocols.typed_at", name=name, at=shown(at)) for name, at in now.others)
            st.markdown(f":blue[:material/group: {safe(T('protocols.beside'))} {safe(said)}]")
        _marks(desk, hearing, slot, now)
        _noshow(desk, hearing, slot, now)
        _words(desk, hearing, slot, now)
        _flags(desk, hearing, slot, now)
        _differing(desk, hearing, slot, now)
        outcome(desk, hearing, slot, now, _flag)


def row_names(hearing: Hearing) -> dict[str, str]:
    """What each row of a protocol is called on the screen."""
    seats = {s.id: f"{s.called} ({s.part.label(lang()).lower()})" for s in hearing.around.present}
    words = {row: T(f"protocols.row_{row}") for row in (drafts.AGREED, drafts.NOSHOW, drafts.NOTE, *drafts.TIMES,
                                                        *drafts.FLAGS)}  # fmt: skip
    listed = {f"q{n}": T("protocols.row_question", n=n) for n in range(1, LAST_Q + 1)}
    listed |= {f"o{n}": T("protocols.row_opinion", n=n) for n in range(1, LAST_O + 1)}
    return {**seats, **words, **listed}


def presented(what: Presented) -> None:
    """What the graduate brings: topic and who led it, or the works."""
    spoken, found = lang(), []
    if what.topic:
        st.markdown(f"**{safe(what.topic.get(spoken))}**")
    for work in what.works:
        length = f" — {number(work.minutes, spoken)} {T('protocols.minutes')}" if work.minutes else ""
        st.markdown(f"♪ {safe(f'{work.composer} ' if work.composer else '')}**{safe(work.title)}**{safe(length)}")
    for key, value in (
        ("supervisor", what.supervisor and what.supervisor.label.get(spoken)),
        ("accompanist", what.accompanist and what.accompanist.label.get(spoken)), ("partners", what.partners),
        ("reviewer", what.reviewer and what.reviewer.name),
        ("originality", "" if what.originality is None else f"{number(what.originality, spoken)} %"),
    ):  # fmt: skip
        if value:
            found.append((T(f"protocols.{key}"), value))
    if found:
        facts(found, columns=min(len(found), 3))


def _marks(desk: Desk, hearing: Hearing, slot: Slot, now: Typing) -> None:
    around, names = hearing.around, row_names(hearing)
    agreed = around.form.deciding is Deciding.agreed
    seats = marking(around.present, now.barred)
    rows = [drafts.AGREED] if agreed else [s.id for s in seats]
    if away := [s.called for s in around.present if s.id in now.barred]:
        st.caption(f":material/do_not_disturb_on: {safe(T('protocols.do_not_mark', names=', '.join(away)))}")
    if agreed and seats:
        st.caption(safe(T("protocols.who_decides", names=", ".join(s.called for s in seats))))
    book = in_force(desk.store, hearing.sitting.day)
    lows = sorted({g.low for g in book.scale if g.low is not None and g.earns} | {Decimal(100)}, reverse=True)
    _grid(desk, hearing, slot, now, "marks", names, {r: (drafts.SCORE,) for r in rows}, [
        Column("name", T("protocols.who"), kind="name"),
        Column(drafts.SCORE, T("protocols.mark"), editable=True, kind="score", width=130),
    ], quick=[f"{n:f}" for n in lows])  # fmt: skip


def _words(desk: Desk, hearing: Hearing, slot: Slot, now: Typing) -> None:
    asks = Presents.questions in hearing.around.form.presents
    rows: dict[str, tuple[str, ...]] = {}
    for n in range(1, _spare(now, "q", LAST_Q, 3 if asks else 0) + 1):
        rows[f"q{n}"] = (drafts.TEXT, drafts.BY)
    rows[drafts.NOTE] = (drafts.TEXT,)
    for n in range(1, _spare(now, "o", LAST_O, 1) + 1):
        rows[f"o{n}"] = (drafts.TEXT, drafts.BY)
    rows |= {time: (drafts.TEXT,) for time in drafts.TIMES}
    _grid(desk, hearing, slot, now, "words", row_names(hearing), rows, [
        Column("name", T("protocols.what"), kind="name", width=120),
        Column(drafts.TEXT, T("protocols.text"), editable=True, kind="words"),
        Column(drafts.BY, T("protocols.by"), editable=True, kind="words", width=150),
    ])  # fmt: skip


def _spare(now: Typing, letter: str, last: int, least: int) -> int:
    """How many rows a list shows: those with something in them, and one more to go on."""
    used = [int(row[1:]) for (row, _), c in now.cells.items() if row[0] == letter and row[1:].isdigit() and c.text]
    return min(max([least, *(n + 1 for n in used)]), last)


def _grid(
    desk: Desk, hearing: Hearing, slot: Slot, now: Typing, part: str, names: Mapping[str, str],
    rows: Mapping[str, tuple[str, ...]], columns: list[Column], quick: list[str] | None = None,
) -> None:  # fmt: skip
    typed = [c.name for c in columns if c.editable]
    places = {(row, column) for row, mine in rows.items() for column in mine}
    wrong = {
        (row, column): t(p.key, lang(), **p.values) for p in now.problems
        for row, _, column in [p.field.partition(".")]
        if (row, column) in places and now.text(row, column).strip() and not p.key.startswith("sheets.still")
        and p.key != "sheets.two_drafts" and now.cells[row, column].finished
    }  # fmt: skip
    texts = grid_texts()
    texts["grid"] = T(f"protocols.grid_{part}")
    texts["ready"] = T(f"protocols.grid_{part}_ready")
    marks_grid(
        key=f"protocol:{hearing.sitting.id}:{slot.candidacy}:{part}", owner=desk.actor.id,
        rows=[{"id": row, "name": names[row]} for row in rows], columns=columns,
        cells={p: now.text(*p) for p in places}, problems=wrong,
        others={p: [Other(name, moment(at, lang(), short=True), text) for _, name, at, text in c.others]
                for p, c in now.cells.items() if p in places and c.others},
        texts=texts, on_edits=lambda edits: _keep(desk, hearing, slot, edits),
        unfinished=[p for p, c in now.cells.items() if p in places and not c.finished],
        locked=[(row, column) for row, mine in rows.items() for column in typed if column not in mine],
        touch=True, quick=quick or (),
    )  # fmt: skip


def _keep(desk: Desk, hearing: Hearing, slot: Slot, edits: list[Edit]) -> Iterable[int]:
    """Store what was typed; what can never be stored comes back to the screen as text (see core.ui.sheet.grid)."""
    if not signed_in(desk):
        raise NotStored
    try:
        drafts.keep(desk, hearing.sitting.id, slot.candidacy, [(e.row, e.column, e.text, e.done) for e in edits])
    except Unavailable:
        raise NotStored from None
    except OfficeError:
        return [e.seq for e in edits]
    return []


def _noshow(desk: Desk, hearing: Hearing, slot: Slot, now: Typing) -> None:
    held = now.text(drafts.NOSHOW, drafts.VALUE)
    key = f"v:noshow:{hearing.sitting.id}:{slot.candidacy}"
    words = {"": T("protocols.came"), **{code: m.label(lang()) for code, m in NOSHOWS.items()}}
    if key not in st.session_state:
        st.session_state[key] = held
    st.segmented_control(
        T("protocols.row_noshow"), list(words), format_func=lambda v: words[v], key=key, on_change=_flag,
        args=(desk, hearing, slot, drafts.NOSHOW, key), width="stretch",
    )  # fmt: skip


def _flags(desk: Desk, hearing: Hearing, slot: Slot, now: Typing) -> None:
    if not set(FLAGGED) & set(hearing.around.form.presents):
        return
    for flag in drafts.FLAGS[:2]:
        key = f"v:{flag}:{hearing.sitting.id}:{slot.candidacy}"
        if key not in st.session_state:
            st.session_state[key] = bool(now.text(flag, drafts.VALUE))
        st.toggle(T(f"protocols.row_{flag}"), key=key, on_change=_flag, args=(desk, hearing, slot, flag, key))


def _flag(desk: Desk, hearing: Hearing, slot: Slot, row: str, key: str) -> None:
    """Keep what was chosen by one press; a callback asks itself whether the session still stands."""
    value = st.session_state.get(key)
    text = value if isinstance(value, str) else "1" if value else ""
    if signed_in(desk):
        with shown_errors():
            drafts.keep(desk, hearing.sitting.id, slot.candidacy, [(row, drafts.VALUE, text, True)])


def _differing(desk: Desk, hearing: Hearing, slot: Slot, now: Typing) -> None:
    """Where two people typed different values: side by side, until one is chosen."""
    names = row_names(hearing)
    for place, cell in now.cells.items():
        if not cell.others:
            continue
        choices = [(cell.by, cell.text), *((name, text) for _, name, _, text in cell.others)]
        st.markdown(f":blue[:material/compare_arrows: {safe(T('protocols.differ', what=names[place[0]]))}]")
        with st.container(horizontal=True):
            for n, (name, text) in enumerate(choices):
                said = _word(place[0], text) or T("filling.emptied")
                if st.button(f"{safe(said)} — {safe(name)}", key=f"choose:{slot.candidacy}:{place}:{n}:{text}"):
                    try:
                        drafts.choose(desk, hearing.sitting.id, slot.candidacy, place, text, [c[1] for c in choices])
                    except RuleBroken as e:
                        st.warning(safe(t(e.key, lang(), **e.values)))
                        continue
                    st.session_state.pop(f"v:{place[0]}:{hearing.sitting.id}:{slot.candidacy}", None)
                    st.rerun()


def _word(row: str, text: str) -> str:
    if row == drafts.NOSHOW:
        return NOSHOWS[text].label(lang()) if text in NOSHOWS else T("protocols.came")
    if row in drafts.FLAGS:
        return T("common.yes") if text else T("common.no")
    return text.strip()


__all__ = ["filling", "presented", "row_names"]
