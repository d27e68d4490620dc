"""The restore drill: a copy restored into a base beside the live one, compared with its list and the live base.

Taken up after a crash it goes on with the collection it was writing. The scratch base is dropped in every outcome; what
came out is kept as a record, a failed drill too.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from core import house, migrations
from core.audit.checks import touch_of
from core.audit.verify import verify
from core.db import backup as files
from core.db.backup import Scratch, Steps, Tally
from core.db.roles import KEPT
from core.db.store import Row
from core.errors import OfficeError, RuleBroken, Unavailable
from core.jobs.rows import kept_error
from core.jobs.run import HandedBack, Lost, Run
from core.keeping import copies, drills, seals
from core.registry import MODELS
from core.scheduler.telling import tell_heads
from schemas.restore_drill import DrillCheck, DrillFinding, DrillOutcome, DrillResult
from schemas.student import Student

log = logging.getLogger("office.keeping")
MOST = 100  # findings kept in the record
RECORDS = (*(m.collection for m in MODELS), "counters")


def drill_work(run: Run) -> Row | None:
    """The long work: restore, compare, record; a drill that was asked to stop leaves no record."""
    begun = run.at.get("begun") or run.desk.now()
    if not run.at:
        run.checkpoint(begun=begun)
    scratch, drill = Scratch(run.store), _Drill(run)
    trouble: OfficeError | None = None
    try:
        drill.carry_out(scratch)
    except (HandedBack, Lost, Unavailable):
        raise  # whoever takes the work up goes on in the scratch base
    except OfficeError as e:
        trouble = e
    except Exception:
        log.exception("a drill broke off")
        trouble = RuleBroken("backup.drill_broke")
    run.checkpoint(compared=True)  # raises Lost where another process has taken it up: the scratch base is his then
    scratch.drop()
    house.refresh(run.store)
    if run.heard:
        raise trouble or RuleBroken("backup.stopped")
    made = drills.keep(run.desk, {**drill.said(trouble), "begun": begun, "ended": run.desk.now()}, run.why("record"))
    if made.status is DrillOutcome.failed:
        values = {"number": made.number, "file": made.file}
        tell_heads(run.store, "backup.told_drill", values, once=f"drill:{made.id}", page="backups")
    return {"drill": made.id, "number": made.number, "passed": made.status is DrillOutcome.passed}


class _Drill:
    """One drill as it goes: what was compared, what did not fit."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.file = copies.folder() / str(run.params["name"])
        self.results: list[DrillResult] = []
        self.findings: list[DrillFinding] = []
        self.seen: Row = {}  # digest, key of the manifest
        self.manifest: Row = {}
        self.same = self.changed = self.added = 0

    def carry_out(self, scratch: Scratch) -> None:
        """All steps, one after another."""
        run, phrase = self.run, seals.phrase()
        if run.at.get("shaped"):
            scratch.drop()  # rules and indexes that let rows expire stand in it: it is no longer what was poured
        known = scratch.begin(run.id)
        # How much there is to do is only known once the file was read; until then the live base tells it.
        steps = Steps(run.store.size("audit_events") * 5, run.progress, run.stopped)
        allow = seals.believing(told=self.seen)
        self.manifest = manifest = files.examined(self.file, phrase, allow, steps)
        parts = manifest["collections"]
        count = sum(c["count"] for c in parts.values())
        self._result(DrillCheck.archive, len(parts) + manifest["files"]["count"], 0)
        steps.total, steps.done = 5 * count, count
        done = list(run.at.get("poured", [])) if known else []

        def each(name: str) -> None:
            done.append(name)
            if not run.at.get("shaped"):  # once it was shaped, what is poured is poured from nothing after a fall
                run.checkpoint(poured=done)

        files.pour(scratch.store, self.file, manifest, steps, phrase, list(done), each)
        self._restored(files.read_back(scratch.store, manifest, steps))
        self._records(scratch, steps)
        run.checkpoint(shaped=True)
        migrations.migrate(scratch.store)
        lacking = scratch.unshaped(MODELS)
        for name in lacking:
            self._find(name, "", "backup.differs_shape")
        self._result(DrillCheck.shape, len(MODELS), len(lacking))
        at = steps.done

        def walked(now: int, of: int) -> None:
            steps.done = at + (steps.total - at) * now // max(of, 1)
            steps.tell()

        report = verify(scratch.store, progress=walked)
        for f in report.findings:
            self._find(f.kind, f.id, "backup.differs_trail")
        self._result(DrillCheck.trail, report.entries, len(report.findings) + report.more)

    def _restored(self, found: Tally) -> None:
        """What stands in the scratch base against what the manifest says."""
        parts = self.manifest["collections"]
        wrong = files.differing(self.manifest, found)
        counts = [n for n, c in parts.items() if found.collections[n]["count"] != c["count"]]
        for name in wrong:
            self._find(name, "", "backup.differs_copy")
        said, chains = self.manifest["files"], self.manifest["chains"]
        self._result(DrillCheck.counts, sum(c["count"] for c in parts.values()), len(counts))
        self._result(DrillCheck.hashes, len(parts), sum(n in parts for n in wrong))
        for place in said["altered"]:
            self._find("bytes.files", place, "backup.differs_file")
        self._result(DrillCheck.files, said["count"], len(said["altered"]) + ("files.tsv" in wrong))
        self._result(DrillCheck.chains, chains["count"], int("chains" in wrong))

    def _records(self, scratch: Scratch, steps: Steps) -> None:
        """The copy against the live base: no record may be gone, older than the copy, or other at the same revision; an
        entry of the trail is never other."""
        kept = self.manifest["collections"]
        for check, kinds in ((DrillCheck.records, RECORDS), (DrillCheck.entries, KEPT)):
            wrong, compared = 0, 0
            for kind in (k for k in dict.fromkeys(kinds) if k in kept):
                other = 0
                compared += kept[kind]["count"]
                for live, copy in scratch.unlike(kind, steps):
                    key = unlike(kind, live, copy)
                    other += copy is not None and key != ""
                    if key == "added":
                        self.added += check is DrillCheck.records
                    elif key == "changed":
                        self.changed += 1
                    elif key:
                        wrong += 1
                        self._find(kind, str((copy or live or {})["_id"]), key)
                if check is DrillCheck.records:
                    self.same += kept[kind]["count"] - other
            self._result(check, compared, wrong)

    def _result(self, check: DrillCheck, compared: int, wrong: int) -> None:
        self.results.append(DrillResult(check=check, compared=compared, wrong=wrong))

    def _find(self, kind: str, id: str, key: str) -> None:
        if len(self.findings) < MOST:
            self.findings.append(DrillFinding(kind=kind, id=id, key=key))

    def said(self, trouble: OfficeError | None) -> dict[str, Any]:
        """What the record says of it."""
        m = self.manifest
        parts = m.get("collections", {})
        passed = trouble is None and not any(r.wrong for r in self.results)
        return {
            "status": DrillOutcome.passed if passed else DrillOutcome.failed, "file": self.file.name,
            "copied_at": datetime.fromisoformat(m["at"]) if m else None, "app": seals.version(),
            "digest": self.seen.get("digest", ""), "key": self.seen.get("key", ""),
            "size": self.file.stat().st_size if self.file.exists() else 0,
            "documents": sum(c["count"] for c in parts.values()), "files": m["files"]["count"] if m else 0,
            "same": self.same, "changed": self.changed, "added": self.added,
            "results": self.results, "findings": self.findings,
            "trouble": kept_error(trouble) if trouble else None,
        }  # fmt: skip


def unlike(kind: str, live: Row | None, copy: Row | None) -> str:
    """Why two rows are not the same: "" where only what is derived differs, `added` or `changed` since the copy, else
    the key of what is wrong."""
    if copy is None:
        return "added"
    if live is None:
        # A big act that was withdrawn takes back what nobody ever saw.
        return "changed" if kind == Student.collection and copy.get("hidden") else "backup.differs_missing"
    if kind in KEPT:
        return "backup.differs_entry"
    (now, mine), (then, theirs) = touch_of(kind, live), touch_of(kind, copy)
    if now > then:
        return "changed"
    if now < then:
        return "backup.differs_older"
    return "" if mine == theirs else "backup.differs_same"
