"""The long work of a pack: part after part is made, an index lists them by their hashes, all leaves as one file."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from core import looks
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import OfficeError
from core.files.names import cleaned
from core.jobs.rows import kept_error
from core.jobs.run import Run
from core.packs import acts, contents, index, making, saved
from core.packs.reading import get
from core.pdf.bundle import zipped
from schemas.base import LANGS, Text
from schemas.kinds import PackItem
from schemas.pack import Pack, PackFile, PackGap, PackState


def make_work(run: Run) -> dict[str, Any] | None:
    """Make a pack that was asked for, beside the page. Stopped, it is left unmade."""
    pack = get(run.desk, run.params["pack"])
    if pack.status is not PackState.making:
        return {"pack": pack.id}

    def step(n: int) -> bool:
        run.progress(n)
        return run.stopped()

    made = make(run.desk, pack, run.why, step)
    return {"pack": made.id, "files": len(made.files), "gaps": len(made.gaps)} if made else None


def make(desk: Desk, pack: Pack, why: Callable[[int | str], Why], step: Callable[[int], bool]) -> Pack | None:
    """The parts, the index, the file. A part that cannot be made is named in the index with its reason, and the rest is
    made nevertheless. why: of each act by a word of its own; step: told how far it is, says whether to stop."""
    desk = desk.speaking(pack.lang)
    known = saved.saved(desk)
    files: list[PackFile] = []
    gaps: list[PackGap] = []
    inside: list[tuple[str, bytes]] = []
    with looks.handing_to(pack.to):
        for n, item in enumerate(pack.items):
            if step(n):
                return None
            title = Text(**{x: contents.word(item, known, x)[:400] for x in LANGS})
            try:
                made = list(making.parts(making.Making(desk, pack, why), item))
            except OfficeError as e:
                gaps.append(_gap(title, item, e))
                continue
            for of in made:
                name = cleaned(f"{len(files) + 1:02d} {of.title.get(pack.lang)[:90]}.{of.ending}", of.ending)
                inside.append((name, of.data))
                hash = sha256(of.data).hexdigest()
                files.append(PackFile(name=name, title=of.title, part=item.part, size=len(of.data), sha256=hash))
        step(len(pack.items))
        listed = index.of(desk, pack, files, gaps)
    name = cleaned(f"{pack.number} {pack.name.get(pack.lang)}.zip", "zip")
    laid = desk.store.lay(zipped([*listed, *inside]))
    return acts.finish(desk, pack.id, files, gaps, laid, name, why("made"))


def _gap(title: Text, item: PackItem, e: OfficeError) -> PackGap:
    found = kept_error(e)
    return PackGap(title=title, part=item.part, key=found["key"], values=plain(found["values"]))


__all__ = ["make_work"]
