"""One document against everything the trail says of it, read in one snapshot; the finding names the field."""

from __future__ import annotations

from typing import Any

from core import history
from core.audit import checks
from core.audit.outside import outside
from core.audit.pages import page_hash, root
from core.audit.report import Finding
from core.db.codec import differences
from core.db.store import Session
from core.fields import personal_paths
from core.pending import PUBLISHED
from core.registry import MODELS, model_of
from core.tx import facts
from core.users import locker, passwords
from schemas.student import Profile

Row = dict[str, Any]
RUNNING = ("running", "withdrawn")
MOST = 20  # fields named of one document; more of them say nothing more
_NONE = object()


def examine(session: Session, kind: str, id: str, anchored: tuple[int, int, str] | None = None) -> list[Finding]:
    """Everything that does not hold about one document: its chain, its head, its content field by field.

    anchored: revision, number and hash of the newest link that the anchors remember of it.
    """
    return _Document(session, kind, id, anchored or (0, 0, "")).findings()


class _Document:
    def __init__(self, session: Session, kind: str, id: str, anchored: tuple[int, int, str]) -> None:
        self.session, self.kind, self.id, self.anchored = session, kind, id, anchored
        self.row = session.one(kind, {"_id": id})
        self.told = self.row or {}  # the row with prepared events, where the big act that left them is published
        if waiting := self.told.get("pending"):
            if session.one("jobs", {"_id": waiting["job"], "state": {"$in": list(PUBLISHED)}}, {"_id": 1}):
                self.told = checks.with_pending(self.told)
        self.chain = sorted(
            session.rows("audit_events", {"subject.kind": kind, "subject.id": id}),
            key=lambda e: int(e["seq"]),
        )
        self.marks: dict[str, str] = {}  # of events that a big act brought
        self.touches = self._touches()  # (revision, hash, changes of this document), oldest first
        self.label = self._label()
        self.found: list[Finding] = []

    def findings(self) -> list[Finding]:
        self._chain()
        if self.row is None:
            if self.touches or self.chain or any(self.anchored):
                self._say("", "document_missing")
            return self.found
        self._remembered()
        self._head()
        if not self.touches:
            if not self._unpublished(self.row):
                self._say("", "document_unknown")
        elif self.kind == "students":
            self._student(self.row)
        elif self.kind == "counters":
            self._counter(self.row)
        else:
            self._plain(self.row)
        if self.kind == "users":
            self._password(self.row)
        for field, key in outside(self.session, self.kind, self.row):
            if field != "search" or not self.found:  # a changed name no longer fits its search: the name is said
                self._say(field, key)
        return self.found

    def _say(self, field: str, key: str, **values: Any) -> None:
        self.found.append(Finding(self.kind, self.id, self.label, field, f"audit.found.{key}", values))

    def _say_entry(self, entry: Row, field: str, key: str) -> None:
        label = f"{entry['subject']['label']} · {entry['seq']}"
        values = {"seq": entry["seq"]}
        self.found.append(Finding("audit_events", str(entry["_id"]), label, field, f"audit.found.{key}", values))

    # what the trail says ---------------------------------------------------------------------------------

    def _touches(self) -> list[tuple[int, str, list[Row]]]:
        held = self.session.rows("audit_events", {"touched.id": self.id})
        for page in self.session.rows("audit_pages", {"touched.id": self.id}):
            if self.session.one("audit_events", {"_id": page["entry"]}, {"_id": 1}):
                held.append(page)
        found = []
        for holder in held:
            for t in holder["touched"]:
                if (t["kind"], t["id"]) == (self.kind, self.id):
                    mine = [c for c in holder["changes"] if (c["kind"], c["id"]) == (self.kind, self.id)]
                    found.append((int(t["revision"]), str(t["hash"]), mine))
                    self.marks |= t.get("marks", {})
        return sorted(found, key=lambda f: f[0])

    def _label(self) -> str:
        if self.chain:
            return str(self.chain[-1]["subject"]["label"])
        if self.kind not in {m.collection for m in MODELS}:
            return self.id
        row = self.row or {"_id": self.id, **(self._folded() if self.kind == "students" else self._rebuilt())}
        try:
            return model_of(self.kind).model_validate({**row, "events": []} if "events" in row else row).label().kk
        except ValueError:
            return self.id

    def _rebuilt(self) -> Row:
        """A plain document as its changes make it."""
        state: Row = {}
        for _, _, changes in self.touches:
            for change in changes:
                state = checks.put(state, change["path"].split("."), change["now"])
        return state

    def _folded(self) -> Row:
        """So much of a lost student as his first event's facts tell: enough for a name."""
        state: Row = {}
        for _, _, changes in self.touches:
            for change in changes:
                at = change["path"].split(".")
                if at[2:3] == ["profile"]:
                    state = history.put(state, at[3:], change["now"])
        return state

    # the chain and its head --------------------------------------------------------------------------------

    def _chain(self) -> None:
        prev, seq = "", 0
        for entry in self.chain:
            for missing in range(seq + 1, int(entry["seq"])):
                self._say("", "entry_missing", seq=missing)
            altered = not checks.entry_whole(entry)
            if altered:
                named = checks.altered_parts(entry) or ["hash"]
                for field in named:
                    for path in self._inside(entry, field):
                        self._say_entry(entry, path, "entry_altered")
            if int(entry["seq"]) == seq + 1 and entry["prev"] != prev and not (altered and "prev" in named):
                before = self.chain[self.chain.index(entry) - 1] if seq else entry
                self._say_entry(before, self._disagreeing(before), "entry_replaced")
            self._pages(entry)
            prev, seq = entry["hash"], int(entry["seq"])

    def _unpublished(self, row: Row) -> bool:
        """Was it brought by a big act that is still running or being withdrawn?"""
        running = {"_id": row.get("hidden"), "state": {"$in": list(RUNNING)}, "cleaned": {"$ne": True}}
        return bool(row.get("hidden")) and self.session.one("jobs", running, {"_id": 1}) is not None

    def _remembered(self) -> None:
        """Against the anchors: a document taken back to an earlier day together with its chain."""
        revision, seq, hash = self.anchored
        last = int(self.chain[-1]["seq"]) if self.chain else 0
        if last < seq:
            self._say("head.seq", "cut_after_anchor", was=seq, now=last)
        for entry in self.chain:
            if entry["seq"] == seq and entry["hash"] != hash:
                self._say_entry(entry, self._disagreeing(entry), "entry_replaced")
        live = checks.touch_of(self.kind, self.told)[0]
        if live < revision:
            field = "last" if self.kind == "counters" else "revision"
            self._say(field, "cut_after_anchor", was=revision, now=live)

    def _head(self) -> None:
        if self.kind == "counters" or self.row is None:
            return
        head = self.row.get("head") or {"seq": 0, "hash": ""}
        last: Row = self.chain[-1] if self.chain else {"seq": 0, "hash": ""}
        seq, hash = head.get("seq"), head.get("hash")
        if seq != last["seq"]:
            if isinstance(seq, int) and seq > last["seq"]:
                for missing in range(int(last["seq"]) + 1, min(seq, int(last["seq"]) + MOST) + 1):
                    self._say("head.seq", "entry_missing", seq=missing)
            else:
                self._say("head.seq", "head_altered", was=last["seq"], now=seq)
        elif hash != last["hash"]:
            self._say("head.hash", "head_altered", was=last["hash"], now=hash)
            if self.chain and (field := self._disagreeing(last)):
                self._say_entry(last, field, "entry_replaced")

    def _pages(self, entry: Row) -> None:
        if not entry.get("pages"):
            return
        pages = sorted(self.session.rows("audit_pages", {"entry": entry["_id"]}), key=lambda p: int(p["n"]))
        if len(pages) != entry["pages"] or root(page_hash(p) for p in pages) != entry["root"]:
            self._say_entry(entry, "pages", "pages_altered")

    def _inside(self, entry: Row, field: str) -> list[str]:
        """An altered list of changes tells which line, where the documents can be asked."""
        if field != "changes":
            return [field]
        wrong = [f"changes.{c['path']}" for c in entry["changes"] if self._contradicted(entry, c)]
        return wrong or [field]

    def _contradicted(self, entry: Row, change: Row) -> bool:
        row = self.session.one(change["kind"], {"_id": change["id"]})
        if row is None:
            return False
        if change["kind"] == "students":
            n = change["path"].split(".")[1]
            events = [e for e in row["events"] if str(e["n"]) == n]
            told = dict(facts(events[0])) if events else {}
            return told.get(change["path"], (None, _NONE)) != (change["was"], change["now"])
        newest = any(
            (t["kind"], t["id"], t["revision"]) == (change["kind"], change["id"], row["revision"])
            for t in entry["touched"]
        )
        return newest and checks.pick(row, change["path"].split(".")) != change["now"]

    def _disagreeing(self, entry: Row) -> str:
        """A field of a rewritten entry that documents contradict; '' where none can be asked."""
        for t in entry["touched"]:
            if t["kind"] != "students":
                continue
            row = self.session.one("students", {"_id": t["id"]}, {"events": 1}) or {"events": []}
            for event in row["events"]:
                if event["command"] == entry["command"]:
                    for field in checks.shared(event):
                        if event[field] != entry[field]:
                            return field
        wrong = [c["path"] for c in entry["changes"] if self._contradicted(entry, c)]
        return f"changes.{wrong[0]}" if wrong else ""

    # the content -------------------------------------------------------------------------------------------

    def _password(self, row: Row) -> None:
        kept = self.session.one("credentials", {"_id": self.id}) or {}
        if row.get("credential") and passwords.seal(self.id, kept.get("hash", "")) != row["credential"]:
            self._say("credential", "password_altered")
        if row.get("second_seal") and not locker.fits(self.session.one("second_factors", {"_id": self.id}), row):
            self._say("second_seal", "second_altered")

    def _counter(self, row: Row) -> None:
        last = self.touches[-1]
        if (last[0], last[1]) != checks.touch_of("counters", row):
            self._say("last", "content_changed", was=last[0], now=row.get("last"))

    def _plain(self, row: Row) -> None:
        revision, hash, _ = self.touches[-1]
        live = checks.touch_of(self.kind, row)
        if (revision, hash) == live:
            return
        key = "change_unknown" if live[0] > revision else "content_changed"
        here = {k: v for k, v in row.items() if k not in checks.OUTSIDE}
        found = differences(self._rebuilt(), here)
        for path, was, now in found[:MOST]:
            self._say(path, key, was=was, now=now)
        if revision != live[0]:
            self._say("revision", key, was=revision, now=live[0])
        elif not found:
            self._say("", key, was="", now="")

    def _student(self, row: Row) -> None:
        revision = self.touches[-1][0]
        told = self.told
        by_number = {r: h for r, h, _ in self.touches}
        broken = set(checks.broken_events(told))
        # Rewritten with a fresh chain: the events agree with each other, not with what the entries kept.
        for n, kept in by_number.items():
            event = told["events"][n - 1] if 0 < n <= len(told["events"]) else None
            if event is None:
                self._say(f"events.{n}", "event_missing", n=n)
            elif event["hash"] != kept:
                broken.update(range(self._first_unkept(by_number, n), n + 1))
        named = False
        for n in sorted(broken):
            named = self._event_fields(told["events"][n - 1], n) or named
        if broken and not named:
            self._say(f"events.{min(broken)}", "event_altered", n=min(broken), was="", now="")
        for n in range(revision + 1, len(told["events"]) + 1):
            self._say(f"events.{n}", "event_unknown", n=n)
        if told.get("revision") != len(told["events"]):
            self._say("revision", "content_changed", was=len(told["events"]), now=told.get("revision"))
        if told.get("event_hash") != checks.student_hash(told):
            self._say("event_hash", "content_changed", was=checks.student_hash(told), now=told.get("event_hash"))
        self._state(row)
        self._personal(row)

    @staticmethod
    def _first_unkept(kept: dict[int, str], n: int) -> int:
        """Several events of one act share one kept hash: any of them may be the altered one."""
        return max((k for k in kept if k < n), default=0) + 1

    def _event_fields(self, event: Row, n: int) -> bool:
        told = {c["path"]: (c["was"], c["now"]) for _, _, changes in self.touches for c in changes}
        told = {p: v for p, v in told.items() if p.split(".")[1:2] == [str(n)]}
        try:
            says = dict(facts(event))
        except (KeyError, TypeError):
            says = {}
        if not told and str(n) in self.marks and says:
            wrong = checks.unmarked(event, self.marks[str(n)])
            told = {p: (None, "…") for p in wrong}
        else:
            wrong = [p for p in sorted({**told, **says}) if told.get(p) != says.get(p)]
        for path in wrong[:MOST]:
            was, now = told.get(path, (None, None))[1], says.get(path, (None, None))[1]
            self._say(path, "event_altered", n=n, was=was, now=now)
        entry = self.session.one("audit_events", {"command": event.get("command")})
        envelope = [f for f in checks.shared(event) if entry and event.get(f) != entry[f]]
        for field in envelope:
            was = entry[field] if entry else None
            self._say(f"events.{n}.{field}", "event_altered", n=n, was=was, now=event.get(field))
        return bool(wrong or envelope)

    def _state(self, row: Row) -> None:
        try:
            for path, was, now in checks.unfolded(row)[:MOST]:
                self._say(path, "state_differs", was=was, now=now)
        except Exception:  # an event changed so that it can no longer be read; it is named already
            self._say("events", "events_unreadable")

    def _personal(self, row: Row) -> None:
        values = {r["_id"]: r for r in self.session.rows("personal", {"owner": self.id})}
        gone = checks.erased(row)
        for path, token in checks.tokens(row, personal_paths(Profile)).items():
            if token not in values and path not in gone:
                self._say(path, "personal_missing")
        for value in values.values():
            if not checks.personal_whole(value):
                self._say(value["field"], "personal_altered")
