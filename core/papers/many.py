"""Papers of one kind for many: who can't have one is said by name before anything is made; then a long work, each
paper by acts of its own, one after another from the counter of its mask; signed by a press too."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core import house, jobs
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import OfficeError, Problems, RuleBroken
from core.i18n import t
from core.jobs import Run
from core.papers import acts, content, fits, life, trial
from core.papers.code import printable
from core.papers.reading import file_of
from schemas.base import LANGS, Id
from schemas.kinds import CertificateKind, Sort, Template
from schemas.paper import Paper, PaperState, Requested
from schemas.student import Name, Student
from schemas.words import StudyLanguage, StudyStatus

MOST = 400  # papers of one press
INSIDE = (StudyStatus.active.value, StudyStatus.academic_leave.value)
MAKE, SIGN = "papers.make", "papers.sign"
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Wanted:
    """One paper of many: whose, in which language; waits: one that was asked for before and is to be made now."""

    student: Id
    study: Id
    name: str
    lang: str
    waits: Id = ""


def wanted(
    desk: Desk, pairs: Sequence[tuple[Id, Id]], lang: str = "", waits: Mapping[Id, Id] | None = None
) -> list[Wanted]:  # fmt: skip
    """(student, study) pairs as papers that are wanted, in one language or («») each in the language he studies in.
    waits: papers that were asked for before, by study."""
    ids = sorted({student for student, _ in pairs})
    only = {"name": 1, "studies.id": 1, "studies.language": 1}
    rows = {r["_id"]: r for r in desk.rows(Student, "paper.request", {"_id": {"$in": ids}}, only, limit=MOST)}
    found = []
    for student, study in pairs:
        if row := rows.get(student):
            own = next((s.get("language") for s in row["studies"] if s["id"] == study), None)
            name = Name.model_validate(row["name"]).full()
            found.append(Wanted(student, study, name, lang or own or "kk", (waits or {}).get(study, "")))
    return found


def studying(desk: Desk, pairs: Sequence[tuple[Id, Id]]) -> list[tuple[Id, Id]]:
    """Of (student, study) pairs those that go on today: whom a paper for a group is meant for."""
    ids = sorted({student for student, _ in pairs})
    only = {"studies.id": 1, "studies.status": 1}
    rows = desk.rows(Student, "paper.request", {"_id": {"$in": ids}}, only, limit=MOST) if ids else []
    going = {s["id"] for r in rows for s in r["studies"] if s["status"] in INSIDE}
    return [p for p in pairs if p[1] in going]


def lacking(desk: Desk, code: str, wanted: Sequence[Wanted], values: Values) -> list[tuple[Wanted, OfficeError]]:
    """Who can't have a paper of this kind now, and why: a study that stands otherwise, a value or a title that is not
    there, a letter the fonts lack. Nothing is numbered by asking."""
    kind = house.entry(Sort.certificate, code)
    template = house.entry(Sort.template, kind.as_body(CertificateKind).template).as_body(Template)
    fits.asked(kind, _request(values, "kk"), desk.today())
    office, found = trial.first_office(desk), []
    for one in wanted:
        lang = acts.spoken(StudyLanguage(one.lang))
        try:
            paper = {**plain(_request(values, one.lang)), "student": {"id": one.student, "label": {"kk": one.name}}}
            about = trial.about(desk, one.student, one.study, paper)
            fits.study(kind, fits.whose(about), about.study)
            text = content.text_of(template, lang)
            blocks, said = content.filled(text, about, office, lang, desk.today())
            used = {name: said[name].said for name in content.named(text)}
            # The number and the day are given by the act itself.
            blocks.missing[:] = [m for m in blocks.missing if m not in ("paper.number", "paper.day")]
            fits.whole(desk.actor.role, text, blocks, about, office, used, lang)
            printable(content.kept(content.letter(template, blocks, office, lang, "", desk.today(), "")))
        except OfficeError as e:
            found.append((one, e))
    return found


def _request(values: Values, lang: str) -> Requested:
    return Requested.model_validate({**values, "lang": lang})


def begin(desk: Desk, code: str, wanted: Sequence[Wanted], values: Values, why: Why, job: str = MAKE) -> Id:
    """Begin to make papers of a kind for many with the same {purpose, application, applied_on}; the id of the long
    work. RuleBroken for nobody and for more than one press may make."""
    if not wanted:
        raise RuleBroken("papers.nobody_chosen")
    if len(wanted) > MOST:
        raise RuleBroken("papers.too_many", most=MOST)
    asked = [[x.student, x.study, x.lang, x.name, x.waits] for x in wanted]
    return jobs.begin(desk, job, {"code": code, "asked": asked, "values": plain(dict(values))}, why, total=len(asked))


def make_work(run: Run) -> dict[str, Any]:
    """The long work: each paper asked for and made by acts of its own, one task to sign them all; whoever can't have
    one is named with the reason. Begun anew after a crash it makes nothing twice."""
    code, values = run.params["code"], run.params["values"]

    def one(n: int, row: list[Any]) -> Id:
        student, study, lang, _, waits = row
        paper = run.desk.get(Paper, waits, "paper.make") if waits else None
        paper = paper or acts.request(run.desk, code, student, study, {**values, "lang": lang}, run.why(n))
        if paper.state is PaperState.requested:
            paper = acts.make(run.desk, paper.id, paper.revision, run.why(f"{n}:make"), run.id)
        return paper.id

    found = _each(run, one, 3)
    if found["ids"]:
        run.keep(f"{code}.zip", _packed(run.desk, found["ids"]))
    return {"made": len(found["ids"]), "left": found["left"]}


def begin_signing(desk: Desk, ids: Sequence[Id], why: Why) -> Id:
    """Begin to write down that these made papers were signed; the id of the long work."""
    if not ids:
        raise RuleBroken("papers.nobody_chosen")
    return jobs.begin(desk, SIGN, {"asked": [[id] for id in ids[:MOST]]}, why, total=len(ids[:MOST]))


def sign_work(run: Run) -> dict[str, Any]:
    """The long work: each paper signed by an act of its own; one that may not be signed is named with the reason."""

    def one(n: int, row: list[Any]) -> Id:
        paper = run.desk.get(Paper, row[0], "paper.read")
        row.append(paper.label().kk)
        if paper.state is not PaperState.signed:
            life.sign(run.desk, Paper, paper.id, paper.revision, run.why(n))
        return paper.id

    found = _each(run, one, -1)
    return {"made": len(found["ids"]), "left": found["left"]}


def _each(run: Run, act: Callable[[int, list[Any]], Id], name: int) -> dict[str, Any]:
    """Every asked row in turn; name: where in it stands whom a refusal names."""
    asked, made = run.params["asked"], list(run.at.get("made", []))
    left: list[dict[str, Any]] = list(run.at.get("left", []))
    for n in range(int(run.at.get("n", 0)), len(asked)):
        if run.stopped():
            break
        row = list(asked[n])
        try:
            made.append(act(n, row))
        except OfficeError as e:
            left.append({"student": row[name], "why": why_not(e)})
        run.checkpoint(n=n + 1, made=made, left=left[:200])
        run.progress(n + 1, len(asked))
    return {"ids": made, "left": left[:200]}


def why_not(error: OfficeError) -> dict[str, str]:
    """A refusal in three languages."""
    if isinstance(error, Problems) and error.problems:
        first = error.problems[0]
        return {x: t(first.key, x, **first.values) for x in LANGS}
    return {x: t(error.key, x, **error.values) for x in LANGS}


def _packed(desk: Desk, ids: Sequence[Id]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as z:
        for id in ids:
            name, file = file_of(desk, id)
            z.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), file)  # begun anew, the same file
    return out.getvalue()


__all__ = [
    "MAKE", "MOST", "SIGN", "Wanted", "begin", "begin_signing", "lacking", "make_work", "sign_work", "studying",
    "wanted", "why_not",
]  # fmt: skip
