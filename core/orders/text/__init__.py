"""The text of an order: set from the template of its kind, or from words written for it by hand, in each language.

A draft is set from what stands in it now. What was checked keeps its wording, so that what is signed is what was agreed
to; at signing the paper is frozen in every language it has (`Order.printed`) and never changes again.
"""

from core.orders.text.paper import agreed_to, compose, freeze, langs, live, wrong
from core.orders.text.values import around

__all__ = ["agreed_to", "around", "compose", "freeze", "langs", "live", "wrong"]
