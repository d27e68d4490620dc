"""A kind of order in plain words: who may be in it, what it asks, what it rests on, what it does."""

from __future__ import annotations

from core import house
from core.errors import NotFound
from core.i18n import number, t
from core.orders.asks import asks, fields
from schemas.base import Lang
from schemas.kinds import OrderKind, Sort
from schemas.kinds.orders import SETS, Condition, Effect, EffectSort, Severity
from schemas.words import StudyStatus


def who(kind: OrderKind, lang: Lang) -> str:
    """Who may stand in it."""
    if not kind.people:
        return t("orders_ui.nobody_in_it", lang)
    return ", ".join(s.label(lang) for s in kind.statuses) or t("orders_ui.anybody", lang)


def asked(kind: OrderKind, lang: Lang) -> list[str]:
    """What is filled in: of the whole order first."""
    found = sorted(asks(kind), key=lambda a: not a.whole)
    return [a.spec.label(lang) + ("" if a.needed else t("orders_ui.if_any", lang)) for a in found]


def does(kind: OrderKind, lang: Lang) -> list[str]:
    """What it does, one thing a line."""
    return [_effect(e, lang) for e in kind.effects]


def _effect(effect: Effect, lang: Lang) -> str:
    if effect.what is EffectSort.status:
        return f"{effect.what.label(lang)}: {StudyStatus(effect.value).label(lang)}"
    if effect.what not in SETS:
        return effect.what.label(lang)
    spec = fields().get(effect.field)
    said = f"{spec.label(lang) if spec else effect.field}: {effect.what.label(lang).lower()}"
    return f"{said} ({effect.value})" if effect.what is EffectSort.fixed else said


def rests_on(kind: OrderKind, lang: Lang) -> list[str]:
    """The documents it rests on."""
    found = []
    for need in kind.bases:
        said = [need.name.get(lang)]
        if need.each:
            said.append(t("orders_ui.of_each", lang))
        if need.scan:
            said.append(t("orders_ui.with_scan", lang))
        found.append(", ".join(said) + ("" if need.needed else t("orders_ui.if_any", lang)))
    return found


def rules(kind: OrderKind, lang: Lang, how: Severity) -> list[str]:
    """The rules that warn, or those that refuse."""
    return [_rule(c, lang) for c in kind.conditions if c.how is how]


def _rule(condition: Condition, lang: Lang) -> str:
    figure = condition.days or ("" if condition.figure is None else number(condition.figure, lang))
    return f"{condition.rule.label(lang)}: {figure}" if figure else condition.rule.label(lang)


def due_after(kind: OrderKind, lang: Lang) -> list[str]:
    """What is to be done after such an order, by whom, in how many days."""
    return [
        t("orders.after_in", lang, what=a.name.get(lang), who=a.whom, n=a.days,
          days=t(f"orders.{'working' if a.working else 'calendar'}_days", lang))
        for a in kind.after
    ]  # fmt: skip


def route(kind: OrderKind, lang: Lang) -> str:
    """Along which route it is agreed; «» where by nobody."""
    if not kind.route:
        return ""
    try:
        return house.entry(Sort.route, kind.route).name.get(lang)
    except NotFound:
        return kind.route


__all__ = ["asked", "does", "due_after", "rests_on", "route", "rules", "who"]
