"""Backups without a base: closed by a phrase, read with suspicion, believed by their signature, kept so long."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import bson
import pytest
from bson.raw_bson import RawBSONDocument

from core.db.backup import Tally, differing, examined, is_closed, sealed
from core.db.backup.parts import RAW, told
from core.errors import RuleBroken
from core.keeping import drilling, seals
from core.keeping.copies import Keep, day_of, staying

PHRASE = "жеті қазынаның бірі"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "CHUNK", 1024)
    monkeypatch.setattr(sealed, "COST", (10, 1, 1))


def closed(data: bytes, phrase: str = PHRASE) -> bytes:
    out = io.BytesIO()
    writer = sealed.SealedWriter(out, phrase)
    for at in range(0, len(data), 700):
        writer.write(data[at : at + 700])
    writer.finish()
    return out.getvalue()


def read(data: bytes, phrase: str = PHRASE) -> bytes:
    return io.BufferedReader(sealed.SealedReader(io.BytesIO(data), phrase)).read()


@pytest.mark.parametrize("size", [0, 1, 1023, 1024, 1025, 5000])
def test_what_is_closed_by_a_phrase_opens_by_it_alone(size: int) -> None:
    data = bytes(n % 251 for n in range(size))
    kept = closed(data)
    assert read(kept) == data and (size < 100 or data[:40] not in kept)
    with pytest.raises(RuleBroken, match="wrong_phrase"):
        read(kept, PHRASE + "!")
    source = sealed.SealedReader(io.BytesIO(kept), PHRASE)
    source.seek(-min(size, 7), io.SEEK_END)
    assert source.read() == data[size - min(size, 7) :]


def test_no_byte_of_a_closed_file_is_changed_cut_off_or_moved_unseen() -> None:
    kept, head, step = closed(bytes(4000)), sealed.HEAD.size + sealed.CHECK, 1024 + sealed.TAG
    for at in (0, 16, 20, 40, head - 1, head, head + step, len(kept) - 1):
        changed = bytearray(kept)
        changed[at] ^= 1
        with pytest.raises((ValueError, RuleBroken)):
            read(bytes(changed))
    for cut in (10, head, head + step, head + 2 * step, len(kept) - 1):
        with pytest.raises(ValueError):
            read(kept[:cut])
    first, second = kept[head : head + step], kept[head + step : head + 2 * step]
    with pytest.raises(ValueError):
        read(kept[:head] + second + first + kept[head + 2 * step :])
    greedy = sealed.HEAD.pack(sealed.MAGIC, 30, 8, 1, bytes(16), bytes(7), 1024)  # would ask for a terabyte of memory
    with pytest.raises(ValueError):
        read(greedy + kept[sealed.HEAD.size :])


# the file ---------------------------------------------------------------------------------------------------

ROWS = {
    "audit_events": [
        {"_id": f"e{n}", "subject": {"kind": "rooms", "id": "r"}, "seq": n, "hash": f"h{n}"} for n in (1, 2)
    ],
    "bytes.chunks": [{"_id": n, "files_id": "f", "n": n, "data": b"abc"} for n in (0, 1)],
    "bytes.files": [{"_id": "f", "filename": sha256(b"abcabc").hexdigest(), "length": 6}],
    "rooms": [{"_id": "r", "name": "12"}],
}


def written(file: Path, change: Any = None, **manifest: Any) -> Path:
    """A backup by hand. change(parts): what a hand did to its parts afterwards."""
    found, parts = Tally(), {}
    for name, rows in ROWS.items():
        parts[f"{name}.bson"] = b"".join(found.of(name, [RawBSONDocument(bson.encode(r), RAW) for r in rows]))
    said = {"format": 2, "at": "2026-01-01", "collections": found.collections, **found.said(), **manifest}
    parts |= {"files.tsv": found.lines(), "manifest.json": json.dumps(said).encode()}
    entries = list(parts.items())
    if change:
        entries = change(parts) or list(parts.items())
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in entries:
            out.writestr(name, data)
    return file


def test_a_whole_file_tells_counts_files_and_heads(tmp_path: Path) -> None:
    said = examined(written(tmp_path / "b.zip"))
    assert {n: c["count"] for n, c in said["collections"].items()} == {n: len(r) for n, r in ROWS.items()}
    assert said["files"]["count"] == 1 and said["files"]["bytes"] == 6 and said["files"]["altered"] == []
    assert said["chains"]["count"] == 1 and said["chains"]["entries"] == 2
    kept = tmp_path / "b.zip.sealed"
    kept.write_bytes(closed((tmp_path / "b.zip").read_bytes()))
    assert is_closed(kept) and examined(kept, PHRASE) == said
    with pytest.raises(RuleBroken, match="phrase_missing"):
        examined(kept)


def _changed(parts: dict[str, bytes]) -> None:
    parts["rooms.bson"] = parts["rooms.bson"].replace(b"12", b"13")


def _more(parts: dict[str, bytes]) -> None:
    parts["rooms.bson"] += bytes(10_000_000)  # a bomb: no byte beyond what the manifest says is unpacked


def _long(parts: dict[str, bytes]) -> None:
    parts["rooms.bson"] = b"\xff\xff\xff\x7f" + parts["rooms.bson"][4:]


def _path(parts: dict[str, bytes]) -> None:
    parts["../rooms.bson"] = b""


def _lost(parts: dict[str, bytes]) -> None:
    del parts["rooms.bson"]


def _list(parts: dict[str, bytes]) -> None:
    parts["files.tsv"] = b""


def _twice(parts: dict[str, bytes]) -> list[tuple[str, bytes]]:
    return [*parts.items(), ("rooms.bson", parts["rooms.bson"])]


@pytest.mark.parametrize(
    ("change", "names"),
    [(_changed, "rooms"), (_more, "rooms"), (_long, "rooms"), (_path, "../rooms.bson"), (_lost, "rooms.bson"),
     (_list, "files.tsv"), (_twice, "rooms.bson")],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_a_hand_changed_is_named(tmp_path: Path, change: Any, names: str) -> None:
    with pytest.raises(RuleBroken) as e:
        examined(written(tmp_path / "b.zip", change))
    assert (e.value.key, e.value.values["collection"]) == ("backup.damaged", names)


def test_a_file_cut_short_changed_missing_or_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    whole = written(tmp_path / "b.zip").read_bytes()
    bad = tmp_path / "bad.zip"
    for data in (b"", whole[:-1], whole[: len(whole) // 2], b"x" + whole[1:], whole[:40] + b"~" + whole[41:]):
        bad.write_bytes(data)
        with pytest.raises(RuleBroken, match="damaged"):
            examined(bad)
    with pytest.raises(RuleBroken, match="no_file"):
        examined(tmp_path / "none.zip")
    with pytest.raises(RuleBroken, match="newer"):
        examined(written(bad, format=3))
    with pytest.raises(RuleBroken, match="damaged"):
        examined(written(bad, collections={"../x": {"count": 0, "bytes": 0, "sha256": ""}}))


def test_files_and_chains_are_compared_apart_from_their_collections() -> None:
    said = {"collections": {}, **Tally().said()}
    found = Tally()
    assert differing(said, found) == []
    list(found.of("audit_events", [RawBSONDocument(bson.encode(ROWS["audit_events"][0]), RAW)]))
    assert differing(said, found) == ["chains"]
    list(found.of("bytes.chunks", [RawBSONDocument(bson.encode(ROWS["bytes.chunks"][1]), RAW)]))
    list(found.of("bytes.files", [RawBSONDocument(bson.encode(ROWS["bytes.files"][0]), RAW)]))
    assert differing(said, found) == ["files.tsv", "chains"] and found.altered == ["f"], "a piece is missing"


@pytest.mark.parametrize(
    ("error", "key"),
    [(OSError(28, "x"), "no_room"), (PermissionError(13, "x"), "denied"), (OSError(5, "x"), "disk"),
     (FileNotFoundError(2, "x"), "no_file")],
)  # fmt: skip
def test_what_the_disk_refuses_has_words(error: OSError, key: str) -> None:
    with pytest.raises(RuleBroken) as e, told(Path("/copies/b.zip")):
        raise error
    assert e.value.key == f"backup.{key}"


# whom it believes -------------------------------------------------------------------------------------------


def test_only_a_true_signature_of_a_known_key_is_believed(tmp_path: Path) -> None:
    here, strange, fresh = (tmp_path / n for n in ("here", "strange", "fresh"))
    digest = sha256(b"manifest").hexdigest()
    mine, other = (seals.signing(folder)(digest) for folder in (here, strange))
    seen: dict[str, Any] = {}
    seals.believing(here, told=seen)({}, digest, mine)
    assert seen == {"digest": digest, "key": mine["key"], "known": True}
    refused = {
        "unsigned": (here, None), "wrong_key": (here, other), "signature_wrong": (here, {**other, "key": mine["key"]}),
    }  # fmt: skip
    for key, (folder, signature) in refused.items():
        with pytest.raises(RuleBroken) as e:
            seals.believing(folder)({}, digest, signature)
        assert e.value.key == f"backup.{key}"
    seals.believing(here, unsigned=True)({}, digest, None)
    seals.believing(here, trusted=[other["key"]])({}, digest, other)
    seals.believing(fresh, told=seen)({}, digest, other)
    assert seen["known"] is False, "a new machine knows no key: whoever restores compares it"


def test_a_copy_of_a_newer_program_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    for manifest, key in (({"app": "99.0"}, "newer"), ({"migrations": ["9999_later"]}, "newer_base")):
        with pytest.raises(RuleBroken) as e:
            seals.believing(tmp_path, unsigned=True)(manifest, "", None)
        assert e.value.key == f"backup.{key}"


def test_a_phrase_too_short_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(seals.PHRASE, "қысқа")
    with pytest.raises(RuleBroken, match="phrase_short"):
        seals.phrase()


# how long, and how it is compared ---------------------------------------------------------------------------


def names(first: date, last: date) -> Iterator[tuple[str, date]]:
    while first <= last:
        yield f"office-{first}.zip", first
        first += timedelta(days=1)


def test_days_weeks_and_months_are_kept() -> None:
    today = date(2026, 12, 1)  # a Tuesday
    stay = staying(names(date(2025, 1, 1), today), today, Keep(3, 3, 3))
    assert stay == {
        "office-2026-12-01.zip": "day", "office-2026-11-30.zip": "day", "office-2026-11-29.zip": "day",
        "office-2026-11-22.zip": "week", "office-2026-10-31.zip": "month",
    }  # fmt: skip
    old = [("office-2020-01-01.zip", date(2020, 1, 1)), ("office-2020-01-02.zip.sealed", date(2020, 1, 2))]
    assert staying(old, today, Keep(1, 0, 0)) == {"office-2020-01-02.zip.sealed": "day"}, "the newest stays"
    assert day_of("office-2026-01-01-120000.zip.sealed") == date(2026, 1, 1)
    assert day_of("../office-2026-01-01.zip") is None and day_of("office-2026-01-01.zip.part") is None


@pytest.mark.parametrize(
    ("live", "copy", "key"),
    [
        ({"revision": 2, "name": "б"}, {"revision": 1, "name": "а"}, "changed"),
        ({"revision": 1, "name": "б"}, {"revision": 1, "name": "а"}, "backup.differs_same"),
        ({"revision": 1, "name": "а"}, {"revision": 2, "name": "а"}, "backup.differs_older"),
        (None, {"revision": 1}, "backup.differs_missing"),
        ({"revision": 1}, None, "added"),
    ],
)
def test_a_record_of_the_live_base_is_newer_or_it_is_told(live: Any, copy: Any, key: str) -> None:
    assert drilling.unlike("rooms", live, copy) == key
    assert drilling.unlike("audit_events", {"reason": "б"}, {"reason": "а"}) == "backup.differs_entry"
