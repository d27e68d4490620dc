"""`office.py backup FILE`, `restore FILE`, `drill [FILE]`: for who stands at the server."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from getpass import getpass
from pathlib import Path

from core import lease, migrations
from core.audit.verify import verify
from core.db import backup as files
from core.db import connection
from core.db.problems import ServerProblem
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import OfficeError, RuleBroken
from core.i18n import t
from core.jobs.rows import told as error_of
from core.keeping import drills, erasures, seals
from core.office import SYSTEM
from core.scheduler.scheduler import LEASE
from schemas.base import LANGS, Lang
from schemas.job import UNFINISHED, JobState


def backup(words: list[str]) -> int:
    """Write the office of OFFICE_DATA (or MONGODB_URI) into a file, while it works; 0, or 1 refused."""
    parser = _parser("backup", "Write the whole office into one file.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--small", action="store_true", help="half the size for ten times the time")
    parser.add_argument("--close", action="store_true", help=f"ask for a phrase that closes it (or {seals.PHRASE})")
    asked = parser.parse_args(words)
    file: Path = asked.file

    def work() -> int:
        phrase = seals.phrase()
        if asked.close and not phrase:
            phrase = seals.checked(getpass(t("backup.ask_phrase", asked.lang)))
            if not phrase or phrase != getpass(t("backup.ask_again", asked.lang)):
                raise RuleBroken("backup.phrases_differ")
        made = files.backup(
            connection.store(), file, _told, asked.small, phrase=phrase, sign=seals.signing(), app=seals.version()
        )
        count = sum(c["count"] for c in made["collections"].values())
        key = "backup.closed" if phrase else "backup.open"
        size = round(file.stat().st_size / 2**20, 1)
        print("\n" + t("jobs.backup_made", asked.lang, file=str(file), documents=count, size=size), flush=True)
        print(t(key, asked.lang), flush=True)
        return 0

    return _refusing(work, asked)


def restore(words: list[str]) -> int:
    """Fill an empty base from a backup, bring it to today's shape, walk the trail; 0, 1 refused or not whole."""
    parser = _parser("restore", "Fill an empty base from a backup.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", action="append", default=[], help="a public key whose signature counts besides ours")
    parser.add_argument(
        "--unsigned", action="store_true", help="take a backup without a signature (of earlier versions)"
    )
    parser.add_argument(
        "--erasures", type=Path, metavar="FILE", help=f"the list of erasures, where no {erasures.NAME} lies beside it"
    )
    asked = parser.parse_args(words)
    file: Path = asked.file

    def work() -> int:
        store = connection.store()

        def free() -> None:
            if lease.held(store, LEASE):
                raise RuleBroken("backup.office_open")

        free()
        phrase = seals.phrase()
        if not phrase and files.is_closed(file):
            phrase = getpass(t("backup.ask_phrase", asked.lang))
        seen: Row = {}
        allow = seals.believing(trusted=asked.key, unsigned=asked.unsigned, told=seen)
        run: list[str] = []
        listed, again = erasures.Listed(), erasures.Repeated()

        def shape() -> None:  # before the base counts as whole: cut short here, all is done anew
            nonlocal listed, again
            run.extend(migrations.migrate(store))
            listed = erasures.read(names, [*asked.key, *([seen["key"]] if seen else [])])
            again = erasures.again(store, listed)

        names: Path = asked.erasures or erasures.beside(file)
        if asked.erasures and not names.is_file():
            raise RuleBroken("backup.no_file", file=str(names))
        made = files.restore(store, file, _told, phrase=phrase, allow=allow, shape=shape, free=free)
        report = verify(store)
        print("\n" + t("backup.restored", asked.lang, at=made["at"][:16].replace("T", " "), n=len(run)), flush=True)
        if seen and not seen["known"]:
            print(t("backup.key_unknown", asked.lang, public=seen["key"]))
        for said in _erased(names, listed, again, asked.lang):
            print(said)
        print(t("audit.walked", asked.lang, entries=report.entries, documents=report.documents, anchors=report.anchors))
        print(t("audit.whole" if report.whole else "audit.broken", asked.lang, n=len(report.findings) + report.more))
        return 0 if report.whole else 1

    return _refusing(work, asked)


def _erased(names: Path, listed: erasures.Listed, again: erasures.Repeated, lang: Lang) -> list[str]:
    """What is said of the erasures that a restored copy did not know."""
    if not names.is_file():
        return [t("backup.erasures_none", lang, file=str(names))]
    said = [t("backup.erased_again", lang, n=again.done, last=listed.last[:16].replace("T", " ") or "—")]
    if again.left:
        said.append(t("backup.erase_by_hand", lang, numbers=", ".join(again.left)))
    if listed.strange:
        said.append(t("backup.erasures_strange", lang, n=listed.strange, file=str(names)))
    return said


def drill(words: list[str]) -> int:
    """Restore a copy beside the live base and compare, as the button of the page does; 0 passed, 1 not."""
    parser = _parser("drill", "Restore a copy into a scratch base beside the live one, compare, record.")
    parser.add_argument(
        "name", nargs="?", default="", help="a copy of the folder of backups; the newest where none is named"
    )
    asked = parser.parse_args(words)

    def work() -> int:
        desk = Desk(SYSTEM, connection.store())
        id = drills.begin(desk, Path(asked.name).name, Why(t("backup.by_command", "kk")))
        while True:
            row = desk.store.one("runs", {"_id": id}) or {}
            if row["state"] not in UNFINISHED:
                break
            _told(row["done"], row["total"])
            time.sleep(0.3)
        print(flush=True)
        if row["state"] != JobState.done.value:
            key, values = error_of(row["error"]) if row["error"] else ("backup.stopped", {})
            raise RuleBroken(key, **values)
        made = drills.one(desk, row["result"]["drill"])
        print(
            t(
                "backup.drill_said",
                asked.lang,
                number=made.number,
                file=made.file,
                outcome=made.status.label(asked.lang),
            )
        )
        for r in made.results:
            print(t("backup.check_said", asked.lang, check=r.check.label(asked.lang), n=r.compared, wrong=r.wrong))
        for f in made.findings:
            print(f"{drills.record_words(f, asked.lang)}: {t(f.key, asked.lang)}")
        if said := drills.trouble_words(made, asked.lang):
            print(said)
        return 0 if row["result"]["passed"] else 1

    return _refusing(work, asked)


def _parser(name: str, about: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"office.py {name}", description=about)
    parser.add_argument("--lang", choices=LANGS, default="en", help="the language of what it says")
    return parser


def _told(done: int, of: int) -> None:
    if sys.stdout.isatty():
        print(f"\r{done}/{of}", end="", flush=True)


def _refusing(work: Callable[[], int], asked: argparse.Namespace) -> int:
    try:
        return work()
    except ServerProblem as problem:
        print("office: " + problem.sentence, file=sys.stderr)
    except OfficeError as e:
        print("office: " + t(e.key, asked.lang, **e.values), file=sys.stderr)
    return 1
