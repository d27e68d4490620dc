"""What-if: another mark on the screen, and beside it everything that would follow; nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from core import grading
from core.desk import Desk
from core.errors import OfficeError
from core.i18n import number
from core.progress import papers
from core.progress.reading import newest, term_names
from core.progress.what_if import Added, Ahead, Lack, Outlook, ahead, changed
from core.ui.messages import sentence
from core.ui.page import T, empty, lang
from core.ui.papers.issued import studies
from core.ui.progress.chooser import pick
from core.ui.style import safe
from core.ui.tables.canvas import table_drawn, table_typed
from core.ui.tables.simple import table_height
from schemas.base import Id, Ref

Row = Mapping[str, Any]
SHOWN = 25  # of the ranking


def choose(desk: Desk) -> tuple[Id, Id] | None:
    """Whose record: a search, the study; held by the address."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = st.query_params.get("student", "")
        text = st.text_input(T("what_if.who"), first, key="v:what_if.who", width=300, icon=":material/search:")
        found = dict(studies(desk, text, "")) if text.strip() else {}
        pair = st.selectbox(
            T("what_if.study"), list(found), format_func=lambda p: found.get(p, str(p)), key=f"v:what_if.study:{text}",
            placeholder=T("common.not_chosen"), disabled=not found, width=460,
        )  # fmt: skip
    if text.strip():
        st.query_params["student"] = text.strip()
    if not pair:
        empty("what_if.nobody", "what_if.nobody_hint")
    return pair


def screen(desk: Desk, pair: tuple[Id, Id]) -> None:
    """The record with a column to type in; what was and what would be."""
    of = ahead(desk, *pair)
    if not of.study["record"] and of.study.get("programme") is None:
        empty("progress.no_results", "progress.no_results_hint")
        return
    names = {c: x.label().get(lang()) for c, x in term_names(desk, [*of.terms, *of.periods]).items()}
    terms = list(of.terms[::-1])
    now = next((p.code for p in of.periods.values() if p.starts and p.ends and p.starts <= desk.today() <= p.ends), "")
    terms = [now, *terms] if now and now not in terms else terms
    first = newest(of.terms[::-1], of.periods) if of.terms else now or None
    term = pick("term", terms, lambda c: names.get(c, c), 300, first, False) or ""
    st.warning(T("what_if.not_kept"), icon=":material/science:")
    problems: list[str] = []
    marks = _marks(of, names, problems)
    added = _added(of, term, problems)
    for said in problems:
        st.error(safe(said), icon=":material/error:")
    try:
        after = changed(of.study["record"], marks, added, of.rules, desk.today())
    except OfficeError as e:
        st.error(safe(sentence(e)), icon=":material/error:")
        return
    before_, after_ = of.outlook(of.study["record"], term), of.outlook(after, term)
    _compare(of, before_, after_, bool(marks or added))
    _lists(of, before_, after_)


def _marks(of: Ahead, names: Mapping[str, str], problems: list[str]) -> dict[Id, Decimal]:
    record = sorted(of.study["record"], key=lambda r: (r["term"], r["code"]), reverse=True)
    if not record:
        return {}
    heads = [T(f"what_if.{k}") for k in ("term", "discipline", "credits", "percent", "letter", "new")]
    frame = pd.DataFrame(
        [[names.get(r["term"], r["term"]), f"{r['code']} {Ref.model_validate(r['discipline']).label.get(lang())}",
          number(r["credits"], lang()), "—" if r["final_grade"] is None else number(r["final_grade"], lang()),
          r["letter"], ""] for r in record],
        columns=heads, dtype=str,
    )  # fmt: skip
    st.subheader(T("what_if.marks"), anchor=False)
    st.caption(T("what_if.marks_hint"))
    edited = table_typed(
        frame, hide_index=True, disabled=heads[:-1], width="stretch", height=min(430, 38 + 35 * len(record)),
        key=f"what-if:{of.study['id']}:{of.student.revision}",
        column_config={h: st.column_config.TextColumn(h, alignment="right" if h in heads[2:4] else "left")
                       for h in heads},
    )  # fmt: skip
    out: dict[Id, Decimal] = {}
    for row, typed in zip(record, edited[heads[-1]], strict=True):
        if value := _read(of, str(typed or ""), row["code"], problems):
            out[row["id"]] = value[0]
    return out


def _read(of: Ahead, typed: str, code: str, problems: list[str]) -> tuple[Decimal] | None:
    if not typed.strip() or typed == "None":
        return None
    try:
        return (grading.read_score(typed, of.rules),)
    except OfficeError as e:
        problems.append(f"{code}: {sentence(e)}")
        return None


def _added(of: Ahead, term: str, problems: list[str]) -> list[Added]:
    if not of.ahead or not term:
        return []
    known = {d.id: (d, code, credits) for d, code, credits in of.ahead}
    out, form = [], f"what-if-add:{of.study['id']}"
    with st.expander(T("what_if.add"), icon=":material/add:"):
        chosen = st.multiselect(
            T("what_if.discipline"), list(known), key=form, placeholder=T("common.not_chosen"),
            format_func=lambda i: f"{known[i][1]} {known[i][0].label.get(lang())}" if i in known else str(i),
        )  # fmt: skip
        for discipline, code, credits in (known[i] for i in chosen):
            label = T("what_if.percent_of", name=discipline.label)
            typed = st.text_input(label, key=f"{form}:{discipline.id}", width=420, max_chars=6)
            if value := _read(of, typed or "", code, problems):
                out.append(Added(discipline, code, credits, term, value[0]))
    return out


def _compare(of: Ahead, was: Outlook, now: Outlook, typed: bool) -> None:
    st.subheader(T("what_if.follows"), anchor=False)

    def gpa(value: Decimal | None) -> str:
        return papers.gpa(value, of.rules, lang())

    pairs = [
        ("gpa_term", gpa(was.gpas.term), gpa(now.gpas.term)), ("gpa_year", gpa(was.gpas.year), gpa(now.gpas.year)),
        ("gpa_all", gpa(was.gpas.cumulative), gpa(now.gpas.cumulative)),
        ("credits", number(was.credits, lang()), number(now.credits, lang())),
        ("debts", str(was.debts), str(now.debts)),
        ("promotion", _promotion(of, was), _promotion(of, now)),
        ("scholarship", _fits(was.scholarship), _fits(now.scholarship)),
        ("scholarship_list", str(len(was.scholars)), str(len(now.scholars))),
        ("vacant", _vacant(was), _vacant(now)), ("honours", _fits(was.honours), _fits(now.honours)),
    ]  # fmt: skip
    with st.container(border=True, gap="small"):
        _line(*(f"**{safe(T(f'what_if.{k}'))}**" for k in ("what", "before", "after")))
        for key, was_, now_ in pairs:
            then = "—" if not typed else f"**{safe(now_)}** ●" if was_ != now_ else safe(now_)
            _line(safe(T(f"what_if.row_{key}")), safe(was_), then)
    st.caption(T("what_if.advice"))


def _line(*cells: str) -> None:
    for place, said in zip(st.columns([3, 4, 4]), cells, strict=True):
        place.markdown(said)


def _promotion(of: Ahead, x: Outlook) -> str:
    if of.last_year:
        return T("what_if.last_year")
    if x.promotion is None:
        return T("what_if.no_rules")
    said = x.promotion.verdict.label(lang()) if x.promotion.verdict else T("promotion.undecided")
    return f"{said}: {', '.join(g.label(lang()) for g in x.promotion.grounds)}"


def _fits(lacks: Sequence[Lack]) -> str:
    return T("what_if.fits") if not lacks else f"{T('what_if.not')}: {', '.join(x.label(lang()) for x in lacks)}"


def _vacant(x: Outlook) -> str:
    return _fits(x.vacant) if x.rank is None else T("what_if.place", place=str(x.rank), of=x.of)


def _lists(of: Ahead, was: Outlook, now: Outlook) -> None:
    _scholars(of, was, now)
    if not now.ranking:
        return
    with st.expander(T("what_if.ranking", n=len(now.ranking)), icon=":material/leaderboard:"):
        st.caption(T("what_if.ranking_hint"))
        before = {r[2]: str(r[0]) for r in was.ranking}
        shown = [r for n, r in enumerate(now.ranking) if n < SHOWN or r[2] == of.study["id"]]
        heads = [T(f"what_if.{k}") for k in ("place_after", "place_before", "student", "gpa", "excellent", "good")]
        frame = pd.DataFrame(
            [[str(r[0]), before.get(r[2], "—"), ("● " if r[2] == of.study["id"] else "") + r[1],
              papers.gpa(r[3], of.rules, lang()), f"{r[4]}", f"{r[5]}"] for r in shown],
            columns=heads, dtype=str,
        )  # fmt: skip
        table_drawn(frame, hide_index=True, width="stretch", height=table_height(len(shown)))


def _scholars(of: Ahead, was: Outlook, now: Outlook) -> None:
    """Who would stand on the scholarship list of the programme and year, by name, and who stands there now."""
    before, after = ({id: (name, gpa) for name, id, gpa in x.scholars} for x in (was, now))
    both = {**before, **after}
    if not both:
        return
    with st.expander(T("what_if.scholars", n=len(after)), icon=":material/payments:"):
        st.caption(T("what_if.scholars_hint"))
        rows = [
            [("● " if id == of.study["id"] else "") + name, papers.gpa(gpa, of.rules, lang()),
             T("common.yes") if id in before else "—", T("common.yes") if id in after else "—"]
            for id, (name, gpa) in both.items()
        ]  # fmt: skip
        heads = [T(f"what_if.{k}") for k in ("student", "gpa", "before", "after")]
        frame = pd.DataFrame(rows, columns=heads, dtype=str)
        table_drawn(frame, hide_index=True, width="stretch", height=table_height(len(rows)))
