"""Rules of a rulebook in words: which rule, and its value."""

from __future__ import annotations

from typing import Any

from core.audit.words import field_word, value_word
from core.i18n import known, t
from schemas.base import Lang
from schemas.rulebook import Rulebook


def rule_value(path: str, value: Any, lang: Lang) -> str:
    """A stored value of a rule as people read it; bare codes (half_up) have words of their own."""
    key = f"rulebooks.{path}.{value}"
    return t(key, lang) if known(key) else value_word(Rulebook.collection, path, value, lang)


def rule_words(path: str, was: Any, now: Any, lang: Lang) -> list[str]:
    """One difference of two versions as a row: the rule's name, its value in the one and in the other."""
    return [field_word(Rulebook.collection, path, lang), rule_value(path, was, lang), rule_value(path, now, lang)]
