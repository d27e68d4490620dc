"""The lines of a comparison in a grid: decision, result, deadline and note are typed there and kept by one act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core import differences
from core.desk import Desk
from core.differences import Choice
from core.differences.comparing import Compared
from core.differences.papers import found_word, result_word
from core.differences.rules import order_of
from core.i18n import number, t
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import safe, shown
from core.ui.tables.canvas import table_drawn, table_typed
from core.ui.tables.simple import table_height
from schemas.base import Id
from schemas.difference import Decision, Difference, DifferenceLine, DifferenceStatus

TYPED = ("decision", "result", "deadline", "note")
COLUMNS = ("semester", "discipline", "credits", "proposed", *TYPED)
# In sum not wider than a page of 1,280 points.
WIDTHS = {"semester": 42, "discipline": 196, "credits": 62, "proposed": 180, "decision": 116, "result": 138,
          "deadline": 92, "note": 98}  # fmt: skip
SHOWS = ("all", "undecided", "behind")


def grid(desk: Desk, doc: Difference) -> None:
    """Draw the lines; while it is a draft and the user may decide, they are typed into."""
    st.subheader(T("difference.lines_title"), anchor=False)
    _sums(doc)
    lines = _shown(doc)
    edits = doc.status is DifferenceStatus.draft and desk.may("difference.edit")
    if not edits:
        table_drawn(
            _frame(doc, lines, {}, {}), hide_index=True, width="stretch", height=table_height(len(lines)),
            column_config=_columns(), placeholder="—",
        )  # fmt: skip
        return
    st.caption(T("difference.lines_hint"))
    with shown_errors():
        _typed(desk, doc, lines, differences.compared(desk, doc))


def _typed(desk: Desk, doc: Difference, lines: Sequence[DifferenceLine], by: Compared) -> None:
    results = _worded({s.id: _source(s.title.get(lang()), s.credits, s.letter, s.term, s.where) for s in by.sources})
    since = order_of(by.term)
    terms = _worded({x.id: f"{x.code} · {x.kind.label(lang())}" for x in sorted(by.terms, key=order_of)
                     if order_of(x) >= since and x.closed is None})  # fmt: skip
    words = {d.label(lang()): d for d in Decision}
    frame = _frame(doc, lines, {i: w for w, i in results.items()}, {i: w for w, i in terms.items()})
    edited = table_typed(
        frame, hide_index=True, width="stretch", height=table_height(len(lines)), placeholder="—",
        disabled=[c for c in COLUMNS if c not in TYPED],
        column_config=_columns(list(words), list(results), list(terms)),
        key=f"difference:{doc.id}:{doc.revision}:{hash(tuple(x.id for x in lines))}:{lang()}",
    )  # fmt: skip
    changed: dict[Id, Choice] = {}
    for line, was, now in zip(lines, frame.to_dict("records"), edited.to_dict("records"), strict=True):
        if any(_text(was[c]) != _text(now[c]) for c in TYPED):
            changed[line.id] = _choice(line, was, now, words, results, terms)
    with st.container(horizontal=True, vertical_alignment="center"):
        why = asked("difference.keep", "optional", "primary", ":material/save:", doc.id, disabled=not changed,
                    act="difference.decide")  # fmt: skip
        left = [x.id for x in lines if x.decision is None and x.id not in changed]
        all_ = asked("difference.accept", "optional", icon=":material/done_all:", name=doc.id, disabled=not left,
                     hint="difference.accept_do", act="difference.decide")  # fmt: skip
        st.caption(T("difference.accept_hint", n=len(left)), width="content")
    if why:
        differences.decide(desk, doc.id, doc.revision, changed, why)
        done("difference.kept_n", n=len(changed))
    if all_:
        differences.accept(desk, doc.id, doc.revision, left, all_)
        done("difference.kept_n", n=len(left))


def _choice(
    line: DifferenceLine, was: dict[Any, Any], now: dict[Any, Any], words: dict[str, Decision],
    results: dict[str, Id], terms: dict[str, Id],
) -> Choice:  # fmt: skip
    """A typed row; a result chosen by hand says that the line is recognised, unless something else was decided."""
    decision = words.get(_text(now["decision"]))
    result = results.get(_text(now["result"]), "")
    if _text(now["result"]) != _text(was["result"]) and result and now["decision"] == was["decision"]:
        decision = Decision.recognised
    return Choice(decision, result if decision is Decision.recognised else "",
                  terms.get(_text(now["deadline"]), ""), _text(now["note"]))  # fmt: skip


def _frame(
    doc: Difference, lines: Sequence[DifferenceLine], results: dict[Id, str], terms: dict[Id, str]
) -> pd.DataFrame:  # fmt: skip
    rows = [
        [str(x.semester), _name(x), number(x.credits, lang()), _proposed(x),
         x.decision.label(lang()) if x.decision else None, _result(x, results),
         (terms.get(x.deadline.id) or x.deadline.label.get(lang())) if x.deadline else None, x.note or None]
        for x in lines
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _result(line: DifferenceLine, results: dict[Id, str]) -> str | None:
    if line.match is None:
        return None
    return results.get(line.match.result) or result_word(line, lang())


def _proposed(line: DifferenceLine) -> str:
    """What is proposed, and how the result was found: nothing is joined silently."""
    said, found = line.proposed.label(lang()), found_word(line, lang())
    return f"{said}: {found}" if found else said


def _name(line: DifferenceLine) -> str:
    name = f"{line.code} {line.discipline.label.get(lang())}"
    return f"{name} · {T('difference.block_of', block=line.block, choose=line.choose)}" if line.block else name


def _source(title: str, credits: Any, letter: str, term: str, where: str) -> str:
    said = t("difference.result_word", lang(), title=title, credits=number(credits, lang()), letter=letter or "—")
    return " · ".join(x for x in (said, term, where) if x)


def _worded(words: dict[Id, str]) -> dict[str, Id]:
    """Words of a list of choices, each once: equal ones are numbered."""
    out: dict[str, Id] = {}
    for id, word in words.items():
        n, said = 1, word
        while said in out:
            n += 1
            said = f"{word} ({n})"
        out[said] = id
    return out


def _columns(
    decisions: list[str] | None = None, results: list[str] | None = None, terms: list[str] | None = None
) -> dict[str, Any]:  # fmt: skip
    options = {"decision": decisions, "result": results, "deadline": terms}
    made: dict[str, Any] = {}
    for c in COLUMNS:
        head, width = T(f"difference.{c}"), WIDTHS[c]
        if options.get(c) is not None:
            made[c] = st.column_config.SelectboxColumn(head, options=options[c], width=width)
        else:
            made[c] = st.column_config.TextColumn(
                head, width=width, alignment="right" if c in ("semester", "credits") else "left",
                pinned=c == "discipline", max_chars=300 if c == "note" else None,
            )  # fmt: skip
    return made


def _text(value: Any) -> str:
    return "" if value is None or value != value else str(value).strip()


def _sums(doc: Difference) -> None:
    left = doc.of(Decision.difference)
    taken = sum(x.match.taken for x in doc.of(Decision.recognised) if x.match)
    st.caption(safe(T(
        "difference.sums", recognised=shown(taken), difference=shown(sum(x.credits for x in left)), n=len(left),
        not_asked=len(doc.of(Decision.not_asked)), undecided=sum(x.decision is None for x in doc.lines),
    )))  # fmt: skip


def _shown(doc: Difference) -> list[DifferenceLine]:
    words = {s: T(f"difference.show_{s}") for s in SHOWS}
    show = st.segmented_control(
        T("difference.show"), SHOWS, default="all", required=True, key=f"v:difference.show:{doc.id}",
        format_func=lambda s: words.get(s, str(s)), label_visibility="collapsed",
    )  # fmt: skip
    course = doc.course or doc.proposed_course
    entry = next((y.semester for y in doc.years if y.course == course), 1)
    return [
        x for x in doc.lines
        if show == "all" or (show == "undecided" and x.decision is None) or (show == "behind" and x.semester < entry)
    ]  # fmt: skip


__all__ = ["grid"]
