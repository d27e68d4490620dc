"""Curricula on the screen: list, grid with its sums and breaches, approval, difference, two people, the ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core import curricula, references, students
from core.curricula import drafts
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk, Why
from schemas.curriculum import Curriculum
from schemas.discipline import Discipline, Programme
from schemas.words import Role
from tests.acts.test_students import person, study
from tests.conftest import actor
from tests.pages.conftest import Open
from tests.pages.roles import met


@pytest.fixture
def desk(shipped: Store) -> Desk:
    return Desk(actor(Role.head), shipped)


def discipline(desk: Desk, code: str, credits: str = "5", **more: Any) -> Discipline:
    values = {
        "code": code, "name": {"kk": f"{code} пәні", "ru": f"Дисциплина {code}"}, "credits": credits, "cycle": "base",
        "component": "university", "lesson": "group",
    } | more  # fmt: skip
    return references.save(desk, Discipline, None, 0, values, Why("каталог"))


def programme(desk: Desk) -> Programme:
    values = {"code": "6B02115", "name": {"kk": "Аспаптық орындаушылық", "ru": "Инструментальное исполнительство"}}
    return references.save(desk, Programme, None, 0, values, Why("каталог"))


def drawn(desk: Desk, taught: list[Discipline]) -> Curriculum:
    """A draft: every discipline in a semester of its own, so that nothing fits the template."""
    of = programme(desk)
    made = curricula.make(desk, {"programme": plain(of.ref()), "intake": 2026, "structure": "bachelor"}, Why("жоба"))
    lines = [
        {"semester": n, "discipline": d.id, "cycle": "base", "component": "university", "credits": "5"}
        for n, d in enumerate(taught, 1)
    ]
    return curricula.edit(desk, made.id, made.revision, lines, Why("толтырылды"))


def told(at: AppTest) -> str:
    """Everything the page says in words."""
    return "\n".join(
        str(e.value) for kind in (at.markdown, at.caption, at.error, at.warning, at.info, at.success) for e in kind
    ).replace("\\", "")


def table(at: AppTest, place: int = -1) -> list[list[str]]:
    return [[str(v) for v in row] for row in at.dataframe[place].value.to_numpy().tolist()]


@pytest.mark.parametrize(("role", "lang"), met([Role.head, Role.teacher, Role.auditor]))
def test_the_list_and_one_curriculum_in_every_language(open_page: Open, desk: Desk, lang: Any, role: Role) -> None:
    made = drawn(desk, [discipline(desk, "A1")])
    at = open_page("curricula", role=role, lang=lang)
    assert not at.exception and "6B02115" in str(table(at))
    assert bool(at.expander) == (role is Role.head)
    at = open_page("curriculum", role=role, lang=lang, id=made.id)
    assert not at.exception
    assert {"kk": "Барлығы: 5 / 240", "ru": "Всего: 5 / 240", "en": "In all: 5 / 240"}[lang] in told(at).replace(
        "\\", ""
    )
    assert any(b.key.startswith("send-ask:curricula.save") for b in at.button) == (role is Role.head)


def test_without_a_curriculum_the_page_says_so(open_page: Open) -> None:
    for id in ("", "nowhere"):
        at = open_page("curriculum", id=id)
        assert not at.exception and "Оқу жоспары таңдалмаған" in told(at)


def test_what_is_typed_is_counted_at_once_and_saved_by_one_act(open_page: Open, desk: Desk, store: Store) -> None:
    made = drawn(desk, [discipline(desk, "A1"), discipline(desk, "A2")])
    discipline(desk, "A3", "7")
    at = open_page("curriculum", id=made.id, lang="ru")
    me = Desk(actor_of_page(store), store)
    drafts.keep(me, made.id, [(made.lines[0].id, "credits", "6,5")])
    drafts.add(me, made.id, [{"semester": "3", "code": "A3"}])
    at.run()
    assert "Всего: 18,50 / 240" in told(at)
    next(b for b in at.button if b.key.startswith("send-ask:curricula.save")).click().run()
    assert not at.exception
    kept = store.load(Curriculum, made.id)
    assert [(x.code, x.credits) for x in kept.lines] == [("A1", 6.5), ("A2", 5), ("A3", 7)] and kept.credits == 18.5
    assert drafts.of(me, made.id) is None


def test_a_bad_cell_is_not_saved_and_not_lost(open_page: Open, desk: Desk, store: Store) -> None:
    made = drawn(desk, [discipline(desk, "A1")])
    at = open_page("curriculum", id=made.id)
    me = Desk(actor_of_page(store), store)
    drafts.keep(me, made.id, [(made.lines[0].id, "credits", "бес"), (made.lines[0].id, "code", "ЖОҚ")])
    at.run()
    next(b for b in at.button if b.key.startswith("send-ask:curricula.save")).click().run()
    assert "Сақталмады" in told(at) and store.load(Curriculum, made.id).revision == made.revision
    kept = drafts.of(me, made.id)
    assert kept is not None and kept.now(made.lines[0].id) == {"credits": "бес", "code": "ЖОҚ"}


def test_two_people_over_one_curriculum_see_both_texts(open_page: Open, desk: Desk, store: Store) -> None:
    made = drawn(desk, [discipline(desk, "A1"), discipline(desk, "A2")])
    at = open_page("curriculum", id=made.id, lang="ru")
    me = Desk(actor_of_page(store), store)
    drafts.keep(me, made.id, [(made.lines[0].id, "credits", "6")])
    rows = [{**plain(x), "discipline": x.discipline.id} for x in made.lines]
    rows[0]["credits"] = "7"
    curricula.edit(desk, made.id, made.revision, rows, Why("бірінші болып"))
    at.run()
    assert "сохранил(а)" in told(at)
    assert ["A1", "Кредиты", "5", "7", "6"] in [r for t in range(len(at.dataframe)) for r in table(at, t)]
    next(b for b in at.button if b.key == f"mine-{made.id}").click().run()
    next(b for b in at.button if b.key.startswith("send-ask:curricula.save")).click().run()
    assert not at.exception and store.load(Curriculum, made.id).lines[0].credits == 6


def test_approval_names_what_is_wrong(open_page: Open, desk: Desk, store: Store) -> None:
    made = drawn(desk, [discipline(desk, "A1")])
    at = open_page("curriculum", id=made.id, lang="ru")
    assert "ООД, ОК: 0 кр., нужно не менее 51: не хватает 51" in told(at)  # a part of the template, by its name
    tab(at, "approve")
    assert "ООД, ОК: 0 кр., нужно не менее 51: не хватает 51" in told(at)  # said before anything is pressed
    protocol = next(t for t in at.text_input if t.label.startswith("Протокол"))
    protocol.set_value("9").run()
    next(b for b in at.button if b.label == "Утвердить").click().run()
    assert "approved_on" in str(at.session_state[f"curriculum:approve:{made.id}!problems"])  # the day is missing
    at.date_input[0].set_value(date(2026, 4, 20)).run()
    next(b for b in at.button if b.label == "Утвердить").click().run()
    assert "Всего 5 кр., нужно 240: не хватает 235" in told(at)
    assert store.load(Curriculum, made.id).state.value == "draft"


def test_difference_versions_files_and_a_copy(open_page: Open, desk: Desk, store: Store) -> None:
    made = drawn(desk, [discipline(desk, "A1"), discipline(desk, "A2")])
    copied = curricula.copy(desk, made.id, {"programme": plain(made.programme), "intake": 2027}, Why("көшірме"))
    rows = [{**plain(x), "discipline": x.discipline.id} for x in copied.lines][1:]
    curricula.edit(desk, copied.id, copied.revision, [{**rows[0], "semester": 4}], Why("өзгерді"))
    at = open_page("curriculum", id=copied.id, lang="ru")
    tab(at, "difference")
    found = {row[2]: (row[0], row[4]) for row in table(at)}
    assert found["A1"][0] == "Убрана" and found["A2"] == ("Другой семестр", "Семестр: 2 → 4")
    for name in ("versions", "file", "copy"):
        tab(at, name)
        assert not at.exception, name


def test_a_renamed_discipline_is_told_after_saving(open_page: Open, desk: Desk, store: Store) -> None:
    taught = discipline(desk, "A1")
    made = drawn(desk, [taught])
    store.db["curricula"].update_one({"_id": made.id}, {"$set": {"state": "approved"}})
    name = {"name": {"kk": "Жаңа атау", "ru": "Новое название"}}
    references.save(desk, Discipline, taught.id, taught.revision, name, Why("атауы өзгерді"))
    at = open_page("references", lang="ru", kind="disciplines", id=taught.id)
    assert "сохраняет старое название" in told(at) and "«Дисциплина A1»" in told(at)


def test_the_ledger_on_the_card(open_page: Open, desk: Desk) -> None:
    made = drawn(desk, [discipline(desk, "A1"), discipline(desk, "A2")])
    kept = students.admit(desk, person(), study(curriculum=made.ref()), Why("қабылдау"))
    at = open_page("student", lang="ru", id=kept.id)
    tab(at, "credits", f"v:tab:{kept.id}")
    assert not at.exception
    assert [m.value for m in at.metric] == ["10", "0", "0", "10"]
    assert [r[1] for r in table(at)] == ["A1", "A2"]


def actor_of_page(store: Store) -> Any:
    """Who works on the page that was opened last."""
    from core.users import actor_of
    from schemas.user import User

    row = store.rows("users", {"role": "head"}, sort=[("_id", -1)])[0]
    return actor_of(User.model_validate(row))


def tab(at: AppTest, name: str, key: str = "v:curriculum.tab") -> None:
    found = next(g for g in at.segmented_control if (g.key or "").startswith(key))
    found.set_value(name).run()


def test_a_circle_of_prerequisites_is_told_beside_the_field(open_page: Open, desk: Desk, store: Store) -> None:
    a, b = discipline(desk, "A1"), discipline(desk, "B1")
    references.save(desk, Discipline, b.id, b.revision, {"prerequisites": [plain(a.ref())]}, Why("а → б"))
    at = open_page("references", lang="ru", kind="disciplines", id=a.id)
    field = next(m for m in at.multiselect if m.label == "Пререквизиты")
    field.set_value([b.id]).run()
    next(x for x in at.button if (x.key or "").startswith("send-disciplines")).click().run()
    assert "Пререквизиты замыкаются в круг: «Дисциплина A1» ← «Дисциплина B1» ← «Дисциплина A1»" in told(at)
    assert not store.load(Discipline, a.id).prerequisites


def test_a_file_is_tried_and_put_into_the_table(open_page: Open, desk: Desk, store: Store) -> None:
    made = drawn(desk, [discipline(desk, "A1")])
    discipline(desk, "B1", "3")
    at = open_page("curriculum", lang="ru", id=made.id)
    tab(at, "file")
    file = "Семестр;Код дисциплины;Кредиты\n1;A1;6\n2;B1;\n2;НЕТ;5\n".encode()
    at.file_uploader[0].upload("plan.csv", file, "text/csv")
    at.run()
    assert "Строк: 3, из них прочитано: 2, проблем: 1" in told(at)
    assert ["4", "Код дисциплины", "В каталоге нет дисциплины с кодом «НЕТ»"] in table(at)
    next(b for b in at.button if b.key == f"place:{made.id}").click().run()
    kept = drafts.of(Desk(actor_of_page(store), store), made.id)
    assert kept is not None and [r["now"]["code"] for r in kept.rows.values() if r["now"]] == ["A1", "B1", "НЕТ"]


def test_empty_rows_and_disciplines_of_the_catalogue_are_added(open_page: Open, desk: Desk, store: Store) -> None:
    made, new = drawn(desk, [discipline(desk, "A1")]), discipline(desk, "B1", "3")
    at = open_page("curriculum", lang="ru", id=made.id)
    at.number_input[0].set_value(3).run()
    next(b for b in at.button if b.key == f"rows:{made.id}").click().run()
    next(m for m in at.multiselect if (m.key or "").startswith("add:")).set_value([new.id]).run()
    next(b for b in at.button if b.key == f"add-go:{made.id}").click().run()
    assert not at.exception
    kept = drafts.of(Desk(actor_of_page(store), store), made.id)
    assert kept is not None and [kept.now(i).get("code", "") for i in sorted(kept.rows)] == ["", "", "", "B1"]
    next(b for b in at.button if (b.key or "").startswith("send-ask:curricula.save")).click().run()
    assert "Семестр" in told(at) and store.load(Curriculum, made.id).revision == made.revision  # B1 has no semester
    at.button(key=f"drop:{made.id}").click().run()
    assert drafts.of(Desk(actor_of_page(store), store), made.id) is None
