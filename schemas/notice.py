"""News for a person: frozen words, where they lead, whether they were read and went out by mail."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pydantic import Field

from schemas.base import Id, Model, Text, Word, new_id


class Mail(Word):
    """Where the e-mail about a notice stands."""

    waiting = ("waiting", "Кезекте", "В очереди", "Waiting")
    sending = ("sending", "Жіберілуде", "Отправляется", "Being sent")
    sent = ("sent", "Жіберілді", "Отправлено", "Sent")
    failed = ("failed", "Жіберілмеді", "Не отправлено", "Failed")
    none = ("none", "Керек емес", "Не нужно", "Not needed")


class Notice(Model):
    """One person's copy of some news; no act of its own: the act it came from is its proof.

    key: which event; text: its words, frozen in three languages when it happened. once: the same news is told to a
    person once. task: the task it announces; read when that is closed.
    """

    collection: ClassVar[str] = "notices"

    id: Id = Field(default_factory=new_id, alias="_id")
    to: Id
    key: str
    text: Text
    page: str = ""
    address: dict[str, str] = Field(default_factory=dict)
    task: Id | None = None
    once: str | None = None
    at: datetime
    read_at: datetime | None = None
    mail: Mail = Mail.waiting
    tries: int = 0
    next_at: datetime
    trouble: str = ""
