"""Pages and help found by what people call them: the menu's name, other names of it, what it is for, its steps."""

from __future__ import annotations

from core.access import Actor
from core.finding import FEW, Hit
from core.i18n import fold, known, t
from core.i18n import found as answers
from core.ui import menu, page_help
from schemas.base import LANGS, Lang

WORDS = ("pages", "help")
TOPICS = ("typing", "marks", "closing", "protected", "code")  # of the help page itself


def found(actor: Actor, typed: str, lang: Lang) -> dict[str, list[Hit]]:
    """Pages of this user whose name answers what is typed, in any of the languages; then help that speaks of it."""
    if not fold(typed):
        return {}
    items = [item for item in menu.allowed(actor) if not item.hidden]
    named = [item for item in items if answers(typed, _names(item))]
    told = [item for item in items if item not in named and answers(typed, _told(item.file, lang))]
    here = [Hit("pages", i.file, t(f"menu.{i.file}", lang), _what(i, lang), i.file, i.icon, {}) for i in named]
    there = [
        Hit("help", i.file, t(f"menu.{i.file}", lang), _what(i, lang), "help", "help", {"about": i.file}) for i in told
    ]
    there += [
        Hit("help", topic, t("demo.help.title", lang), t(f"demo.help.{topic}", lang), "help", "help", {})
        for topic in TOPICS
        if answers(typed, t(f"demo.help.{topic}", lang))
    ]
    parts = {"pages": here[:FEW], "help": there[: FEW - 2]}
    return {word: hits for word, hits in parts.items() if hits}


def _names(item: menu.Item) -> str:
    """The menu's name and the other names, in all languages: people mix them, and it costs nothing."""
    keys = [k for k in (f"menu.{item.file}", f"pages.also.{item.file}") if known(k)]
    return " ".join(t(key, lang) for key in keys for lang in LANGS)


def _told(file: str, lang: Lang) -> str:
    return " ".join((page_help.what(file, lang), *page_help.steps(file, lang)))


def _what(item: menu.Item, lang: Lang) -> str:
    return page_help.what(item.file, lang)
