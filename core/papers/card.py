"""The institution's card as papers show it: its logo, and the head of a paper seen before any paper is made."""

from __future__ import annotations

from core import files
from core.desk import Desk, Why
from core.errors import Problem, Problems
from core.papers import content, typeset
from core.papers.trial import first_office
from core.pdf import letter
from core.tx import Tx
from schemas.base import Lang
from schemas.file import FileType
from schemas.reference import Office

PICTURES = (FileType.png, FileType.jpg)
LARGEST = 2**20  # bytes: the logo stands in every paper's file


def set_logo(desk: Desk, revision: int, name: str, data: bytes, why: Why) -> Office:
    """Put a logo between the names in the head of papers; papers made before keep theirs.

    Raises Problems (not a PNG or JPEG, larger than 1 MB), RuleBroken (a file the office does not keep), StaleRevision.
    """
    clean, kind = files.checked(desk.store, name, data)
    if kind not in PICTURES or len(data) > LARGEST:
        raise Problems([Problem("logo", "papers.logo_picture")])
    laid = desk.store.lay(data)

    def work(tx: Tx) -> Office:
        office = tx.get(Office, "office", revision)
        office.logo = tx.keep_file(laid, clean, "logo", office.id)
        return tx.save(office)

    return desk.transact("office.logo", work, why, right="office.edit", given=[revision, clean])


def head(desk: Desk, lang: Lang) -> bytes:
    """A page with nothing but the head and today's signatories, as an open PDF."""
    office = first_office(desk)
    day = desk.today()
    paper = letter.LetterPaper(
        lang=lang, title="", number="", dated=day, city=office.city.get(lang), house=content.house(office, lang),
        parts=(),
        signatures=tuple((s.post.get(lang), s.name.get(lang) if s.name else "") for s in office.signatories(day, "")),
        seal=office.seal.get(lang), check_code="····-····-····-····",
        verify_url=f"{office.address}/verify" if office.address else "", logo=office.logo, sample=office.demo,
    )  # fmt: skip
    return letter.render(paper, logo=typeset.logo(desk.store, office.logo))
