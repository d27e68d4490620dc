"""A process that sets papers for `batch`: pickled papers come in on stdin, pickled answers go out on stdout.

It is a program of its own, `python -m core.pdf.worker`, and not a multiprocessing child: under `streamlit
run` or uvicorn a spawned child would import the main module again, and with it the whole dashboard.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from typing import BinaryIO

from core.pdf.diploma import Unfit
from core.pdf.fonts import Unprintable
from core.pdf.papers import render_any
from core.pdf.signing import Unsigned


def main() -> None:
    """Answer until stdin ends, which it also does when the server dies: no orphan stays."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then closes our stdin
    if hasattr(os, "nice"):
        os.nice(5)  # a batch must not slow the people who work at their screens
    answers: BinaryIO = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print must not get among the answers
    while True:
        try:
            paper, protected = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            message = pickle.dumps(render_any(paper, protected))
        except (Unprintable, Unfit, Unsigned) as error:  # the office can mend these: they travel whole
            message = pickle.dumps(error)
        except Exception as error:  # others arrive as their words, for not every error survives the journey
            message = pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"))
        try:
            answers.write(message)
            answers.flush()
        except OSError:  # the server died meanwhile: nobody waits
            return


if __name__ == "__main__":
    main()
