"""What waits in the demonstration: tasks the head gave to persons and roles, one of them late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core import tasks
from core.db.store import Store
from core.demo.calendar import moment
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.users import actor_of
from schemas.user import User

DAY = date(2026, 11, 16)
# To whom (a role, or «@» and an account), by which day, what: kk, ru, en.
GIVEN = (
    ("senior_registrar", date(2026, 11, 20), "Екінші аралық бақылаудың ведомостарын салыстыру",
     "Сверить ведомости второго рубежного контроля", "Compare the sheets of the second midterm"),
    ("@registrar", date(2026, 11, 30), "Бірінші курстың жеке істерін толықтыру",
     "Дополнить личные дела первого курса", "Complete the personal files of the first year"),
    ("registrar", date(2026, 12, 4), "Қысқы сессияға топтардың құрамын тексеру",
     "Проверить состав групп к зимней сессии", "Check the members of groups before the winter session"),
    ("department", date(2026, 12, 8), "Емтихан алушылардың тізімін беру",
     "Представить список экзаменаторов", "Hand in the list of examiners"),
    ("@head", None, "Диплом бланкілерінің қалдығын нақтылау",
     "Уточнить остаток бланков дипломов", "Clear up how many diploma blanks are left"),
)  # fmt: skip


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """Give the tasks, by the ordinary act of the head."""
    ids.now = moment(DAY, 10)
    desk = Desk(actor_of(users["head"]), store, lambda: ids.now, ids)
    for to, due, kk, ru, en in GIVEN:
        values: dict[str, object] = {"what": {"kk": kk, "ru": ru, "en": en}, "due": due}
        if to.startswith("@"):
            values["to_user"] = users[to[1:]].ref()
        else:
            values["to_role"] = to
        tasks.assign(desk, values, Why("", None, ids()))
