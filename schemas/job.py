"""Where a long work of the office stands."""

from __future__ import annotations

from schemas.base import Word


class JobState(Word):
    waiting = ("waiting", "Кезекте", "В очереди", "Waiting")
    running = ("running", "Жүріп жатыр", "Выполняется", "Running")
    done = ("done", "Аяқталды", "Готово", "Done")
    stopped = ("stopped", "Тоқтатылды", "Остановлено", "Stopped")
    failed = ("failed", "Орындалмады", "Не выполнено", "Failed")


UNFINISHED = (JobState.waiting.value, JobState.running.value)
