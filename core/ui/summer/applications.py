"""Applications of the summer and how far each came; registering those who may be; what they pay."""

from __future__ import annotations

import streamlit as st

from core import looks, registration, summer
from core.desk import Desk
from core.orders.reading import made_from
from core.registration import Asked
from core.registration.frame import study_rules
from core.summer import orders, papers
from core.summer.lines import Applied, Step
from core.ui import jobs as work
from core.ui.files import given
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.orders.drafting import day, opened
from core.ui.page import T, done, empty, go, lang
from core.ui.registration import steps
from core.ui.style import metrics, safe
from core.ui.summer.parts import column
from core.ui.tables import picked
from core.ui.tables.export import XLSX
from schemas.term import Term


def screen(desk: Desk, term: Term) -> None:
    """Every application with its step; one press registers all that may be."""
    if (row := work.news(desk, "registration.group")) and row.get("result"):
        result = row["result"]
        st.success(T("summer.all_done", n=result["done"], left=len(result["named"])))
    found = summer.applied(desk, term.id)
    if not found:
        empty("summer.none_applied", "summer.none_applied_hint")
        return
    counts = summer.results(found)
    metrics([(s.label(lang()), counts[s], None) for s in Step if counts[s]])
    columns = [
        column("number", "number"), column("student", "student"), column("group", "group"), column("code", "code"),
        column("discipline", "discipline"), column("credits", "credits", "decimal"), column("reason", "reason"),
        column("step", "step"), column("section", "section"), column("letter", "letter"),
    ]  # fmt: skip
    chosen = picked("summer_lines.list", columns, [_row(a) for a in found], 0, len(found) + 1)
    if chosen and (one := next((a for a in found if a.line == chosen), None)):
        st.switch_page("pages/study_plan.py", query_params={"plan": one.plan})
    if desk.may("plan.approve"):
        _register(desk, term, [a for a in found if a.step in (Step.applied, Step.paid)])


def _row(a: Applied) -> dict:  # type: ignore[type-arg]
    return {"_id": a.line, "number": a.number, "student": a.student.label.get(lang()), "group": a.group, "code": a.code,
            "discipline": a.discipline.label.get(lang()), "credits": a.credits, "reason": a.reason.label(lang()),
            "step": a.step.label(lang()), "section": a.section, "letter": a.letter}  # fmt: skip


def _register(desk: Desk, term: Term, waiting: list[Applied]) -> None:
    pairs = tuple(dict.fromkeys((a.student.id, a.study) for a in waiting))
    why = asked("summer.register", need="optional", hint="summer.register_hint", icon=":material/how_to_reg:",
                type="primary", disabled=not pairs)  # fmt: skip
    if why:
        with shown_errors():
            what = Asked(term.year, pairs, whole=False)
            seen = registration.preview(desk, what).seen
            work.begun("registration.group", registration.register_group(desk, what, seen, why))
            st.rerun()


def money(desk: Desk, term: Term) -> None:
    """What is to be paid and what was; the payments office marks it here."""
    rules = study_rules()
    found = [a for a in summer.applied(desk, term.id) if a.step is not Step.rechoose]
    if not found:
        empty("summer.none_applied", "summer.none_applied_hint")
        return
    if not rules.price:
        st.warning(T("summer.price_none"), icon=":material/payments:")
    fees = summer.fees(found, rules)
    metrics([
        (T("summer.fee.all_credits"), sum(f.of.credits for f in fees), None),
        (T("summer.fee.all_amount"), papers.tenge(sum((f.amount for f in fees), rules.price * 0), lang()), None),
        (T("summer.fee.all_owed"), papers.tenge(sum((f.owed for f in fees), rules.price * 0), lang()), None),
    ])  # fmt: skip
    columns = [
        column("student", "fee.student"), column("number", "fee.number"), column("group", "fee.group"),
        column("discipline", "fee.discipline"), column("credits", "fee.credits", "decimal"),
        column("amount", "fee.amount", "decimal"), column("paid", "fee.paid", "decimal"),
        column("owed", "fee.owed", "decimal"), column("receipt", "fee.receipt"),
    ]  # fmt: skip
    rows = [
        {**_row(f.of), "amount": f.amount, "paid": f.paid, "owed": f.owed,
         "receipt": f.of.payment.receipt if f.of.payment else ""}
        for f in fees
    ]  # fmt: skip
    if desk.may("plan.pay"):
        st.caption(T("summer.mark_hint"))
    if chosen := picked("summer_fees.list", columns, rows, 0, len(rows) + 1):
        st.session_state["summer.paying"] = chosen
    one = next((a for a in found if a.line == st.session_state.get("summer.paying")), None)
    if one and desk.may("plan.pay"):
        with st.container(border=True):
            said = (one.student.label.get(lang()), one.number, one.discipline.label.get(lang()))
            st.markdown(f"**{safe(T('summer.mark_paid'))}** · {safe(' · '.join(said))}")
            steps.payment(desk, one.plan, one.revision, one.line, one.payment)
    _files(desk, term, fees)


def _files(desk: Desk, term: Term, fees: list[summer.Fee]) -> None:
    name, spoken = f"summer-{term.code}-{desk.today().isoformat()}", lang()

    def table() -> bytes:
        looks.note(desk, "summer", "study_plans", "", f"{name}.xlsx", "download")
        return papers.fee_xlsx(desk, term, fees, spoken)

    def printed() -> bytes:
        looks.note(desk, "summer", "study_plans", "", f"{name}.pdf", "download")
        return papers.fee_pdf(desk, term, fees, spoken)

    with st.container(horizontal=True):
        st.download_button(T("summer.download_xlsx"), table, f"{name}.xlsx", XLSX, key="summer.xlsx",
                           icon=":material/table_view:", on_click="ignore")  # fmt: skip
        given(T("summer.download_pdf"), f"{name}.pdf", printed, "summer.pdf")


def opening(desk: Desk, term: Term) -> None:
    """How many are registered for each discipline, what has too few; groups, sheets and papers from here."""
    rules, found = study_rules(), summer.applied(desk, term.id)
    live = [a for a in found if a.step is not Step.rechoose]
    if not live:
        empty("summer.none_applied", "summer.none_applied_hint")
        return
    counts: dict[str, list[Applied]] = {}
    for a in live:
        counts.setdefault(a.discipline.id, []).append(a)
    few = [d for d, some in counts.items() if len(some) < rules.summer_least and not any(a.section for a in some)]
    rows = [
        {"_id": d, "code": some[0].code, "discipline": some[0].discipline.label.get(lang()), "n": len(some),
         "seated": sum(bool(a.section) for a in some),
         "worth": T("summer.worth_no" if d in few else "summer.worth_yes")}
        for d, some in sorted(counts.items(), key=lambda item: -len(item[1]))
    ]  # fmt: skip
    columns = [column("code", "code"), column("discipline", "discipline"), column("n", "registered_by", "int"),
               column("seated", "seated", "int"), column("worth", "worth")]  # fmt: skip
    picked("summer_open.list", columns, rows, 0, len(rows) + 1)
    if few and desk.may("plan.approve"):
        st.caption(T("summer.too_few", least=rules.summer_least))
        why = asked("summer.close_few_now", hint="summer.close_hint", icon=":material/block:")
        if why:
            with shown_errors():
                summer.close_few(desk, term.id, few, why)
                done("summer.closed_done", n=len(few))
    with st.container(horizontal=True):
        go("pages/sections.py", "summer.to_sections", term=term.id)
        go("pages/timetable.py", "summer.to_timetable", term=term.id)
        go("pages/grade_sheets.py", "summer.to_sheets", term=term.id)
    _papers(desk, term, live)


def _papers(desk: Desk, term: Term, found: list[Applied]) -> None:
    for row in made_from(desk, term.id) if desk.may("order.read") else ():
        go("pages/order.py", "summer.to_order", "contract", f"order:{row['_id']}", id=row["_id"])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if desk.may("order.draft"):
            effective = day(f"summer.order_day:{term.id}")
            why = asked("summer.order_draft", "optional", icon=":material/edit_document:", hint="summer.order_hint",
                        disabled=effective is None, act="order.draft")  # fmt: skip
            made = None
            if why and effective:
                with shown_errors():
                    made = orders.draft(desk, term, found, effective, why)
            if made:
                opened(made.id)
        given(T("summer.download_list"), f"summer-{term.code}-list.pdf", lambda: papers.list_pdf(desk, term, found),
              "summer.list")  # fmt: skip


def outcome(desk: Desk, term: Term) -> None:
    """Who passed what in the summer, and which debts are left: results of the summer are in them already."""
    found = summer.applied(desk, term.id)
    if not found:
        empty("summer.none_applied", "summer.none_applied_hint")
        return
    st.caption(T("summer.cleared_hint"))
    rows = summer.cleared(desk, found)
    columns = [
        column("number", "number"), column("student", "student"), column("group", "group"),
        column("passed", "passed_n", "int"), column("failed", "failed_n", "int"), column("debts", "debts_left", "int"),
        column("gpa", "gpa", "decimal"),
    ]  # fmt: skip
    said = [{**r, "student": r["student"].label.get(lang())} for r in rows]
    metrics([
        (T("summer.students"), len(rows), None), (T("summer.debts_none"), sum(not r["debts"] for r in rows), None),
        (T("summer.debts_left"), sum(r["debts"] for r in rows), None),
    ])  # fmt: skip
    chosen = picked("summer_after.list", columns, said, 0, len(said) + 1)
    if chosen and (one := next((r for r in rows if r["_id"] == chosen), None)):
        st.switch_page("pages/student.py", query_params={"id": one["student"].id})
