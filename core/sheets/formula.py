"""The formula of a score: a small language over codes of columns and words of the rulebook; exact decimals.

Only what stands in `_value` is understood; nothing is ever evaluated as Python.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, DivisionByZero, InvalidOperation, localcontext

from core import grading
from core.errors import RuleBroken
from schemas.rulebook import Rulebook

# Words of the rulebook a formula may use.
WORDS = ("weight_current", "weight_exam", "admission_threshold", "exam_threshold")
CALLS: dict[str, Callable[[Sequence[Decimal]], Decimal]] = {
    "mean": lambda given: sum(given, Decimal(0)) / len(given),
    "best": max,
    "least": min,
    "sum": lambda given: sum(given, Decimal(0)),
}
SIGNS: dict[type, Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: lambda a, b: a + b, ast.Sub: lambda a, b: a - b, ast.Mult: lambda a, b: a * b, ast.Div: lambda a, b: a / b,
}  # fmt: skip


def names(formula: str) -> set[str]:
    """Codes of columns a formula asks for; RuleBroken where it can't be read."""
    return {n.id for n in ast.walk(_parsed(formula)) if isinstance(n, ast.Name)} - set(WORDS) - set(CALLS)


def check(formula: str, columns: Sequence[str]) -> None:
    """RuleBroken `sheets.formula_*` for a sentence that can't be counted: unknown word, call or column."""
    tree = _parsed(formula)
    _allowed(tree)
    if taken := sorted({*WORDS, *CALLS} & set(columns)):
        raise RuleBroken("kinds.sheet_code_taken", code=taken[0])
    unknown = sorted(names(formula) - set(columns))
    if unknown:
        raise RuleBroken("sheets.formula_unknown", name=unknown[0])
    if not names(formula):
        raise RuleBroken("sheets.formula_no_column")


def count(formula: str, values: Mapping[str, Decimal | None], rules: Rulebook) -> Decimal | None:
    """The score a formula gives, rounded once by the rulebook; None while a value it needs is missing.

    mean, best, least and sum take those given (a commission of three of whom two marked) and need at least one.
    Raises RuleBroken where it divides by nothing or leaves 0…100.
    """
    with localcontext(grading.EXACT):
        try:
            found = _value(_parsed(formula), values, rules)
            score = None if found is None else grading.rounded(found, rules.score_places, rules)
        except (DivisionByZero, InvalidOperation):
            raise RuleBroken("sheets.formula_divides") from None
    if score is None:
        return None
    if not 0 <= score <= 100:
        raise RuleBroken("sheets.formula_out_of_range", value=score)
    return score


def _parsed(formula: str) -> ast.expr:
    try:
        return ast.parse(formula.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise RuleBroken("sheets.formula_unread", text=formula[:60]) from None


def _allowed(node: ast.expr) -> None:
    match node:
        case ast.BinOp(left=left, right=right, op=op) if type(op) in SIGNS:
            _allowed(left)
            _allowed(right)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in CALLS and args:
            for one in args:
                _allowed(one)
        case ast.Name(id=name) if name not in CALLS:
            return
        case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
            return
        case _:
            raise RuleBroken("sheets.formula_unread", text=ast.unparse(node)[:60])


def _value(node: ast.expr, values: Mapping[str, Decimal | None], rules: Rulebook) -> Decimal | None:
    match node:
        case ast.Constant(value=number):
            return Decimal(str(number))
        case ast.Name(id=name):
            return getattr(rules, name) if name in WORDS else values.get(name)
        case ast.BinOp(left=left, right=right, op=op):
            a, b = _value(left, values, rules), _value(right, values, rules)
            return None if a is None or b is None else SIGNS[type(op)](a, b)
        case ast.Call(func=ast.Name(id=name), args=args):
            given = [v for one in args if (v := _value(one, values, rules)) is not None]
            return CALLS[name](given) if given else None
    raise RuleBroken("sheets.formula_unread", text=ast.unparse(node)[:60])
