"""The editor of a template: three languages side by side, the variables there are, the paper as it would be set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from core import kinds, looks, templates
from core.db.codec import digest, plain
from core.desk import Desk, Why
from core.errors import OfficeError, Problem, Problems
from core.fields import describe, described
from core.i18n import fold, t
from core.papers import trial
from core.pdf.picture import pictures
from core.ui.files import given
from core.ui.forms import problems_of
from core.ui.kinds.words import proposed
from core.ui.messages import said, sentence
from core.ui.page import T, lang
from core.ui.papers.issued import studies
from core.ui.style import safe
from core.ui.tables import plain_table
from schemas.base import LANGS, Id, Lang, Text
from schemas.kinds import Kind, PaperSort, Sort, Template

HEIGHT = 420


@dataclass(frozen=True)
class Typed:
    """What stands in the editor: the version it was drawn from (None: a new template) and the values."""

    was: Kind | None
    values: dict[str, Any]


def editor(was: Kind | None, may: bool, today: date) -> Typed:
    """Draw the fields. may: can this user change them?"""
    body = was.as_body(Template) if was else None
    at = f"v:template:{was.code if was else '-'}:{was.version if was else 0}"
    values: dict[str, Any] = {}
    shut = not may
    wrong = problems_of(form_of(was))
    texts = {f"body.{each}": wrong.pop(f"body.{each}", []) for each in LANGS}
    with st.expander(T("common.settings"), icon=":material/tune:", expanded=was is None or bool(wrong)):
        values["name"] = _three(Kind, "name", f"{at}:name", was.name if was else None, shut)
        _wrong(wrong, "name")
        if was is None:
            hint = T("kinds.page.code_hint")
            values["code"] = st.text_input(T("templates.code"), key=f"{at}:code", max_chars=40, help=hint).strip()
            _wrong(wrong, "code")
        values["body.title"] = _three(Template, "title", f"{at}:title", body.title if body else None, shut)
        _wrong(wrong, "body.title")
        values |= _settings(at, body, was, today, shut)
        for path in list(wrong):
            _wrong(wrong, path, named=True)
    for place, each in zip(st.columns(3), LANGS, strict=True):
        with place:
            star = " *" if each == "kk" else ""
            text = st.text_area(
                T("templates.text", lang=t(f"common.lang.{each}", lang())) + star, getattr(body, each) if body else "",
                height=HEIGHT, key=f"{at}:{each}", disabled=shut,
            )  # fmt: skip
            values[f"body.{each}"] = text
            for problem in templates.faults(text) or texts[f"body.{each}"]:
                st.markdown(f":red[:material/error: {said(problem)}]")
    return Typed(was, values)


def form_of(was: Kind | None) -> str:
    """The key under which what was refused waits to be shown beside its field."""
    return f"template:{was.code if was else '-'}"


def _wrong(wrong: dict[str, list[Problem]], path: str, named: bool = False) -> None:
    """What was refused of a field, under it; named: with the field's name, where several stand above."""
    for each in [p for p in wrong if p == path or p.startswith(path + ".")]:
        for problem in wrong.pop(each):
            st.markdown(f":red[:material/error: {_named(problem) if named else said(problem)}]")


def _named(problem: Problem) -> str:
    """A bad value with the name of its field."""
    model: Any = Template if problem.field.startswith("body.") else Kind
    path = problem.field.removeprefix("body.").split(".")[0]
    spec = next((s for s in describe(model) if s.path == path), None)
    return f"{safe(spec.label(lang()))}: {said(problem)}" if spec else said(problem)


def _three(model: Any, path: str, key: str, first: Text | None, shut: bool) -> dict[str, str]:
    label = described(model, path).label(lang())
    found: dict[str, str] = {}
    for place, each in zip(st.columns(3), LANGS, strict=True):
        found[each] = place.text_input(
            f"{label}{' *' if each == 'kk' else ''} · {T(f'forms.in_{each}')}",
            getattr(first, each) if first else "",
            key=f"{key}:{each}",
            disabled=shut,
        ).strip()
    return found


def _settings(at: str, body: Template | None, was: Kind | None, today: date, shut: bool) -> dict[str, Any]:
    spoken = lang()
    sorts = {s.value: s.label(spoken) for s in PaperSort}
    words = {p: described(Template, p).label(spoken) for p in ("paper", "signers", "header", "qr")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = list(sorts).index(body.paper.value) if body else 0
        paper = st.selectbox(
            words["paper"], list(sorts), first, format_func=lambda s: sorts.get(s, s), key=f"{at}:paper", width=220,
            disabled=shut,
        )  # fmt: skip
        signers = st.selectbox(
            words["signers"], range(5), body.signers if body else 1, key=f"{at}:signers", width=160, disabled=shut
        )
        day = st.date_input(
            described(Kind, "effective").label(spoken), max(today, was.effective) if was else today, key=f"{at}:day",
            format="DD.MM.YYYY", width=180, disabled=shut,
        )  # fmt: skip
        header = st.toggle(words["header"], body.header if body else True, key=f"{at}:header", disabled=shut)
        qr = st.toggle(words["qr"], body.qr if body else True, key=f"{at}:qr", disabled=shut)
    return {
        "body.paper": paper, "body.signers": signers, "effective": day, "body.header": header, "body.qr": qr,
    }  # fmt: skip


def save(desk: Desk, typed: Typed, why: Why) -> Kind:
    """Keep what stands in the editor as a new version; raises as core.kinds.save does."""
    was, values = typed.was, dict(typed.values)
    if was is None and not values["code"]:
        values["code"] = proposed(values["name"], [k.code for k in kinds.latest(desk, Sort.template)])
    return kinds.save(desk, Sort.template, was.code if was else None, was.version if was else 0, values, why)


def warn_of_gaps(typed: Typed) -> None:
    """Say which languages the template lacks."""
    values = typed.values
    missing = [x for x in LANGS if not values[f"body.{x}"].strip() or not values["body.title"][x]]
    if missing:
        names = ", ".join(t(f"common.lang.{x}", lang()) for x in missing)
        st.warning(T("templates.no_language", langs=names), icon=":material/translate:")


def preview(desk: Desk, typed: Typed) -> None:
    """The paper as it would be set from what stands in the editor, with samples or a real student's values."""
    spoken = lang()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = {x: t(f"common.lang.{x}", spoken) for x in LANGS}
        st.session_state.setdefault("v:template.lang", spoken)
        chosen = st.segmented_control(
            T("templates.preview_lang"), LANGS, required=True, key="v:template.lang",
            format_func=lambda x: words.get(x, x),
        )  # fmt: skip
        text = st.text_input(T("templates.preview_of"), key="v:template.of", icon=":material/search:")
    pair = None
    if text.strip():
        found = dict(studies(desk, text, ""))
        pair = st.selectbox(
            T("papers.study"), list(found), format_func=lambda p: found.get(p, str(p)), key=f"v:template.who:{text}"
        )
    try:
        draft = kinds.draft(Sort.template, typed.was, typed.values | _coded(typed), desk.today())
        body = draft.as_body(Template)
        # The day and the revision of the institution are printed; what one may see of a student is his alone.
        office = trial.first_office(desk)
        key = {"body": body, "office": office.revision, "of": pair, "on": desk.today(), "by": desk.actor.id}
        file, missing = _set(digest(plain(key)), chosen or spoken, desk, body, pair)
    except Problems as e:
        for problem in e.problems:
            st.markdown(f":red[:material/error: {_named(problem)}]")
        return
    except OfficeError as e:
        st.info(safe(sentence(e)), icon=":material/info:")
        return
    if missing and pair:
        names = templates.variables()
        labels = ", ".join(names[n].label.get(spoken) for n in dict.fromkeys(missing))
        st.warning(safe(T("templates.missing_here", names=labels)), icon=":material/warning:")
    for page in pictures(file, 1000):
        with st.container(border=True):
            st.image(page, width="stretch")

    def taken() -> bytes:
        looks.note(desk, "template", "kinds", typed.was.id if typed.was else "", "preview.pdf", "download",
                   student=pair[0] if pair else "")  # fmt: skip
        return file

    given(T("templates.preview_file"), "preview.pdf", taken, "template.preview", type="tertiary")


def _coded(typed: Typed) -> dict[str, Any]:
    """A template may be looked at before it has a code, a name and a heading: a dash stands for them."""
    dashes = {
        path: {**typed.values[path], "kk": "—"} for path in ("name", "body.title") if not typed.values[path]["kk"]
    }
    return dashes if typed.was else dashes | {"code": "draft"}


@st.cache_data(max_entries=60, show_spinner=False)
def _set(
    key: str, spoken: Lang, _desk: Desk, _body: Template, _pair: tuple[Id, Id] | None
) -> tuple[bytes, list[str]]:  # fmt: skip
    paper = {
        "number": "2026-00017", "day": _desk.today().isoformat(), "lang": spoken, "state": "made", "purpose": "",
    }  # fmt: skip
    of = trial.about(_desk, *_pair, paper) if _pair else None
    file, made = trial.set_(_desk, _body, spoken, of)
    return file, made.missing


def variables() -> None:
    """Every variable with its label and a sample; the chosen one stands ready to be copied."""
    spoken = lang()
    st.caption(T("templates.variables_hint"))
    text = fold(st.text_input(T("templates.find_variable"), key="v:template.find", icon=":material/search:") or "")
    found = [
        v
        for v in templates.variables().values()
        if not text or text in fold(v.name) or text in fold(v.label.get(spoken))
    ]
    heads = [T(f"templates.col_{h}") for h in ("name", "label", "sample", "values")]
    rows = [[v.name, v.label.get(spoken), v.sample[spoken].said, ", ".join(c for c, _ in v.values)] for v in found]
    names = {v.name: f"{v.name} · {v.label.get(spoken)}" for v in found}
    chosen = st.selectbox(
        T("templates.variables"), list(names), index=None, key=f"v:template.var:{text}",
        format_func=lambda n: names.get(n, n), placeholder=T("common.not_chosen"),
    )  # fmt: skip
    if chosen:
        st.code("{{ " + chosen + " }}", language=None)
    with st.container(height=560, border=False):
        plain_table(heads, rows, widths=(135, 125, 105, 100))


def tables() -> None:
    """Every table with its columns, ready to be copied."""
    spoken = lang()
    for table in templates.tables().values():
        st.markdown(f"**{safe(table.label.get(spoken))}**")
        st.code("{% table " + table.name + ": " + ", ".join(c for c, _, _ in table.columns) + " %}", language=None)
        plain_table(
            [T("templates.col_name"), T("templates.col_label")], [[c, w.get(spoken)] for c, w, _ in table.columns]
        )


def syntax() -> None:
    """How templates are written, by example."""
    examples = [
        ("variable", "{{ student.name }}"), ("if", "{% if study.faculty %} … {% else %} … {% endif %}"),
        ("equal", '{% if study.status == "active" %} … {% endif %}'),
        ("table", "{% table results: discipline, credits, letter %}"), ("marks", "# …   > …   - …   **…**"),
        ("note", "{# … #}"),
    ]  # fmt: skip
    for key, example in examples:
        st.caption(T(f"templates.syntax_{key}"))
        st.code(example, language=None)


__all__ = ["Typed", "editor", "form_of", "preview", "save", "syntax", "tables", "variables", "warn_of_gaps"]
