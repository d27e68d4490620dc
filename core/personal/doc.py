"""docs/personal_data.md, printed from the schemas: every field about a person, why it is kept, how long, who sees."""

from __future__ import annotations

from pathlib import Path

from core.access import RIGHTS
from core.fields.spec import FieldSpec
from core.fields.written import written
from core.personal.held import class_of, classes, places
from core.registry import MODELS
from schemas.base import Model
from schemas.reference import Person
from schemas.student import Profile, StudyProfile
from schemas.user import User
from schemas.words import Role

CARDS: tuple[tuple[str, type[Model], str, str], ...] = (
    ("The card of a student", Profile, "card", "student.read"),
    ("A study of the student", StudyProfile, "study", "student.read"),
    ("A member of staff", Person, "staff", "reference.read"),
    ("An account", User, "staff", "user.read"),
)
TOP = """# Personal data

What the office stores about people, why, by which clause of its regulation, how long, and who sees it. This page is
printed from the schemas (`python3 office.py personal docs/personal_data.md`); a test compares the two, so a new field
or kind of record is here, or the tests fail.

- **Erasable**: stands apart, in the collection `personal`, under a salted SHA-256; history, audit and papers
  hold the hash alone. Erased on the person's application (card of the student → «Personal data», right
  `student.erase`, the number and day of the application are asked); removed from `personal` for good, with an
  event and an audit entry that name the field and never the value. Every chain verifies as before, because it
  was made of hashes.
- **Sensitive**: seen by those alone who may see personal data (`student.personal`); small figures of it are
  hidden.
- **A copy for the person**: card of the student, or of the member of staff in the references → «Personal
  data», right `personal.copy`; a ZIP with a list to read (PDF), everything (JSON), and the person's own kept
  files. An act with its application; who took it stands among those who looked.
- **Masked**: the IIN shows its last four digits in lists; it is not in the log of the server, in file names
  or addresses of pages. Log lines name accounts by id.
- **Years** below are common practice; what binds an institution is its nomenclature of files (clause 24-a): where a
  folder of it names such records («Which records about people it holds»), card, copy and refusals say its time, else
  the institution's setting, else these years. Nothing is destroyed by itself: folders are, by an act (page of the
  nomenclature).

## What remains after erasure, and why
- The salted hash in events and audit: the salt stood beside the value and went with it, so the hash tells
  nothing that can be tried out.
- Backups made before the erasure, until they are let go (so many days, weeks and months). A list of all erasures
  (`erasures.jsonl`: whose record, which fields, the application; never a value; signed) lies beside them, and
  `restore` erases once more what the copy brought back, by acts that rest on the same applications; what it may
  not do alone it names (docs/production.md, «Backups»).
- Words that somebody typed into a reason or a note, files that were handed over, papers that were printed.
- Names, marks, orders, diplomas and their journals, the copies in the personal file: kept by law for the
  years below; the refusal says so.
"""


def printed() -> str:
    """The whole page."""
    parts = [TOP, _classes(), *[_card(*c) for c in CARDS], _records()]
    return "\n".join(parts)


def _classes() -> str:
    lines = ["## Classes: why, by which clause, how long", "", "| Class | Why | Clause | Years |", "|---|---|---|---|"]
    lines += [f"| {c.code} | {c.why} | {c.clause} | {c.years or 'while needed'} |" for c in classes().values()]
    return "\n".join([*lines, ""])


def _card(title: str, model: type[Model], code: str, right: str) -> str:
    lines = [f"## {title}", "", "| Field | What | Erasable | Sensitive | Why, clause, years | Who sees |",
             "|---|---|---|---|---|---|"]  # fmt: skip
    for spec in written(model):
        kind = classes()["contacts" if spec.show.personal else code]
        kept = kind.code
        seen = "student.personal" if spec.show.personal or spec.show.sensitive else right
        marks = [_yes(spec.show.personal), _yes(spec.show.sensitive)]
        lines.append("| " + " | ".join([f"`{spec.path}`", spec.show.en, *marks, kept, _who(seen, right, spec)]) + " |")
    return "\n".join([*lines, ""])


def _yes(flag: bool) -> str:
    return "yes" if flag else ""


def _who(seen: str, right: str, spec: FieldSpec) -> str:
    roles = [r.value for r in Role if seen in RIGHTS[r] and right in RIGHTS[r] and r not in spec.hidden]
    every = [r for r in Role if right in RIGHTS[r]]
    return f"who has `{right}`" if len(roles) == len(every) else ", ".join(roles)


def _records() -> str:
    lines = ["## Every kind of record", "", "| Record | Names a student in | Names staff in | Class |",
             "|---|---|---|---|"]  # fmt: skip
    for model in sorted(MODELS, key=lambda m: m.collection):
        kind = class_of(model.collection)
        named = [", ".join(f"`{p}`" for p in places(w).get(model, ())) for w in ("students", "people")]
        kept = kind.code if kind else "nothing of a person but who wrote it"
        lines.append(f"| {model.title.en} (`{model.collection}`) | {' | '.join(named)} | {kept} |")
    lines += [
        "| Who looked (`looks`) | `student` | `user` | trail: nobody can take a line away |",
        "| Sign-ins (`signins`) |  | `user` | trail; let go by the database itself after its time |",
        "| Values that can be erased (`personal`) | `owner` |  | contacts |", "",
    ]  # fmt: skip
    return "\n".join(lines)


def main(words: list[str]) -> int:
    """`personal FILE`: write the page into a file; without one, onto the screen."""
    if words:
        Path(words[0]).write_text(printed(), "utf-8")
    else:
        print(printed(), end="")
    return 0
