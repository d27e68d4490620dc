"""`office.py verify`: is the trail whole? `--protocol`: against a monthly protocol. Says every finding in a line; exit
code 1 where there is one."""

from __future__ import annotations

import argparse
import sys

from core.audit import protocols
from core.audit.verify import verify
from core.audit.words import finding_words
from core.db import connection
from core.db.server import ServerProblem
from core.errors import OfficeError
from core.i18n import t
from schemas.base import LANGS, Lang


def main(words: list[str]) -> int:
    """Verify the office's database; `--lang kk|ru|en` for the language of the findings."""
    parser = argparse.ArgumentParser(prog="office.py verify", description="Is the trail whole?")
    parser.add_argument("--lang", choices=LANGS, default="en")
    parser.add_argument(
        "--protocol", metavar="NUMBER|FILE",
        help="check against a monthly protocol: its number, its month (2026-10), the hash printed on it, or its file",
    )  # fmt: skip
    asked = parser.parse_args(words)
    lang: Lang = asked.lang

    def progress(done: int, total: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{done} / {total}", end="", file=sys.stderr, flush=True)

    try:
        store = connection.store()
        report = protocols.check_said(store, asked.protocol) if asked.protocol else verify(store, progress=progress)
    except (OfficeError, ServerProblem) as e:
        print(f"office: {t(e.key, lang, **e.values) if isinstance(e, OfficeError) else e}", file=sys.stderr)
        return 2
    print("\r", end="", file=sys.stderr)
    for note in report.notes:
        print(t(note, lang))
    for finding in report.findings:
        print(" | ".join(w for w in finding_words(finding, lang) if w))
    if report.more:
        print(t("audit.more", lang, n=report.more))
    key = ("trail.matches" if asked.protocol else "audit.whole") if report.whole else "audit.broken"
    print(t(key, lang, n=len(report.findings) + report.more))
    print(t("audit.walked", lang, entries=report.entries, documents=report.documents, anchors=report.anchors))
    return 0 if report.whole else 1
