"""`office.py verify`: is the trail whole? Says every finding in a line; exit code 1 where there is one."""

from __future__ import annotations

import argparse
import sys

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
    lang: Lang = parser.parse_args(words).lang

    def progress(done: int, total: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{done} / {total}", end="", file=sys.stderr, flush=True)

    try:
        report = verify(connection.store(), progress=progress)
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
    key = "audit.whole" if report.whole else "audit.broken"
    print(t(key, lang, n=len(report.findings) + report.more))
    print(t("audit.walked", lang, entries=report.entries, documents=report.documents, anchors=report.anchors))
    return 0 if report.whole else 1
