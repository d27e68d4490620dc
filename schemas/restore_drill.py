"""The record of a restore drill: what was restored, what was compared, what came out. Evidence, so never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Model, Show, Text, Word
from schemas.planned import Trouble


class DrillOutcome(Word):
    """What came out of a drill."""

    passed = ("passed", "Өтті", "Пройдена", "Passed")
    failed = ("failed", "Өтпеді", "Не пройдена", "Failed")


class DrillCheck(Word):
    """One comparison of a drill, in the order they are made."""

    archive = ("archive", "Файл: қолтаңба, әр бөліктің хэші", "Файл: подпись, хэш каждой части",
               "The file: signature, hash of each part")  # fmt: skip
    counts = ("counts", "Қалпына келген жазба саны", "Число восстановленных записей", "Count of restored records")
    hashes = ("hashes", "Жинақтардың хэші", "Хэши наборов записей", "Hashes of the collections")
    files = ("files", "Әр тіркелген файлдың хэші", "Хэш каждого приложенного файла", "Hash of each kept file")
    chains = ("chains", "Тізбектердің ұштары", "Концы цепочек", "Heads of the chains")
    records = ("records", "Жазбаларды жұмыс базасымен салыстыру", "Сверка записей с рабочей базой",
               "Records against the live base")  # fmt: skip
    entries = ("entries", "Журналды жұмыс базасымен салыстыру", "Сверка журнала с рабочей базой",
               "The trail against the live base")  # fmt: skip
    shape = ("shape", "Индекстер мен деректер ережелері", "Индексы и правила данных", "Indexes and rules of the data")
    trail = ("trail", "Көшірмедегі журналдың тұтастығы", "Целостность журнала в копии", "Is the copy's trail whole")


class DrillResult(Model):
    """One comparison: how many were compared, how many did not fit."""

    check: DrillCheck
    compared: int
    wrong: int


class DrillFinding(Model):
    """One thing that did not fit: the record, and the message that says what."""

    kind: str
    id: str
    key: str


class RestoreDrill(Document):
    """A copy restored beside the live base and compared (capabilities 98, 99; ISO evidence). file: which copy, of which
    moment; digest: the SHA-256 of its manifest; key: who signed it. same, changed, added: records of the live base
    as the copy has them, changed since, new since. trouble: what stopped the drill before its end."""

    collection: ClassVar[str] = "restore_drills"
    title: ClassVar[Text] = Text(
        kk="Қалпына келтіру сынағы", ru="Проверка восстановления", en="Restore drill"
    )  # fmt: skip
    frozen: ClassVar[dict[str, frozenset[str]]] = {"passed": frozenset(), "failed": frozenset()}

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    status: Annotated[DrillOutcome, Show("Нәтижесі", "Результат", "Outcome", table=True, form=False)]
    file: Annotated[str, Show("Көшірме", "Копия", "Copy", table=True, form=False)]
    copied_at: Annotated[datetime | None, Show("Көшірме сәті", "Момент копии", "Moment of the copy", form=False)] = None
    begun: Annotated[datetime, Show("Басталды", "Начата", "Begun", table=True, form=False)]
    ended: Annotated[datetime, Show("Аяқталды", "Закончена", "Ended", form=False)]
    made_by: Annotated[str, Show("Кім өткізді", "Кто провёл", "Made by", table=True, form=False)]
    digest: Annotated[str, Show("Тізімдеменің хэші", "Хэш описи", "Hash of the manifest", form=False)] = ""
    key: Annotated[str, Show("Қолтаңба кілті", "Ключ подписи", "Key of the signature", form=False)] = ""
    app: Annotated[str, Show("Бағдарлама нұсқасы", "Версия программы", "Version of the program", form=False)] = ""
    size: Annotated[int, Show("Көлемі, байт", "Размер, байт", "Size, bytes", form=False)] = 0
    documents: Annotated[int, Show("Жазбалар", "Записей", "Records", table=True, form=False)] = 0
    files: Annotated[int, Show("Тіркелген файлдар", "Приложенных файлов", "Kept files", form=False)] = 0
    same: Annotated[int, Show("Өзгермеген", "Без изменений", "As in the copy", form=False)] = 0
    changed: Annotated[int, Show("Содан бері өзгерген", "Изменено с тех пор", "Changed since", form=False)] = 0
    added: Annotated[int, Show("Содан бері қосылған", "Добавлено с тех пор", "Added since", form=False)] = 0
    results: Annotated[list[DrillResult], Show("Тексерулер", "Проверки", "Checks", form=False)] = Field(
        default_factory=list
    )
    findings: Annotated[list[DrillFinding], Show("Табылғандар", "Найдено", "Findings", form=False)] = Field(
        default_factory=list
    )
    trouble: Trouble | None = None

    def label(self) -> Text:
        return Text(kk=f"№ {self.number} · {self.file}"[:400])
