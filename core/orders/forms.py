"""The register of forms for orders that are handed to HR (clause 42): given out, returned, its journal on paper.

Numbers that the journal of blanks keeps are handed over and taken back there alone; what it does stands here by itself
(core.blanks.handed). Forms it does not keep (without numbers, of an older stock) are written down here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from core import access, house, looks
from core.desk import Desk, Why
from core.errors import Problem, Problems
from core.i18n import date_short, t
from core.papers.register import register
from core.pdf.register import Band, Head, numbered
from core.tx import Tx
from schemas.base import Id, Lang
from schemas.kinds import Sort
from schemas.order_form import Handing, OrderForms, Returning

READ, GIVE = "order.receive", "order.form"
MOST = 500


def issue(desk: Desk, values: Mapping[str, Any], why: Why) -> OrderForms:
    """Give out forms to HR: {kind, series, first, last, count, day, to, note}.

    Raises Problems beside the fields (numbers given out before, a day ahead), Forbidden.
    """
    asked = _checked(Handing, values)

    def work(tx: Tx) -> OrderForms:
        tx.kind(Sort.blank, asked.kind)
        if asked.day > tx.today:
            raise Problems([Problem("day", "order_forms.day_ahead")])
        if asked.first is not None and (other := _held(tx, asked)) is not None:
            raise Problems([Problem("first", "order_forms.given_before", {"number": other["number"]})])
        if asked.first is not None and _on_balance(tx, asked):
            raise Problems([Problem("first", "order_forms.on_balance")])
        n = tx.number(f"order_forms:{tx.today.year}")
        made = OrderForms(_id=tx.new_id(), number=f"{n}/{tx.today.year}", by=tx.who(), **asked.model_dump())
        return tx.add(made)

    return desk.transact("forms.issue", work, why, right=GIVE, given=[dict(values)])


def give_back(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> OrderForms:
    """Write down what came back: {day, used, spoiled, whole, note}.

    Raises Problems beside the fields (more than HR holds, nothing, a day that cannot be), StaleRevision, Forbidden.
    """
    asked = _checked(Returning, values)

    def work(tx: Tx) -> OrderForms:
        forms = tx.get(OrderForms, id, revision)
        if not forms.day <= asked.day <= tx.today:
            raise Problems([Problem("day", "order_forms.day_out", {"day": forms.day})])
        if forms.kept and asked.whole:
            raise Problems([Problem("whole", "order_forms.whole_to_balance")])
        if not 0 < asked.sum <= forms.left:
            raise Problems([Problem("used", "order_forms.too_many", {"n": asked.sum, "left": forms.left})])
        forms.returns = [*forms.returns, asked.model_copy(update={"by": tx.who()})]
        return tx.save(forms)

    return desk.transact("forms.return", work, why, right=GIVE, given=[id, revision, dict(values)])


def _checked(model: Any, values: Mapping[str, Any]) -> Any:
    try:
        return model.model_validate(dict(values))
    except ValidationError as e:
        raise Problems.of(e) from None


def _held(tx: Tx, asked: Handing) -> Mapping[str, Any] | None:
    """A handing over of the same kind and series whose numbers meet these."""
    where = {"kind": asked.kind, "series": asked.series, "first": {"$lte": asked.last}, "last": {"$gte": asked.first}}
    return tx.session.one("order_forms", where, {"number": 1})


def _on_balance(tx: Tx, asked: Handing) -> bool:
    """Are these numbers kept one by one in the journal of blanks? Then they are handed over there, and stand here."""
    where = {"kind": asked.kind, "series": asked.series, "n": {"$gte": asked.first, "$lte": asked.last}}
    return tx.session.one("blanks", where, {"_id": 1}) is not None


def listed(desk: Desk, year: int | None = None) -> list[OrderForms]:
    """The register of a year (of all years), the newest first. Raises Forbidden."""
    access.require(desk.actor, READ)
    where = {"day": {"$gte": f"{year}-01-01", "$lte": f"{year}-12-31"}} if year else {}
    rows = desk.store.rows("order_forms", where, None, [("day", -1), ("_id", -1)], MOST)
    return [OrderForms.model_validate(r) for r in rows]


def kind_name(code: str, lang: Lang) -> str:
    """What a kind of form is called, a retired one too."""
    found = house.current().sorts.get(Sort.blank, {}).get(code)
    return found.name.get(lang) if found else code


def numbers(of: OrderForms) -> str:
    """The numbers of forms in words; a dash where they have none."""
    if of.first is None:
        return "—"
    span = f"{of.first}" if of.first == of.last else f"{of.first}–{of.last}"
    return f"{of.series} {span}".strip()


COLUMNS = ("number", "kind", "numbers", "count", "day", "to", "left", "used", "spoiled", "whole", "returned", "by")


def cells(of: OrderForms, lang: Lang) -> tuple[str, ...]:
    """One line of the register."""
    last = max((r.day for r in of.returns), default=None)
    sums = [sum(getattr(r, name) for r in of.returns) for name in ("used", "spoiled", "whole")]
    return (
        of.number, kind_name(of.kind, lang), numbers(of), str(of.count), date_short(of.day), of.to, str(of.left),
        *(str(n or "—") for n in sums), date_short(last) if last else "—", of.by.name,
    )  # fmt: skip


def journal(desk: Desk, rows: Sequence[OrderForms], said: str, lang: Lang) -> bytes:
    """The register on paper. RuleBroken where the office is not described."""
    widths = {"number": 16, "kind": 0, "numbers": 30, "count": 14, "day": 19, "to": 0, "by": 0, "used": 17,
              "spoiled": 16, "whole": 17, "left": 15, "returned": 19}  # fmt: skip
    right = {"count", "used", "spoiled", "whole", "left"}
    heads = (Head("№", 8), *(Head(t(f"order_forms.{c}", lang), widths[c], c in right) for c in COLUMNS))
    title = t("order_forms.journal", lang)
    looks.note(desk, "order_forms", "order_forms", "", f"{title} · {said}", "print")
    lines = [cells(r, lang) for r in sorted(rows, key=lambda r: (r.day, r.id))]
    return register(
        desk, title, lang, ((t("order_forms.year", lang), said),), heads, [Band("", numbered(lines))],
        signatures=((t("order_forms.gave", lang), ""), (t("order_forms.took", lang), "")), landscape=True,
    )  # fmt: skip
