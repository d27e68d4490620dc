"""The log of a process: where it goes and what never stands in it. Configured here and nowhere else.

OFFICE_LOG=json gives a line of JSON for each message (acts included), plain (the default) words for a terminal. No
personal data: the text of an exception is left out (it quotes what was typed), of a call chain the places are told
and no values, and whatever looks like a name or a number of a person in a message is covered. The demonstration alone,
whose people are made up, says all on its terminal.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

# Exceptions whose words are about code, never about what somebody typed.
OF_CODE = (AttributeError, NameError, ImportError)
COVER = "…"
# Letters that are not Latin, long numbers, what stands in quotes or is a value of a key: names, IIN, marks.
_PERSONAL = re.compile(r"[^\x00-\x7f]+|(?<!\w)\d[\d .,-]{5,}\d(?!\w)|'[^']*'|\"[^\"]*\"")


def json_wanted() -> bool:
    """Is the log read by a machine (OFFICE_LOG=json)?"""
    return os.environ.get("OFFICE_LOG") == "json"


def begin() -> None:
    """Send everything that this process logs to stderr in the chosen shape; safe to repeat."""
    handler = logging.StreamHandler(sys.stderr)
    made_up = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    plain = made_up if os.environ.get("OFFICE_DEMO") == "1" else Plain()
    handler.setFormatter(Json() if json_wanted() else plain)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("office").setLevel(logging.INFO if json_wanted() else logging.WARNING)
    # Libraries bring handlers of their own (Streamlit, uvicorn): theirs would write past this one.
    for other in list(logging.root.manager.loggerDict.values()):
        if isinstance(other, logging.Logger) and other.handlers:
            other.handlers[:] = []
            other.propagate = True
    logging.captureWarnings(True)


def covered(text: str) -> str:
    """A message without what could be a person's name, number or mark."""
    return _PERSONAL.sub(COVER, text)


def _message(record: logging.LogRecord) -> str:
    try:
        return covered(record.getMessage())
    except Exception:  # a library's own mistake in its arguments
        return covered(str(record.msg))


def _fault(record: logging.LogRecord) -> tuple[str, list[str]] | None:
    """What kind of exception it was and where, the outermost place first; of code's own mistakes the words too."""
    if not record.exc_info or record.exc_info[1] is None:
        return None
    error = record.exc_info[1]
    places: list[str] = []
    kinds: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(kinds) < 5:
        words = f": {covered(str(seen))}" if isinstance(seen, OF_CODE) else ""
        kinds.append(f"{type(seen).__module__}.{type(seen).__qualname__}{words}")
        found = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(seen.__traceback__)]
        places = found + places
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return " from ".join(kinds), places


class Json(logging.Formatter):
    """One line of JSON: at, level, log, text, and what the message brought in `more`."""

    def format(self, record: logging.LogRecord) -> str:
        row: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(), "log": record.name, "pid": record.process, "text": _message(record),
        }  # fmt: skip
        row |= getattr(record, "more", {})
        if fault := _fault(record):
            row["fault"], row["places"] = fault
        return json.dumps(row, ensure_ascii=True)


class Plain(logging.Formatter):
    """The same for people."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).astimezone().strftime("%H:%M:%S")
        text = f"{at} {record.levelname.lower()} {record.name}: {_message(record)}"
        more = " ".join(f"{k}={v}" for k, v in getattr(record, "more", {}).items())
        fault = _fault(record)
        return "\n  ".join([f"{text} {more}".rstrip(), *([fault[0], *fault[1]] if fault else [])])
