"""`office.py second-factor LOGIN REQUEST`: the reset of a second factor by who stands at the server.

For the head who has lost telephone and recovery codes: nobody above him could. The trail says that the server did it.
"""

from __future__ import annotations

import argparse
import sys

from core import office
from core.db import connection
from core.db.problems import ServerProblem
from core.desk import Desk, Why
from core.errors import NotFound, OfficeError, Problems
from core.i18n import t
from core.users import second
from schemas.base import Basis


def main(words: list[str]) -> int:
    """Reset it in the office of OFFICE_DATA (or MONGODB_URI); 0, or 1 refused."""
    parser = argparse.ArgumentParser(prog="office.py second-factor", description="Take a second factor away.")
    parser.add_argument("login")
    parser.add_argument("request", help="number of the written request it rests on")
    asked = parser.parse_args(words)
    try:
        store = connection.store()
        user = store.one("users", {"login": asked.login.strip().casefold()}, {"revision": 1})
        if user is None:
            raise NotFound("errors.not_found", kind="users", id=asked.login)
        why = Why(t("users.second_by_server", "kk"), Basis(number=asked.request))
        second.reset(Desk(office.SYSTEM, store), user["_id"], user["revision"], why)
    except ServerProblem as problem:
        print("office: " + problem.sentence, file=sys.stderr)
    except OfficeError as e:
        first = e.problems[0] if isinstance(e, Problems) else e
        print("office: " + t(first.key, "en", **first.values), file=sys.stderr)
    else:
        print(f"{asked.login}: the second factor was taken away; the next sign-in sets another one up")
        return 0
    return 1
