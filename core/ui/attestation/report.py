"""The chair's report on the screen: the list of a year, the text part by part, what was done about the last one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from core import files
from core.attestation.figures import acts, report
from core.attestation.figures.acts import RECOMMENDATIONS, RIGHT, Draft
from core.attestation.figures.reading import READ
from core.db.codec import digest, plain
from core.desk import Desk
from core.errors import OfficeError, StaleRevision
from core.i18n import t
from core.pdf.attestation_report import render
from core.pdf.picture import pictures
from core.sums import generation
from core.ui.attestation import chooser
from core.ui.attestation.chooser import AREA
from core.ui.files import given
from core.ui.forms import asked, problems_of
from core.ui.messages import said, sentence, shown_errors
from core.ui.page import T, done, empty, lang, signed_in
from core.ui.style import badge, facts, safe
from core.ui.tables import headed, picked
from schemas.attestation import Answer, Commission, CommissionStatus
from schemas.base import LANGS, Lang
from schemas.file import FileType

PAGE = "pages/attestation_report.py"
HIGH, LOW = 260, 110  # of a part's field; of an answer's
PAGES = 6


def listed(desk: Desk) -> None:
    """Commissions of a year with how far their reports are; the one that is clicked opens."""
    at = chooser.year(desk)
    if at is None:
        return
    where = {"year": at, "status": {"$ne": CommissionStatus.cancelled.value}}
    found = [Commission.model_validate(r) for r in desk.rows(Commission, READ, where, None, [("number", 1)], 200)]
    if not found:
        empty(f"{AREA}.no_commissions", None, "pages/commissions.py", "menu.commissions")
        return
    rows = []
    for c in found:
        parts = acts.parts_of(c)
        written = sum(bool(c.parts.get(p.code)) for p in parts)
        rows.append({
            "_id": c.id, "number": c.number, "name": c.name.get(lang()), "status": c.status.label(lang()),
            "written": T(f"{AREA}.report_written", n=written, of=len(parts)), "said": len(c.recommendations),
            "answered": f"{sum(bool(a.done) for a in c.answers)} / {len(acts.answers_of(desk, c))}",
        })  # fmt: skip
    heads = (("number", "p_number"), ("name", "report_choose"), ("status", "state"), ("written", "text"),
             ("said", "recommendations"), ("answered", "done"))  # fmt: skip
    columns = [headed(name, f"{AREA}.{key}") for name, key in heads]
    if id := picked(f"{AREA}.reports", columns, rows, 0, 200, {"name": 330, "written": 190}):
        st.switch_page(PAGE, query_params={"commission": id})


def screen(desk: Desk, commission: Commission) -> None:
    """One report: its text is written on the left half of the work, how it comes out stands under it."""
    st.subheader(safe(commission.label().get(lang())), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        badge(commission.status, "green" if commission.status is CommissionStatus.closed else "orange")
        st.caption(safe(commission.number))
    facts([(T(f"{AREA}.p_programmes"), "; ".join(p.label.get(lang()) for p in commission.programmes))], 1)
    words = {"write": T(f"{AREA}.text"), "read": T(f"{AREA}.preview")}
    may = desk.may(RIGHT) and commission.status is not CommissionStatus.cancelled
    tab = st.segmented_control(
        T(f"{AREA}.tabs"), list(words), default="write" if may else "read", key=f"v:{AREA}.report_tab:{commission.id}",
        required=True, format_func=lambda n: words.get(n, str(n)), label_visibility="collapsed",
    )  # fmt: skip
    if tab == "write" and may:
        _written(desk, commission)
    else:
        _read(desk, commission)


def _written(desk: Desk, commission: Commission) -> None:
    """The fields, with what this person typed before and did not save."""
    shut = commission.status is CommissionStatus.closed
    if shut:
        st.info(T(f"{AREA}.closed_answers"), icon=":material/lock:")
    typed = acts.draft(desk, commission.id)
    for name, at in acts.others(desk, commission.id)[:3]:
        st.info(T(f"{AREA}.others", name=name, at=at), icon=":material/group:")
    wrong = problems_of(_key(commission))
    key = f"{AREA}.drawn:{commission.id}"
    drawn = st.session_state.get(key, commission.revision)

    def field(name: str, label: str, stood: str, most: int, high: int, locked: bool, hint: str | None = None) -> str:
        return _field(desk, commission, typed, name, label, stood, most, high, locked, hint, wrong)

    parts = {
        p.code: field(f"part:{p.code}", p.label.get(lang()), commission.parts.get(p.code, ""), acts.PART, HIGH, shut)
        for p in acts.parts_of(commission)
    }
    stood = "\n".join(commission.recommendations)
    lines = field(RECOMMENDATIONS, T(f"{AREA}.recommendations"), stood, 2 * acts.PART, HIGH, shut,
                  T(f"{AREA}.recommendations_hint"))  # fmt: skip
    answers = _answers(desk, commission, field)
    _buttons(desk, commission, drawn, parts, lines, answers, typed)
    st.session_state[key] = commission.revision


def _answers(desk: Desk, commission: Commission, field: Callable[..., str]) -> list[Answer]:
    """Each recommendation of the last report with a place for what was done."""
    st.subheader(T(f"{AREA}.answers"), anchor=False)
    for c in acts.earlier(desk, commission):
        st.caption(T(f"{AREA}.answers_from", name=safe(c.label().get(lang()))))
    found = acts.answers_of(desk, commission)
    if not found:
        st.caption(T(f"{AREA}.answers_none"))
    told = []
    for n, answer in enumerate(found, 1):
        st.markdown(f"**{n}.** {safe(answer.said)}")
        name = f"answer:{digest(answer.said)[:16]}"
        text = field(name, T(f"{AREA}.answer_n", n=n), answer.done, acts.LINE, LOW, False)
        told.append(Answer(said=answer.said, done=text.strip()))
    return told


def _field(
    desk: Desk, commission: Commission, typed: Draft, name: str, label: str, stood: str, most: int, high: int,
    locked: bool, hint: str | None, wrong: dict[str, list],  # type: ignore[type-arg]
) -> str:  # fmt: skip
    """A long text: what was typed and not saved stands before what is in the report."""
    key = f"{_key(commission)}:{name}:{st.session_state.get(f'{_key(commission)}!n', 0)}"
    text: str = st.text_area(
        label, typed.now.get(name, stood), height=high, key=key, max_chars=most, disabled=locked, help=hint,
        on_change=_kept, args=(desk, commission, name, key, stood),
    )  # fmt: skip
    for problem in wrong.pop(name, []):
        st.markdown(f":red[:material/error: {said(problem)}]")
    if name in typed.was and typed.was[name] != stood and text != stood:
        st.markdown(f":orange[:material/warning: {T(f'{AREA}.met', now=safe(stood[:300] or '—'))}]")
    return stood if locked else text


def _kept(desk: Desk, commission: Commission, name: str, key: str, stood: str) -> None:
    """A field was left: what stands in it is kept before anything else happens."""
    if not signed_in(desk):
        return
    try:
        acts.keep(desk, commission.id, name, st.session_state[key], stood)
    except OfficeError as e:
        st.session_state[f"{AREA}.refused"] = sentence(e)


def _buttons(
    desk: Desk, commission: Commission, drawn: int, parts: dict[str, str], lines: str, answers: list[Answer],
    typed: Draft,
) -> None:  # fmt: skip
    if refused := st.session_state.pop(f"{AREA}.refused", ""):
        st.error(safe(refused), icon=":material/error:")
    told = [x for x in lines.split("\n") if x.strip()]
    changed = (
        any(text.strip() != commission.parts.get(code, "") for code, text in parts.items())
        or told != commission.recommendations or [a.done for a in answers if a.done] != [
            a.done for a in commission.answers if a.done]
    )  # fmt: skip
    if typed.now:
        st.caption(f":material/edit_note: {T(f'{AREA}.kept')}")
    with st.container(horizontal=True):
        why = asked(f"{AREA}.save", "optional", "primary", ":material/check:", commission.id, disabled=not changed,
                    act=RIGHT)  # fmt: skip
        away = st.button(T(f"{AREA}.drop"), key=f"{AREA}.drop:{commission.id}", disabled=not typed.now,
                         icon=":material/undo:", type="tertiary")  # fmt: skip
    if away:
        acts.drop(desk, commission.id)
        _anew(commission)
        st.rerun()
    if why:
        with shown_errors(_key(commission)):
            try:
                acts.write(desk, commission.id, drawn, parts, told, answers, why)
            except StaleRevision as e:  # drawn anew, so that what the other wrote is seen beside what is typed
                st.session_state[f"{AREA}.refused"] = sentence(e)
                st.rerun()
            acts.drop(desk, commission.id)
            _anew(commission)
            done(f"{AREA}.saved")


def _anew(commission: Commission) -> None:
    key = f"{_key(commission)}!n"
    st.session_state[key] = st.session_state.get(key, 0) + 1
    st.session_state.pop(f"{_key(commission)}!problems", None)


def _key(commission: Commission) -> str:
    return f"report:{commission.id}"


def _read(desk: Desk, commission: Commission) -> None:
    """How the report comes out, in a language; its files."""
    words = {x: t(f"common.lang.{x}", lang()) for x in LANGS}
    chosen: Lang = st.segmented_control(
        T("order_text.lang"), LANGS, default=lang(), required=True, key=f"v:{AREA}.lang:{commission.id}",
        format_func=lambda x: words.get(x, str(x)), label_visibility="collapsed",
    ) or "kk"  # fmt: skip
    stem = f"report-{commission.number or commission.year}-{chosen}"
    with st.container(horizontal=True):
        given(T(f"{AREA}.pdf"), f"{stem}.pdf", partial(report.pdf, desk, commission.id, chosen),
              f"{AREA}.pdf:{chosen}", icon=":material/picture_as_pdf:")  # fmt: skip
        given(T(f"{AREA}.docx"), f"{stem}.docx", partial(report.word, desk, commission.id, chosen),
              f"{AREA}.docx:{chosen}", files.mime(FileType.docx), icon=":material/edit_document:")  # fmt: skip
    key = digest(plain([commission.id, commission.revision, chosen, desk.actor.role, desk.today(),
                        generation(desk.store)]))  # fmt: skip
    try:
        pages = _pages(key, desk, commission.id, chosen)
    except OfficeError as e:
        st.info(safe(sentence(e)), icon=":material/info:")
        return
    for page in pages:
        with st.container(border=True, width=860):
            st.image(page, width="stretch")


@st.cache_data(max_entries=40, show_spinner=False)
def _pages(key: str, _desk: Desk, _id: str, _lang: Lang) -> list[bytes]:
    return pictures(render(report.paper(_desk, _id, _lang)), 1000, PAGES)
