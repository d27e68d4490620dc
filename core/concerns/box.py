"""The box: a letter lies in it as it was dropped, with its day and nothing else, until the auditor takes the post out.

A letter is no act: an act has an actor, a moment and an entry on a chain, and the anchor of those minutes. So letters
lie apart (`SIDE`) and what the trail tells of them is told at the auditor's hour, for all of the post at once. No
moment, no person, no address is asked for here, so none can be kept. Ids are pure chance: a usual one begins with time.
"""

from __future__ import annotations

import re
import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from core.db.store import Row, Store, office_errors
from core.errors import Duplicate, NotFound, Problem, Problems, RuleBroken
from schemas.base import Id, is_token
from schemas.concern import LONGEST, ConcernState, ConcernTopic, Voice

SHORTEST = 10  # letters of a message that says something
MOST = 30  # letters of one sender that wait for the auditor
FULL = 2000  # letters in the box: more is somebody filling the disk
LETTERS = "concern_letters"
ALPHABET = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
READ_AS = str.maketrans("OIL", "011")  # how a code is misread from paper


@dataclass(frozen=True)
class Sent:
    """A letter that was taken: the code its sender reads the answer with. It stands nowhere else."""

    code: str


@dataclass(frozen=True)
class Thread:
    """What a sender sees of his report: rows (whose, day, words), where it stands, whether it waits for the auditor."""

    about: ConcernTopic
    state: ConcernState
    rows: tuple[tuple[Voice, date, str | None], ...]
    waits: bool


def ticket() -> str:
    """A number for one form, made when it is drawn: both presses of a double press are one letter with one code."""
    return secrets.token_hex(32)


def code_of(ticket: str) -> str:
    """The code that a form's number stands for: a hundred bits of chance, in letters that are hard to misread."""
    made = b32encode(sha256(b"code:" + ticket.encode()).digest()).decode()[:20].translate(ALPHABET)
    return "-".join(made[i : i + 5] for i in range(0, 20, 5))


def hash_of(code: str) -> str:
    """What the office keeps of a code, however it was typed."""
    plain = re.sub(r"[^0-9A-Z]", "", code.upper()[:80].translate(READ_AS))
    return sha256(f"concern:{plain}".encode()).hexdigest()


def checked(text: str) -> str:
    """The words of a letter. Problems: too short, too long."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) < SHORTEST:
        raise Problems([Problem("text", "concerns.too_short", {"least": SHORTEST})])
    if len(text) > LONGEST:
        raise Problems([Problem("text", "concerns.too_long", {"most": LONGEST, "n": len(text)})])
    return f"{text}." if is_token(text) else text  # what looks like a salted hash would be taken for one


def drop(store: Store, ticket: str, about: str, text: str, day: date, sender: str = "") -> Sent:
    """Drop a first letter into the box; its code. sender: the name, where he gives it.

    Raises Problems for bad values, RuleBroken `concerns.full` where the box holds no more.
    """
    problems = [] if about in list(ConcernTopic) else [Problem("about", "concerns.about_missing")]
    try:
        text = checked(text)
    except Problems as e:
        problems += e.problems
    if problems:
        raise Problems(problems)
    if not re.fullmatch("[0-9a-f]{64}", ticket):
        raise RuleBroken("concerns.form_old")
    code = code_of(ticket)
    if _of(store, hash_of(code)):
        return Sent(code)  # sent again from the same form after the post was taken out
    _lay(store, f"first:{hash_of(code)}", {"code": hash_of(code), "about": about, "sender": sender[:200]}, text, day)
    return Sent(code)


def add(store: Store, code: str, text: str, day: date, ticket: str = "") -> None:
    """Add words to one's report. NotFound `concerns.code_unknown` for a code that opens none."""
    text = checked(text)
    found, known = thread(store, code), hash_of(code)
    if (Voice.sender, text) in [(by, said) for by, _, said in found.rows]:
        return  # the same page sent again
    if (_of(store, known) or {}).get("status") == "gone":
        raise NotFound("concerns.code_unknown")
    id = sha256(f"more:{known}:{ticket}:{text}".encode()).hexdigest()
    _lay(store, id, {"code": known}, text, day)


def _lay(store: Store, id: Id, more: Row, text: str, day: date) -> None:
    n = store.count(LETTERS, {"code": more["code"]}, MOST)
    if n >= MOST or store.count(LETTERS, {}, FULL) >= FULL:
        raise RuleBroken("concerns.full")
    try:
        with office_errors():
            store.side(LETTERS).insert_one({"_id": id, "n": n, "day": day.isoformat(), "text": text, **more})
    except Duplicate:
        return  # the second press of one form


def thread(store: Store, code: str) -> Thread:
    """A report as its sender may see it. NotFound `concerns.code_unknown` for a code that opens none."""
    known = hash_of(code)
    row, letters = _of(store, known), _letters(store, known)
    if row is None and not letters:
        raise NotFound("concerns.code_unknown")
    words = words_of(store, row["_id"]) if row else {}
    rows = [(m["by"], m["day"], words.get(m["text"])) for m in (row or {}).get("messages", [])]
    rows += [(Voice.sender.value, letter["day"], letter["text"]) for letter in letters]
    return Thread(
        about=ConcernTopic((row or letters[0])["about"]),
        state=ConcernState(row["state"]) if row else ConcernState.received,
        rows=tuple((Voice(by), date.fromisoformat(day), text) for by, day, text in rows), waits=bool(letters),
    )  # fmt: skip


def words_of(store: Store, id: Id) -> dict[str, str]:
    """The words of a report by the salted hashes that stand for them; those let go are not there."""
    return {r["_id"]: r["value"] for r in store.rows("personal", {"owner": id})}


def _of(store: Store, known: str) -> Row | None:
    return store.one("concerns", {"code": known})


def _letters(store: Store, known: str) -> list[Row]:
    return store.rows(LETTERS, {"code": known}, sort=[("n", 1)], limit=MOST)
