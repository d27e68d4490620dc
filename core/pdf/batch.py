"""Many papers at once, for a group or a whole intake: in processes beside the server, with progress and a
stop."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from queue import SimpleQueue

from core.pdf.papers import AnyPaper

_ROOT = Path(__file__).parents[2]
_Job = tuple[int, AnyPaper] | None
_Answer = tuple[int, bytes | Exception]


class PaperFailed(RuntimeError):
    """One paper of a batch could not be set. `index` counts from 0 in the order given; `cause` says why."""

    def __init__(self, index: int, cause: Exception) -> None:
        super().__init__(f"paper {index}: {cause}")
        self.index = index
        self.cause = cause


def render_many(
    papers: Iterable[AnyPaper],
    processes: int = 2,
    progress: Callable[[int], None] | None = None,
    stop: Callable[[], bool] | None = None,
    protected: bool = True,
) -> Iterator[tuple[int, bytes]]:
    """Set papers in several processes; yields (index in the order given, PDF) as each is ready.

    `papers` may be a generator: it is read on the caller's thread and only a few papers ahead, so memory
    stays flat. `progress(n)` is called with the number of papers done; when `stop()` turns true the
    iterator just ends. Leaving the iterator early ends the processes. Raises PaperFailed at the first paper
    that cannot be set.
    """
    jobs: SimpleQueue[_Job] = SimpleQueue()
    answers: SimpleQueue[_Answer] = SimpleQueue()
    crew: list[_Worker] = []
    under_way = done = 0

    def next_answer() -> tuple[int, bytes]:
        nonlocal under_way, done
        index, answer = answers.get()
        under_way -= 1
        if isinstance(answer, Exception):
            raise PaperFailed(index, answer) from answer
        done += 1
        if progress:
            progress(done)
        return index, answer

    try:
        for index, paper in enumerate(papers):
            if stop and stop():
                return
            if len(crew) < processes:  # one paper starts one process, not all of them
                crew.append(_Worker(jobs, answers, protected))
            jobs.put((index, paper))
            under_way += 1
            if under_way >= 2 * processes:
                yield next_answer()
        while under_way:
            if stop and stop():
                return
            yield next_answer()
    finally:
        for worker in crew:
            worker.kill()
        for worker in crew:  # only now: the threads share the jobs and may take each other's last word
            worker.join()


class _Worker:
    """A process that sets papers, and the thread that talks with it."""

    def __init__(self, jobs: SimpleQueue[_Job], answers: SimpleQueue[_Answer], protected: bool) -> None:
        self._jobs, self._answers, self._protected = jobs, answers, protected
        paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "core.pdf.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._thread = threading.Thread(target=self._talk, name="papers", daemon=True)
        self._thread.start()

    def _talk(self) -> None:
        questions, replies = self._process.stdin, self._process.stdout
        assert questions is not None and replies is not None
        while job := self._jobs.get():
            index, paper = job
            answer: bytes | Exception
            try:
                pickle.dump((paper, self._protected), questions)
                questions.flush()
                answer = pickle.load(replies)
            except (OSError, EOFError, pickle.PickleError) as error:
                answer = RuntimeError(f"the process that sets papers ended: {error!r}")
            self._answers.put((index, answer))

    def kill(self) -> None:
        """Stop at once: what is under way is not wanted any more."""
        self._process.kill()
        self._jobs.put(None)

    def join(self) -> None:
        """Wait for the thread and give the pipes back."""
        self._thread.join()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:  # what was still to be flushed to a dead process
                    pass
