"""How «no» is shown: beside the field, above the form, or as one calm sentence; never a traceback, never English."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from core.errors import Duplicate, OfficeError, Problem, Problems, StaleRevision, Unproved
from core.i18n import known, t
from core.ui.page import T, lang
from core.ui.style import safe

log = logging.getLogger("office")


@contextmanager
def shown_errors(form: str | None = None) -> Iterator[None]:
    """Show what an act refused in the user's words.

    form: the key of the form on the screen; its bad values are then shown beside their fields, a save that came
    second shows whose change came first, and what was typed stays. What is nobody's «no» but our fault is logged
    under a short number and the user sees that number. Streamlit's own stop and rerun pass through.
    """
    try:
        yield
    except Problems as e:
        if form is None:
            st.error("\n".join(f"- {said(p)}" for p in e.problems))
            return
        st.session_state[f"{form}!problems"] = e.problems
        st.rerun()
    except StaleRevision as e:
        if form is None:
            st.warning(safe(sentence(e)), icon=":material/sync_problem:")
            return
        st.session_state[f"{form}!stale"] = dict(e.values)
        st.rerun()
    except Duplicate as e:
        if form is None or not e.values.get("field"):
            st.error(safe(sentence(e)))
            return
        values = {"value": e.values.get("value", "")}
        st.session_state[f"{form}!problems"] = [Problem(str(e.values["field"]), "errors.field.duplicate", values)]
        st.rerun()
    except Unproved as e:
        from core.ui import proving  # it shows its own refusals by this file

        st.info(safe(sentence(e)), icon=":material/lock_person:")
        proving.ask()
    except OfficeError as e:
        st.error(safe(sentence(e)), icon=":material/do_not_disturb_on:")
    except Exception:
        number = secrets.token_hex(3).upper()
        log.exception("fault %s", number)
        st.error(T("errors.internal", number=number), icon=":material/report:")


def sentence(e: OfficeError) -> str:
    """A refusal as one sentence."""
    if isinstance(e, StaleRevision) and not (e.values.get("by") and e.values.get("at")):
        return T("errors.stale")
    return t(e.key if known(e.key) else "errors.rule_broken", lang(), **e.values)


def plainly(problem: Problem) -> str:
    """One bad value as one sentence, for a cell of a table, which reads no markup."""
    key = problem.key if known(problem.key) else "errors.field.value_error"
    return t(key, lang(), **problem.values)


def said(problem: Problem) -> str:
    """One bad value as one sentence, safe to be drawn."""
    return safe(plainly(problem))
