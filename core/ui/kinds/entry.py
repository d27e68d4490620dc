"""One entry on the screen: its form with a look at what it would do, its versions, the way back, its retirement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any, NoReturn

import streamlit as st

from core import kinds, references
from core.db.codec import plain
from core.desk import Desk
from core.errors import Problem, Problems
from core.fields import FieldSpec
from core.kinds.checks import check
from core.ui.forms import Filled, asked, flat, form, grouped, looked
from core.ui.kinds.words import (
    body_specs,
    difference,
    group_word,
    head_specs,
    now_in_force,
    ready,
    said,
    state,
)
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import plain_table
from schemas.kinds import Kind, Sort

COLOURS: Mapping[str, Any] = {"in_force": "green", "coming": "blue", "retired": "gray"}
ACT = "kind.edit"
# What is wrong between fields of a body stands beside the one that is to be put right.
BESIDE: Mapping[str, str] = {
    "kinds.choices_missing": "body.choices", "kinds.to_missing": "body.to", "kinds.bounds_crossed": "body.low",
    "kinds.personal_text_only": "body.personal", "kinds.personal_students_only": "body.personal",
    "kinds.mask_no_year": "body.mask", "kinds.choice_twice": "body.items", "kinds.layout_twice": "body.rows",
}  # fmt: skip
# What a new entry of a sort begins with.
USUAL: Mapping[Sort, Mapping[str, Any]] = {Sort.sheet: {"body.mask": "sheet", "body.signs": ["examiner"]}}


def heading(kind: Kind) -> None:
    """The name of an entry, how it stands, its code and version."""
    st.title(safe(kind.name.get(lang())), anchor=False)
    now = state(kind)
    with st.container(horizontal=True, vertical_alignment="center"):
        badge(T(f"kinds.page.state.{now}"), COLOURS[now])
        words = [kind.sort.label(lang()), kind.code, T("kinds.page.version_n", n=kind.version)]
        if now == "coming":
            works = now_in_force(kind)
            words.append(T("kinds.page.comes", day=kind.effective))
            words.append(T("kinds.page.till_then", n=works.version) if works else T("kinds.page.nothing_yet"))
        else:
            words.append(T("kinds.page.since", day=kind.effective))
        st.caption(safe(" · ".join(words)))


def describing(
    desk: Desk, sort: Sort, was: Kind | None, specs: Sequence[FieldSpec] | None = None,
    preset: Mapping[str, Any] | None = None, fixed: Mapping[str, Any] | None = None, key: str = "",
) -> Kind | None:  # fmt: skip
    """The form of an entry (was: its newest version, None: a new one); the stored version once it is sent.

    specs: the fields it asks for, where not all. preset: what a new one begins with. fixed: values that are not asked.
    """
    key = key or f"kind:{sort.value}:{was.code if was else 'new'}"
    specs = list(specs) if specs is not None else [*head_specs(was is None), *body_specs(sort)]
    today = desk.today()
    first = flat(specs, was) if was else {**USUAL.get(sort, {}), **(preset or {})}
    first["effective"] = max(today, was.effective if was else today).isoformat()
    taken = [] if was else [k.code for k in kinds.latest(desk, sort)]
    filled = form(
        desk, specs, key, first, T("kinds.page.save_version") if was else T("kinds.page.save_new"), "required",
        was.version if was else 0, columns=3, act=ACT, look=T("kinds.page.look"),
    )  # fmt: skip
    if (values := looked(key)) is not None:
        would(desk, sort, was, ready(sort, values | dict(fixed or {}), taken), key)
    if filled is None:
        return None
    with shown_errors(key), beside():
        given = ready(sort, sent(filled, was) | dict(fixed or {}), taken)
        return kinds.save(desk, sort, was.code if was else None, filled.revision, given, filled.why)
    return None


def sent(filled: Filled, was: Kind | None) -> dict[str, Any]:
    """Of a new entry everything, of a known one what was changed, and always the day it is to be in force."""
    return {**filled.changed, "effective": filled.values["effective"]} if was else dict(filled.values)


def would(desk: Desk, sort: Sort, was: Kind | None, values: dict[str, Any], key: str) -> None:
    """What the version would do; what is wrong with it stands beside its field, as at saving."""
    try:
        made = kinds.draft(sort, was, values, desk.today())
        check(desk.store, made, was)
    except Problems as e:
        refuse(key, e)
    with st.container(border=True):
        st.markdown(f"**{safe(T('kinds.page.look_title', name=made.name, code=made.code, day=made.effective))}**")
        lines = kinds.preview(desk, made)
        st.markdown("\n".join(f"- {safe(_line(k, v))}" for k, v in lines) or safe(T("kinds.page.look_nothing")))
        if was:
            found = [d for d in kinds.compare(was, made) if d[0] != "effective"]
            _differences(sort, found, T("kinds.page.version_n", n=was.version), T("kinds.page.this"))


@contextmanager
def beside() -> Iterator[None]:
    """What is refused inside names the field it is to stand beside."""
    try:
        yield
    except Problems as e:
        raise Problems([_beside(p) for p in e.problems]) from e


def _beside(problem: Problem) -> Problem:
    return replace(problem, field=BESIDE.get(problem.key, problem.field))


def refuse(key: str, e: Problems) -> NoReturn:
    """Show beside the fields what a look has found, and look no longer."""
    st.session_state[f"{key}!problems"] = [_beside(p) for p in e.problems]
    st.session_state.pop(f"{key}!looked", None)
    st.rerun()


def _line(key: str, values: Mapping[str, Any]) -> str:
    return T(key, **{k: group_word(v) if k == "group" else v for k, v in values.items()})


def _differences(sort: Sort, found: Sequence[tuple[str, Any, Any]], first: str, second: str) -> None:
    if found:
        plain_table([T("kinds.page.place"), first, second], [difference(sort, *d) for d in found])
    else:
        st.caption(T("kinds.page.same"))


def reading(kind: Kind) -> None:
    """An entry for those who only read it."""
    row = plain(kind)
    specs = body_specs(kind.sort)
    for found in grouped(specs):
        short = [s for s in found if s.kind not in ("rows", "area")]
        facts([(s.label(lang()), said(s, flat([s], row)[s.path], lang())) for s in short], 3)
    long = [s for s in specs if s.kind == "area"]
    for place, spec in zip(st.columns(len(long)) if long else [], long, strict=True):
        with place, st.container(border=True):
            st.markdown(f":gray[:small[{safe(spec.label(lang()))}]]")
            st.text(said(spec, flat([spec], row)[spec.path], lang()) or "—")
    for spec in (s for s in specs if s.kind == "rows"):
        st.markdown(f"**{safe(spec.label(lang()))}**")
        heads = [i.label(lang()) for i in spec.items]
        plain_table(heads, [[said(i, r.get(i.path), lang()) for i in spec.items] for r in flat([spec], row)[spec.path]])


def past(desk: Desk, kind: Kind) -> None:
    """Every version, two of them compared, an earlier one brought back, the entry retired."""
    every = kinds.versions(desk, kind.sort, kind.code)
    edits = desk.may(ACT)
    with st.expander(T("kinds.page.versions", n=len(every)), icon=":material/history:", expanded=kind.retired):
        people = references.labels(desk, "users")
        plain_table(
            [T(f"kinds.page.{x}") for x in ("version", "effective", "how", "made_at", "made_by")],
            [[str(k.version), shown(k.effective), T(f"kinds.page.{'closing' if k.retired else 'describing'}"),
              shown(k.created.at if k.created else None), _who(k, people)] for k in every],
        )  # fmt: skip
        if len(every) > 1:
            _compare(kind.sort, every)
            if edits and not kind.retired:
                _restore(desk, kind, every)
    if edits and not kind.retired:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            day = st.date_input(
                T("kinds.page.retire_day"), max(desk.today(), kind.effective), min_value=desk.today(),
                format="DD.MM.YYYY", key=f"v:retire:{kind.id}", width=180,
            )  # fmt: skip
            if why := asked("kinds.page.retire", name=kind.id, icon=":material/archive:",
                            hint="kinds.page.retire_hint", act=ACT):  # fmt: skip
                with shown_errors():
                    kinds.retire(desk, kind.sort, kind.code, kind.version, why, day if isinstance(day, date) else None)
                    done("kinds.page.retired", name=kind.name)


def reopening(desk: Desk, kind: Kind) -> None:
    """A retired entry is not edited: one button brings back the version before it was retired."""
    before = next((k for k in kinds.versions(desk, kind.sort, kind.code) if not k.retired), None)
    st.info(T("kinds.page.retired_now", day=kind.effective), icon=":material/archive:")
    if before and (why := asked("kinds.page.reopen", type="primary", name=kind.id, icon=":material/unarchive:",
                                hint="kinds.page.reopen_hint", act=ACT)):  # fmt: skip
        with shown_errors():
            made = kinds.restore(desk, kind.sort, kind.code, before.version, kind.version, why)
            done("kinds.page.reopened", name=made.name, day=made.effective)


def _who(kind: Kind, people: Mapping[str, Any]) -> str:
    by = kind.created.by if kind.created else ""
    return people[by].get(lang()) if by in people else T("kinds.page.system")


def _compare(sort: Sort, every: Sequence[Kind]) -> None:
    names = {k.version: T("kinds.page.version_n", n=k.version) for k in every}
    newest = every[0].version
    left, right = st.columns(2)
    earlier = left.selectbox(
        T("kinds.page.compare"), list(names), 1, format_func=lambda v: names.get(v, str(v)),
        key=f"v:compare:{every[0].id}:a",
    )  # fmt: skip
    later = right.selectbox(
        T("kinds.page.with"), list(names), 0, format_func=lambda v: names.get(v, str(v)),
        key=f"v:compare:{every[0].id}:b",
    )  # fmt: skip
    by = {k.version: k for k in every}
    first, second = by.get(earlier, every[1]), by.get(later or newest, every[0])
    _differences(sort, kinds.compare(first, second), names[first.version], names[second.version])


def _restore(desk: Desk, kind: Kind, every: Sequence[Kind]) -> None:
    good = [k.version for k in every[1:] if not k.retired and kinds.changed_by(k, every[0])]
    if not good:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        version = st.selectbox(
            T("kinds.page.restore_which"), good, format_func=lambda v: T("kinds.page.version_n", n=v),
            key=f"v:restore:{kind.id}", width=220,
        )  # fmt: skip
        if why := asked("kinds.page.restore", name=kind.id, icon=":material/restore:", hint="kinds.page.restore_hint",
                        act=ACT):  # fmt: skip
            with shown_errors():
                made = kinds.restore(desk, kind.sort, kind.code, version, kind.version, why)
                done("kinds.page.restored", version=made.version, day=made.effective)


__all__ = ["ACT", "beside", "describing", "heading", "past", "reading", "refuse", "reopening", "sent", "would"]
