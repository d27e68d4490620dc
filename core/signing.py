"""Which files of the office bear a digital signature, and how its key stands (docs/signing.md).

A number never waits for a key: where none signs, the file is made without, and whoever hands it over reads so.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, NamedTuple

from core.db.store import Store
from core.desk import Desk
from core.i18n import office_day, t
from core.pdf import signing
from core.pdf.diploma import DiplomaPaper
from core.pdf.letter import LetterPapers
from core.pdf.papers import AnyPaper, BarePaper, Sealed
from core.pdf.sheet import SheetPapers
from core.pdf.signing import Unsigned
from schemas.base import Lang
from schemas.reference import Office


class State(NamedTuple):
    """How a key or a file stands, in words (message key, values); `bad`: the key that is given does not sign."""

    level: Literal["none", "good", "soon", "bad"]
    key: str
    values: dict[str, Any]


def asked(store: Store, paper: str) -> bool:
    """Are files of such a paper (SignedPaper) to be signed: a key is given, and the institution says so."""
    if not signing.given():
        return False
    row = store.one("office", {})
    return row is not None and paper in [p.value for p in Office.model_validate(row).signed]


def by(desk: Desk, paper: str) -> str:
    """Whose key signs the files of such a paper now; «» where they are not to be signed, or cannot be (`state`)."""
    if not asked(desk.store, paper):
        return ""
    try:
        return signing.valid(desk.now()).subject
    except Unsigned:
        return ""


def sealed(desk: Desk, paper: BarePaper, signer: str) -> AnyPaper:
    """The paper as one whose file is signed by `signer` when it is set; as it is where nobody signs, and where it says
    of itself that it is a draft or lost its force."""
    if not signer or isinstance(paper, LetterPapers) and any(p.stamp for p in paper.papers):
        return paper
    if isinstance(paper, DiplomaPaper):  # its page is all design: the signature leaves no trace on it
        return Sealed(paper)
    return Sealed(paper, line(_lang(paper), signer, desk.today()))


def _lang(paper: Any) -> Lang:
    first = paper.papers[0] if isinstance(paper, LetterPapers | SheetPapers) else paper
    spoken: Lang = first.lang
    return spoken


def line(lang: Lang, signer: str, day: date) -> str:
    """What stands at the foot of a signed file, in the paper's language."""
    return t("signing.line", lang, by=signer, day=day)


def state(desk: Desk) -> State:
    """How the key stands: whose it is, until when, why it does not sign."""
    if not signing.given():
        return State("none", "signing.no_key", {})
    try:
        found = signing.valid(desk.now())
    except Unsigned as e:
        return State("bad", e.key, e.values)
    last = office_day(found.ends)
    row = desk.store.one("office", {}, {"key_warns": 1}) or {}
    left = (last - desk.today()).days
    soon = left <= int(row.get("key_warns") or Office.model_fields["key_warns"].default)
    values = {"subject": found.subject, "issuer": found.issuer, "day": last, "n": left}
    return State("soon", "signing.ends_soon", values) if soon else State("good", "signing.stands", values)


def of_file(desk: Desk, paper: str, hash: str) -> State | None:
    """What is to be said of a kept file's signature beside its button; None where no signature is asked of it."""
    signer = (desk.store.one("files", {"_id": hash}, {"signed": 1}) or {}).get("signed") if hash else ""
    if signer:
        return State("good", "signing.signed", {"by": signer})
    if not asked(desk.store, paper):
        return None
    now = state(desk)
    if now.level == "bad":
        return State("bad", "signing.unsigned_why", {"why": t(now.key, desk.lang, **now.values)})
    return State("soon", "signing.unsigned", {}) if hash else None


__all__ = ["State", "asked", "by", "line", "of_file", "sealed", "state"]
