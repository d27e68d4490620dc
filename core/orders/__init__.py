"""Orders that move students (clauses 20, 33-7, 42): drafted, checked, agreed, signed, copied to HR, carried out.

What an order of a kind asks, rests on and does is data (schemas.kinds.orders); no code here names a kind.
asks: what is filled in; effects: what becomes of a study; paths: which steps a history may hold; conditions: rules of
a kind; checks: all that is wrong with an order; acts: drafting; life: the steps after; applying: carrying out and
taking back.
"""

from core.orders.acts import add, draft, drop, edit, take_out
from core.orders.asks import Ask, asks, kind_of
from core.orders.life import check, receive, sign, take_back

__all__ = [
    "Ask", "add", "asks", "check", "draft", "drop", "edit", "kind_of", "receive", "sign", "take_back", "take_out",
]  # fmt: skip
