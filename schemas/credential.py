"""The keys that sign open credentials of diplomas: what is public of them; the secret half is never in the database."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar

from schemas.base import Document, Model, Show, Text, Word
from schemas.events import Who


class KeyStatus(Word):
    """One key signs; a retired one is still believed; one in strange hands is not."""

    current = ("current", "Қол қояды", "Подписывает", "Signs")
    retired = ("retired", "Ауыстырылды, сенім бар", "Заменён, ему верят", "Retired, still believed")
    stolen = ("stolen", "Сенім жоқ", "Ему не верят", "Not believed")


class KeyGround(Word):
    """Why a key was changed."""

    planned = ("planned", "Жоспарлы ауыстыру", "Плановая замена", "Planned")
    lost = ("lost", "Кілт жоғалды", "Ключ утерян", "The key is lost")
    stolen = ("stolen", "Кілт бөтен қолға түсті", "Ключ попал в чужие руки", "The key is in strange hands")


class SigningKey(Document):
    """A key of the credentials; its id is the public key itself (Multikey, «z6Mk…»), its number counts from the first.

    The number is unique, so two changes of the key at once meet on it. A key is never removed: what it signed is
    checked by it for ever.
    """

    collection: ClassVar[str] = "signing_keys"
    title: ClassVar[Text] = Text(kk="Қол қою кілті", ru="Ключ подписи", en="Signing key")
    frozen: ClassVar[dict[str, frozenset[str]]] = {"retired": frozenset(), "stolen": frozenset()}

    n: Annotated[int, Show("Реті", "Номер", "Number", form=False)]
    status: Annotated[KeyStatus, Show("Күйі", "Состояние", "State", form=False)] = KeyStatus.current
    made_at: Annotated[datetime, Show("Жасалды", "Создан", "Made", form=False)]
    made_by: Annotated[Who, Show("Кім жасады", "Кем создан", "Made by", form=False)]
    ended_at: Annotated[datetime | None, Show("Ауыстырылды", "Заменён", "Changed", form=False)] = None
    ended_by: Annotated[Who | None, Show("Кім ауыстырды", "Кем заменён", "Changed by", form=False)] = None
    ground: Annotated[KeyGround | None, Show("Негізі", "Основание", "Ground", form=False)] = None

    def label(self) -> Text:
        return Text(kk=f"№ {self.n}", ru=f"№ {self.n}", en=f"No. {self.n}")

    @property
    def short(self) -> str:
        """Its first and last letters, to tell keys apart by the eye."""
        return f"{self.id[:10]}…{self.id[-6:]}"


class Credential(Model):
    """What a diploma keeps of its signed credential (`Diploma.credential`); the file itself is kept by its hash.

    urn: the credential's own name. address: of the office when it was signed; issuer and status list stand under it for
    ever. place, index: which list and which bit of it. earlier: files signed before by a key that is believed no more.
    """

    urn: str
    key: str
    at: datetime
    address: str
    place: int
    index: int
    file_hash: str
    earlier: list[str] = []
