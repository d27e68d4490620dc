"""`office.py credential-key`: how the key stands, a copy of it for a safe place, and back from that copy."""

from __future__ import annotations

import argparse
import os
import sys
from getpass import getpass
from pathlib import Path

from core.credentials import keys
from core.db import connection
from core.db.problems import ServerProblem
from core.errors import OfficeError
from core.i18n import t

PHRASE = "OFFICE_KEY_PHRASE"


def main(words: list[str]) -> int:
    """Do what the first word says for the office of OFFICE_DATA (or MONGODB_URI); 0, or 1 refused."""
    parser = argparse.ArgumentParser(prog="office.py credential-key", description="The key that signs diplomas.")
    parser.add_argument("what", choices=("state", "copy", "restore"))
    parser.add_argument("file", type=Path, nargs="?", help="where the copy stands")
    asked = parser.parse_args(words)
    if asked.what != "state" and asked.file is None:
        parser.error("name the file of the copy")
    try:
        store = connection.store()
        if asked.what == "state":
            for key in keys.every(store):
                here = "here" if keys.here(key.id) else "not on this server"
                ended = f", ended {key.ended_at:%Y-%m-%d}" if key.ended_at else f", secret half {here}"
                print(f"{key.label().en}  {key.id}  {key.status.value}, made {key.made_at:%Y-%m-%d}{ended}")
            return 0
        # Not a word of the command line: others on the machine read those.
        phrase = os.environ.get(PHRASE) or getpass("The phrase that closes the copy: ")
        done = keys.copy if asked.what == "copy" else keys.restore
        print(f"{done(store, asked.file, phrase).id}: {asked.what} done, {asked.file}")
        return 0
    except ServerProblem as problem:
        print("office: " + problem.sentence, file=sys.stderr)
    except OfficeError as e:
        print("office: " + t(e.key, "en", **e.values), file=sys.stderr)
    return 1
