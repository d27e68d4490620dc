"""A choice that is refused, and one that is made in spite of a check: both are kept for the auditor."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from core import access
from core.db.codec import plain
from core.db.store import D
from core.desk import Desk, Why
from core.errors import Problem, Problems
from core.i18n import known, t
from core.registration.rules import CHECKS, NEVER, Breach
from core.tx import Tx
from schemas.base import Id, Lang, Ref, Stamp, Text
from schemas.study_plan import Forced, Refusal, StudyPlan
from schemas.term import Term

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class NotRegistered(Problems):
    """Checks refused it: `breaches` says which, each as a Problem too (its field is the discipline, else the term)."""

    def __init__(self, refused: Sequence[tuple[StudyPlan, Breach]]) -> None:
        self.refused = list(refused)
        self.breaches = [b for _, b in refused]
        super().__init__([Problem(b.discipline.id if b.discipline else b.term, b.message, b.values)
                          for b in self.breaches])  # fmt: skip


def asked(plan: StudyPlan, forced: Mapping[str, str] | None, may: Callable[[StudyPlan], None]) -> dict[str, str]:
    """Overrides as they were asked for: {check: reason}, each with a reason and none of those nobody can override.

    may: Forbidden when the user has no right to override. Raises Problems.
    """
    if not forced:
        return {}
    found = []
    for check, reason in forced.items():
        if check not in CHECKS or check in NEVER:
            found.append(Problem(f"forced.{check}", "registration.never_forced", {"check": check_word(check)}))
        elif not reason.strip():
            found.append(Problem(f"forced.{check}", "errors.field.reason_missing"))
    if found:
        raise Problems(found)
    may(plan)
    return {check: reason.strip() for check, reason in forced.items()}


def may_override(tx: Tx) -> Callable[[StudyPlan], None]:
    """The right to override, as far as it reaches."""
    return lambda plan: access.within(tx.actor, "plan.override", StudyPlan, plain(plan))


def weigh(
    tx: Tx, plan: StudyPlan, breaches: Sequence[Breach], forced: Mapping[str, str], terms: Mapping[Id, Term]
) -> None:
    """Let through what is overridden, with its mark in the plan and its Refusal; NotRegistered for all the rest."""
    if refused := [b for b in breaches if b.check not in forced or not b.forcible]:
        raise NotRegistered([(plan, b) for b in refused])
    for breach in breaches:
        reason = forced[breach.check]
        mark = Forced(check=breach.check, reason=reason, by=Stamp(at=tx.now, by=tx.actor.id))
        line = next((x for x in plan.lines if x.id == breach.line), None)
        if line is not None:
            line.forced.append(mark)
        else:
            plan.forced.append(mark.model_copy(update={"term": breach.term}))
        tx.add(refusal(tx, plan, breach, terms, reason), scoped=False)


def refusal(tx: Tx, plan: StudyPlan, breach: Breach, terms: Mapping[Id, Term], reason: str = "") -> Refusal:
    """What is kept of a breach; reason: why it was overridden."""
    term = terms.get(breach.term)
    known_term = next((x.term for x in plan.lines if x.term.id == breach.term), None)
    return Refusal(
        _id=tx.new_id(), at=tx.now, by=Ref(id=tx.actor.id, label=Text(kk=tx.actor.name)), student=plan.student,
        study=plan.study, number=plan.number, year=plan.year,
        term=term.ref() if term else known_term or Ref(id=breach.term, label=Text(kk="—")),
        discipline=breach.discipline, check=breach.check, key=breach.key, values=plain(breach.values),
        overridden=bool(reason), reason=reason, group=plan.group, department=plan.department, faculty=plan.faculty,
        teacher=plan.teacher,
    )  # fmt: skip


def attempted(desk: Desk, action: str, work: Callable[[Tx], D], why: Why, right: str, given: Any = None) -> D:
    """Carry out an act on a plan; what the checks refuse is written down by an act of its own, and then said."""
    try:
        return desk.transact(action, work, why, right=right, given=given)
    except NotRegistered as no:
        refused = no.refused

        def note(tx: Tx) -> Refusal:
            ids = {b.term for _, b in refused}
            terms = {r["_id"]: Term.model_validate(r) for r in tx.session.rows("terms", {"_id": {"$in": sorted(ids)}})}
            return [tx.add(refusal(tx, plan, b, terms), scoped=False) for plan, b in refused][0]

        desk.transact("plan.refuse", note, Why(why.reason, command=desk.ids()), right=right)
        raise


# in words -------------------------------------------------------------------------------------------------------


def check_word(check: str) -> Text:
    """What a check is called, in three languages."""
    key = f"registration.check.{check}"
    if not known(key):
        return Text(kk=check)
    return Text(kk=t(key, "kk"), ru=t(key, "ru"), en=t(key, "en"))


def said(found: Refusal, lang: Lang) -> str:
    """A kept refusal in words: texts in three languages and days are themselves again."""
    key = f"registration.{found.key}"
    if not known(key):
        return check_word(found.check).get(lang)
    return t(key, lang, **revived(found.values))


def revived(values: Mapping[str, Any]) -> dict[str, Any]:
    """Stored values of a message: texts in three languages and days are themselves again."""
    return {k: _value(v) for k, v in values.items()}


def _value(value: Any) -> Any:
    if isinstance(value, dict) and "kk" in value:
        return Text.model_validate(value)
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    return value


def no_reason(why: Why) -> None:
    """Problems when an act that needs a reason has none."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])


__all__ = [
    "NotRegistered", "asked", "attempted", "check_word", "may_override", "no_reason", "refusal", "said",
    "weigh",
]  # fmt: skip
