"""What the head describes by data stands at once, keeps its versions, and refuses what would lose values."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from core import house, imports, kinds, references, students, users
from core.audit import trail
from core.audit import words as audit_words
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken, StaleRevision
from core.fields import describe, form_fields
from core.i18n import t
from core.students.second_study import open_study
from core.ui.tables.cells import text
from schemas.base import Ref, Text, Word, new_id
from schemas.discipline import Discipline
from schemas.kinds import Kind, Sort
from schemas.student import Profile, StudyProfile
from schemas.words import Funding, Role
from tests.conftest import actor, application

WHY = Why("керек болды")


def why() -> Why:
    return Why("керек болды")


def name(kk: str, ru: str = "", en: str = "") -> dict[str, str]:
    return {"kk": kk, "ru": ru, "en": en}


def field(desk: Desk, code: str = "room", **body: object) -> Kind:
    values = {"code": code, "name": name(f"Өріс {code}", f"Поле {code}", f"Field {code}")}
    values |= {f"body.{k}": v for k, v in ({"of": "students", "type": "text"} | body).items()}
    return kinds.save(desk, Sort.field, None, 0, values, why())


def student(desk: Desk, number: str = "1", custom: dict[str, object] | None = None):  # type: ignore[no-untyped-def]
    card = Profile(
        number=number,
        name={"last": "Ахмет", "first": "Али"},
        iin_absent_reason="x",
        custom=custom,  # type: ignore[arg-type]
    )
    return students.admit(desk, card, StudyProfile(id=new_id()), why())


def problem(e: pytest.ExceptionInfo[Problems]) -> tuple[str, str]:
    found = e.value.problems[0]
    return found.field, found.key


def test_an_added_field_stands_at_once_in_form_list_rule_and_record(head: Desk) -> None:
    field(head, "room", longest=10, filter=True)
    assert "custom.room" in [s.path for s in form_fields(Profile)]
    assert "custom.room" in dict(students.columns()) and "custom.room" in dict(students.filters())
    made = student(head, custom={"room": "12а"})
    assert head.store.one("students", {"_id": made.id})["custom"] == {"room": "12а"}  # type: ignore[index]
    changed = students.edit(head, made.id, made.revision, {"custom.room": "14"}, why())
    assert changed.custom == {"room": "14"}
    assert [r["_id"] for r in students.listed(head, filters={"custom.room": "14"})] == [made.id]
    with pytest.raises(Problems) as e:
        students.edit(head, made.id, changed.revision, {"custom.room": "ұзын-ұзын бөлме нөмірі"}, why())
    assert problem(e) == ("custom.room", "errors.field.string_too_long")


def test_the_database_itself_refuses_an_unknown_field_and_a_wrong_type(head: Desk, tampered: None) -> None:
    field(head, "floor", type="int")
    made = student(head, custom={"floor": 3})
    collection = head.store.db["students"]
    for wrong in ({"custom.nobody": "x"}, {"custom.floor": "үш"}):
        with pytest.raises(Exception, match="Document failed validation"):
            collection.update_one({"_id": made.id}, {"$set": wrong})


def test_an_unknown_own_field_is_refused_by_the_act(head: Desk) -> None:
    with pytest.raises(Problems) as e:
        student(head, custom={"nobody": "x"})
    assert problem(e) == ("custom.nobody", "errors.field.extra_forbidden")


@pytest.mark.parametrize("type_", ["text", "area", "int", "decimal", "date", "bool"])
def test_each_type_is_kept_and_read_back(head: Desk, type_: str) -> None:
    values = {"text": "a", "area": "b", "int": 7, "decimal": "2.5", "date": "2026-09-01", "bool": True}
    field(head, "thing", type=type_)
    made = student(head, custom={"thing": values[type_]})
    again = students.card(head, made.id, look=False)
    assert str(plain(again.custom)["thing"]) == str(values[type_])


def test_a_field_of_a_reference_document(head: Desk) -> None:
    field(head, "hall", of="disciplines")
    values = {"code": "FP1", "name": name("Фортепиано"), "credits": 4, "custom.hall": "Үлкен зал"}
    made = references.save(head, Discipline, None, 0, values, why())
    assert made.custom == {"hall": "Үлкен зал"}
    again = references.save(head, Discipline, made.id, made.revision, {"custom.hall": "Кіші зал"}, why())
    assert again.custom == {"hall": "Кіші зал"}
    entry = head.store.rows("audit_events", {"subject.id": made.id}, sort=[("seq", -1)])[0]
    assert [(c["path"], c["was"], c["now"]) for c in entry["changes"]] == [("custom.hall", "Үлкен зал", "Кіші зал")]


def test_required_from_a_day_holds_from_that_day(head: Desk) -> None:
    field(head, "room", required_from=head.today() + timedelta(days=1))
    student(head, "1")
    kinds.save(head, Sort.field, "room", 1, {"body.required_from": head.today()}, why())
    with pytest.raises(Problems) as e:
        student(head, "2")
    assert problem(e) == ("custom.room", "errors.field.missing")


def test_a_retired_field_stays_readable_and_is_not_asked_for(head: Desk) -> None:
    field(head, "room")
    made = student(head, custom={"room": "12"})
    kinds.retire(head, Sort.field, "room", 1, why())
    assert "custom.room" not in [s.path for s in form_fields(Profile)]
    assert "custom.room" in [s.path for s in describe(Profile)]
    assert students.card(head, made.id, look=False).custom == {"room": "12"}
    students.edit(head, made.id, made.revision, {"citizenship": "ҚР"}, why())
    kinds.restore(head, Sort.field, "room", 1, 2, why())
    assert "custom.room" in [s.path for s in form_fields(Profile)]


@pytest.mark.parametrize(
    ("code", "kk", "where", "key"),
    [
        ("number", "Басқа", "code", "kinds.field_taken"),
        ("other", "Студент нөмірі", "name", "kinds.label_taken"),
        ("Room", "Бөлме", "code", "errors.field.string_pattern_mismatch"),
    ],
)
def test_a_field_named_like_an_existing_one_is_refused(head: Desk, code: str, kk: str, where: str, key: str) -> None:
    values = {"code": code, "name": name(kk, kk + "!", kk + "?"), "body.of": "students", "body.type": "text"}
    with pytest.raises(Problems) as e:
        kinds.save(head, Sort.field, None, 0, values, why())
    assert problem(e) == (where, key)


def test_a_type_changes_only_while_no_value_is_in_place(head: Desk) -> None:
    field(head, "room")
    kinds.save(head, Sort.field, "room", 1, {"body.type": "int"}, why())
    student(head, custom={"room": 5})
    with pytest.raises(Problems) as e:
        kinds.save(head, Sort.field, "room", 2, {"body.type": "date"}, why())
    assert problem(e) == ("body.type", "kinds.values_in_place")
    with pytest.raises(Problems) as e:
        kinds.save(head, Sort.field, "room", 2, {"body.high": 4}, why())
    assert problem(e) == ("body.high", "kinds.values_outside")
    kinds.save(head, Sort.field, "room", 2, {"body.high": 9}, why())


def test_choices_used_can_be_closed_but_not_removed(head: Desk) -> None:
    items = [{"code": "north", "name": name("Солтүстік")}, {"code": "south", "name": name("Оңтүстік")}]
    kinds.save(head, Sort.choices, None, 0, {"code": "side", "name": name("Жағы"), "body.items": items}, why())
    field(head, "wing", type="choice", choices="side")
    made = student(head, custom={"wing": "north"})
    with pytest.raises(Problems) as e:
        kinds.save(head, Sort.choices, "side", 1, {"body.items": items[1:]}, why())
    assert problem(e) == ("body.items", "kinds.choice_used")
    kinds.save(head, Sort.choices, "side", 1, {"body.items": [{**items[0], "closed": True}, items[1]]}, why())
    assert students.card(head, made.id, look=False).custom == {"wing": "north"}
    with pytest.raises(Problems):
        students.edit(head, made.id, made.revision, {"custom.wing": "west"}, why())


def test_versions_are_compared_brought_back_and_never_edited(head: Desk) -> None:
    mask = {"code": "memo", "name": name("Жазба"), "body.mask": "{year}-{n:3}"}
    first = kinds.save(head, Sort.mask, None, 0, mask, why())
    second = kinds.save(head, Sort.mask, "memo", 1, {"body.mask": "{n:4}/{yy}"}, why())
    assert kinds.compare(first, second) == [("body.mask", "{year}-{n:3}", "{n:4}/{yy}")]
    third = kinds.restore(head, Sort.mask, "memo", 1, 2, why())
    assert (third.version, third.body.mask) == (3, "{year}-{n:3}")  # type: ignore[union-attr]
    with pytest.raises(StaleRevision):
        kinds.save(head, Sort.mask, "memo", 2, {"body.mask": "{year}/{n}"}, why())
    assert [k.version for k in kinds.versions(head, Sort.mask, "memo")] == [3, 2, 1]


def test_a_coming_version_waits_for_its_day(head: Desk) -> None:
    mask = {"code": "memo", "name": name("Жазба"), "body.mask": "{year}-{n:3}"}
    kinds.save(head, Sort.mask, None, 0, mask, why())
    day = head.today() + timedelta(days=10)
    kinds.save(head, Sort.mask, "memo", 1, {"body.mask": "{year}/{n:3}", "effective": day}, why())
    assert house.entry(Sort.mask, "memo").version == 1
    house.refresh(head.store, day)
    assert house.entry(Sort.mask, "memo").version == 2
    house.refresh(head.store)


def test_numbers_by_a_mask_have_no_gap_and_no_repeat(head: Desk) -> None:
    mask = {"code": "memo", "name": name("Жазба"), "body.mask": "{year}-{n:3}"}
    kinds.save(head, Sort.mask, None, 0, mask, why())
    got: list[str] = []

    def work(tx):  # type: ignore[no-untyped-def]
        got.append(tx.numbered("memo"))
        return tx.get(Kind, house.entry(Sort.mask, "memo").id)

    for _ in range(3):
        head.transact("kind.edit", work, why())
    year = head.today().year
    assert got == [f"{year}-001", f"{year}-002", f"{year}-003"]
    assert kinds.preview(head, house.entry(Sort.mask, "memo"))[0][1]["numbers"].startswith(f"{year}-004")


def test_a_label_and_a_message_said_otherwise_everywhere(head: Desk) -> None:
    says = {"code": "w1", "name": name("Сөз"), "body.key": "field.students.citizenship", "body.kk": "Елі"}
    kinds.save(head, Sort.wording, None, 0, says, why())
    spec = next(s for s in describe(Profile) if s.path == "citizenship")
    assert spec.label("kk") == "Елі" and spec.label("ru") == "Гражданство"
    says = {"code": "w2", "name": name("Сөз"), "body.key": "common.save", "body.kk": "Жазып қою"}
    kinds.save(head, Sort.wording, None, 0, says, why())
    assert t("common.save", "kk") == "Жазып қою"
    with pytest.raises(Problems) as e:
        says = {"code": "w3", "name": name("Сөз"), "body.key": "errors.not_found", "body.kk": "{nobody}"}
        kinds.save(head, Sort.wording, None, 0, says, why())
    assert problem(e) == ("body.kk", "kinds.wording_place")
    kinds.retire(head, Sort.wording, "w2", 1, why())
    assert t("common.save", "kk") != "Жазып қою"


def test_a_layout_orders_hides_and_locks_by_role(head: Desk, senior: Desk) -> None:
    rows = [
        {"path": "citizenship", "group": "contacts"}, {"path": "born", "hidden": ["department"]},
        {"path": "sex", "fixed": ["senior_registrar"]},
    ]  # fmt: skip
    values = {"code": "card", "name": name("Карточка"), "body.of": "students", "body.rows": rows}
    kinds.save(head, Sort.layout, None, 0, values, why())
    assert [s.path for s in describe(Profile)][:3] == ["citizenship", "born", "sex"]
    made = student(head)
    students.edit(head, made.id, 1, {"born": "2005-05-05"}, why())
    chief = Desk(actor(Role.department, department="d1"), head.store)
    assert "born" not in dict(students.columns(Role.department))
    row = head.store.one("students", {"_id": made.id})
    assert row and "born" not in chief.seen(type(made), row)
    assert "2005-05-05" not in json.dumps(plain(chief.seen(type(made), row)), default=str)
    with pytest.raises(Problems) as e:
        students.edit(senior, made.id, 2, {"sex": "male"}, why())
    assert problem(e) == ("sex", "errors.field.not_yours")


def test_nobody_but_the_head_describes(senior: Desk) -> None:
    with pytest.raises(Forbidden):
        field(senior, "room")


def test_entries_move_as_a_file_with_their_differences(head: Desk) -> None:
    mask = {"code": "memo", "name": name("Жазба"), "body.mask": "{year}-{n:3}"}
    kinds.save(head, Sort.mask, None, 0, mask, why())
    field(head, "room")
    data = kinds.export_file(head, [(Sort.mask, "memo"), (Sort.field, "room")])
    kinds.save(head, Sort.mask, "memo", 1, {"body.mask": "{year}/{n:3}"}, why())
    found = kinds.coming(head, data)
    assert [c.state for c in found] == ["changed", "same"]
    kinds.accept(head, found, why())
    assert house.entry(Sort.mask, "memo").version == 3
    with pytest.raises(RuleBroken, match="kinds.file_changed"):
        kinds.coming(head, data.replace(b"{year}-", b"{year}+"))
    with pytest.raises(RuleBroken, match="kinds.not_a_file"):
        kinds.coming(head, b"{}")


def test_shipped_entries_come_once_and_a_retired_one_is_not_brought_again(head: Desk) -> None:
    first = kinds.ship(head.store)
    assert first == len(list(__import__("core.kinds.shipped", fromlist=["entries"]).entries())) > 0
    assert kinds.ship(head.store) == 0


def test_a_reason_code_says_why_and_counts_its_use(head: Desk) -> None:
    says = {"code": "moved", "name": name("Көшті"), "body.acts": ["student.edit"]}
    kind = kinds.save(head, Sort.reason, None, 0, says, why())
    made = student(head)
    students.edit(head, made.id, 1, {"citizenship": "ҚР"}, Why("Көшті", code="moved"))
    assert kinds.preview(head, kind) == [("kinds.preview.reason", {"n": 1})]
    with pytest.raises(RuleBroken, match="kinds.reason_not_here"):
        head.transact("kind.edit", lambda tx: tx.get(Kind, kind.id), Why("x", code="moved"))
    kinds.retire(head, Sort.reason, "moved", 1, why())
    with pytest.raises(RuleBroken, match="kinds.is_retired"):
        students.edit(head, made.id, 2, {"citizenship": ""}, Why("x", code="moved"))


def test_a_hidden_field_leaks_nowhere(head: Desk) -> None:
    rows = [{"path": "iin", "hidden": ["management"]}]
    field(head, "secret", sees=["head"])
    kinds.save(
        head, Sort.layout, None, 0,
        {"code": "card", "name": name("Карточка"), "body.of": "students", "body.rows": rows}, why(),
    )  # fmt: skip
    made = student(head, custom={"secret": "құпия"})
    students.edit(head, made.id, 1, {"iin": "030315500126", "custom.secret": "жасырын"}, why())
    chief = Desk(actor(Role.management), head.store)
    for read in (
        students.card(chief, made.id, look=False).model_dump(), students.listed(chief),
        students.as_of(chief, made.id), students.compare(chief, made.id, 1, 2),
        [trail.entry(chief, e["_id"]) for e in trail.history(chief, trail.Asked())],
        students.listed(chief, "030315500126"), students.listed(chief, filters={"custom.secret": "жасырын"}),
    ):  # fmt: skip
        said = json.dumps(plain(read), default=str, ensure_ascii=False)
        assert not any(word in said for word in ("құпия", "жасырын", "030315500126"))
    assert students.listed(chief, "030315500126") == []
    assert "custom.secret" not in dict(students.columns(Role.management)) | dict(students.filters(Role.management))


def test_an_own_field_comes_in_with_a_table_and_goes_out_with_a_list(head: Desk) -> None:
    items = [{"code": "north", "name": name("Солтүстік", "Север", "North")}]
    kinds.save(head, Sort.choices, None, 0, {"code": "side", "name": name("Жағы"), "body.items": items}, why())
    field(head, "wing", type="choice", choices="side")
    field(head, "entry_day", of="studies", type="date")
    head_row = "number;name.last;name.first;iin_absent_reason;Field wing;Поле entry_day"
    table = imports.read("f.csv", f"{head_row}\n1;А;Б;x;Север;01.09.2026\n2;В;Г;x;;\n".encode())
    plan = imports.plan(head, table, "students", imports.guess("students", table.headings))
    assert plan.problems == []
    imports.accept(head, plan, why())
    first = next(r for r in students.listed(head) if r["number"] == "1")
    assert first["custom"] == {"wing": "north"} and first["studies"][0]["custom"] == {"entry_day": "2026-09-01"}
    columns = dict(students.columns())
    for lang, said in (("kk", "Солтүстік"), ("ru", "Север"), ("en", "North")):
        assert text(("custom.wing", columns["custom.wing"]), first, lang) == said  # type: ignore[arg-type]
    kinds.save(head, Sort.field, "wing", 1, {"body.required_from": head.today()}, why())
    table = imports.read("g.csv", f"{head_row}\n1;А;Б;x;;02.09.2026\n3;Д;Е;x;;\n".encode())
    plan = imports.plan(head, table, "students", imports.guess("students", table.headings))
    assert plan.verdicts == ["changed", "problem"]
    assert [(p.field, p.key) for p in plan.problems] == [("Өріс wing", "errors.field.missing")]


def test_a_value_of_a_closed_list_said_otherwise(head: Desk) -> None:
    says = {"code": "w4", "name": name("Сөз"), "body.key": "word.Funding.paid", "body.kk": "Келісімшарт"}
    kinds.save(head, Sort.wording, None, 0, says, why())
    assert Funding.paid.label("kk") == "Келісімшарт" and Funding.paid.label("ru") == "Платное"
    kinds.retire(head, Sort.wording, "w4", 1, why())
    assert Funding.paid.label("kk") == "Ақылы"
    lists = [k.__name__ for k in Word.__subclasses__()]
    assert len(lists) == len(set(lists))


def test_an_account_has_fields_of_the_office_too(head: Desk) -> None:
    field(head, "cabinet", of="users")
    fields = {"login": "aliya", "name": "Әлия", "role": "senior_registrar", "custom.cabinet": "101"}
    made = users.create(head, fields, "қалалық-бақ-7", why())
    assert made.custom == {"cabinet": "101"}
    again = users.edit(head, made.id, made.revision, {"custom.cabinet": "102"}, why())
    assert again.custom == {"cabinet": "102"}


def test_a_value_in_any_of_several_studies_keeps_the_type(head: Desk) -> None:
    field(head, "lesson_room", of="studies")
    made = student(head)
    first = made.studies[0].id
    made = students.edit(head, made.id, made.revision, {f"studies.{first}.custom.lesson_room": "Ескі"}, why())
    second = StudyProfile(id=new_id(), programme=Ref(id="p2", label=Text(kk="Вокал")))
    open_study(head, made.id, made.revision, second, why())
    with pytest.raises(Problems) as e:
        kinds.save(head, Sort.field, "lesson_room", 1, {"body.type": "int"}, why())
    assert problem(e) == ("body.type", "kinds.values_in_place")
    shown = kinds.preview(head, house.entry(Sort.field, "lesson_room"))
    assert shown[0][1]["filled"] == 1


def test_an_older_value_of_another_type_is_said_as_it_was_written(head: Desk) -> None:
    field(head, "room")
    made = student(head, custom={"room": "abc"})
    made = students.edit(head, made.id, made.revision, {"custom.room": None}, why())
    for type_, more in (("date", {}), ("int", {}), ("ref", {"body.to": "people"})):
        last = kinds.versions(head, Sort.field, "room")[0].version
        kinds.save(head, Sort.field, "room", last, {"body.type": type_, **more}, why())
        spec = next(s for s in describe(Profile) if s.path == "custom.room")
        assert text(("custom.room", spec), {"custom": {"room": "abc"}}, "kk") == "abc"
        for entry in trail.history(head, trail.Asked()):
            audit_words.lines(trail.entry(head, entry["_id"]), "kk")


def test_a_required_field_is_neither_emptied_nor_asked_of_who_may_not_fill_it(head: Desk, senior: Desk) -> None:
    field(head, "room", required_from=head.today(), edits=["head"])
    student(senior, "2")
    made = student(head, custom={"room": "12"})
    with pytest.raises(Problems) as e:
        students.edit(head, made.id, made.revision, {"custom.room": None}, why())
    assert problem(e) == ("custom.room", "errors.field.missing")


def test_a_hidden_field_stays_hidden_on_the_day_it_becomes_required(head: Desk) -> None:
    field(head, "room", required_from=head.today())
    rows = [{"path": "custom.room", "hidden": ["teacher"]}]
    values = {"code": "card", "name": name("Карточка"), "body.of": "students", "body.rows": rows}
    kinds.save(head, Sort.layout, None, 0, values, why())
    assert "custom.room" not in [s.path for s in describe(Profile, Role.teacher)]


@pytest.mark.parametrize("hidden", ["name.latin", "name.last", "number"])
def test_what_a_person_is_found_by_is_hidden_from_nobody(head: Desk, hidden: str) -> None:
    values = {"code": "card", "name": name("Карточка"), "body.of": "students"}
    values["body.rows"] = [{"path": hidden, "hidden": ["teacher"]}]
    with pytest.raises(Problems) as e:
        kinds.save(head, Sort.layout, None, 0, values, why())
    assert problem(e) == ("body.rows.0.hidden", "kinds.required_stays")


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ({"sees": ["teacher"]}, "kinds.head_left_out"),
        ({"edits": ["teacher"]}, "kinds.head_left_out"),
        ({"personal": True, "filter": True}, "kinds.personal_no_filter"),
    ],
)
def test_a_field_nobody_could_use_is_refused(head: Desk, body: dict[str, object], key: str) -> None:
    with pytest.raises(Problems) as e:
        field(head, "room", **body)
    assert e.value.problems[0].key == key


def test_personal_is_decided_once_and_can_always_be_erased(head: Desk) -> None:
    field(head, "nick", personal=True)
    made = student(head, custom={"nick": "Бек"})
    made = students.edit(head, made.id, made.revision, {"custom.nick": None}, why())
    with pytest.raises(Problems) as e:
        kinds.save(head, Sort.field, "nick", 1, {"body.personal": False}, why())
    assert problem(e) == ("body.personal", "kinds.personal_stays")
    students.erase(head, made.id, made.revision, ["custom.nick"], application())
    assert head.store.count("personal", {"field": "custom.nick"}) == 0


def test_a_mask_that_has_counted_keeps_when_it_starts_anew(head: Desk) -> None:
    mask = {"code": "memo", "name": name("Жазба"), "body.mask": "{year}-{n:3}"}
    kind = kinds.save(head, Sort.mask, None, 0, mask, why())
    kinds.save(head, Sort.mask, "memo", 1, {"body.every": "never"}, why())
    head.transact("kind.edit", lambda tx: (tx.numbered("memo"), tx.get(Kind, kind.id))[1], why())
    with pytest.raises(Problems) as e:
        kinds.save(head, Sort.mask, "memo", 2, {"body.every": "year"}, why())
    assert problem(e) == ("body.every", "kinds.mask_counts")


@pytest.mark.parametrize(
    ("path", "wrong", "right"),
    [("contacts.email", "жаман", "aru@mysal.kz"), ("contacts.phone", "жоқ", "+7 701 123-45-67, 87011234567")],
)
def test_what_is_no_address_is_refused_where_it_is_written(head: Desk, path: str, wrong: str, right: str) -> None:
    made = student(head)
    with pytest.raises(Problems) as e:
        students.edit(head, made.id, made.revision, {path: wrong}, why())
    assert problem(e)[0] == path
    students.edit(head, made.id, made.revision, {path: right}, why())
    field_name = path.split(".")[1]
    card = Profile(
        number="9",
        name={"last": "А", "first": "Б"},
        iin_absent_reason="x",
        contacts={field_name: wrong},  # type: ignore[arg-type]
    )
    with pytest.raises(Problems) as e:
        students.admit(head, card, StudyProfile(id=new_id()), why())
    assert problem(e)[0] == path


def test_one_name_asks_whether_it_is_one_person_where_a_birth_date_is_missing(head: Desk) -> None:
    made = student(head)
    same = {"name": {"last": "Ахмет", "first": "Али"}}
    assert [r["_id"] for r in students.duplicates(head, same)] == [made.id]
    assert [r["_id"] for r in students.duplicates(head, {**same, "born": "2005-05-05"})] == [made.id]
    students.edit(head, made.id, made.revision, {"born": "2004-04-04"}, why())
    assert students.duplicates(head, {**same, "born": "2005-05-05"}) == []


def test_the_trail_of_a_merge_and_of_a_paper_hides_what_a_role_does_not_see(head: Desk) -> None:
    field(head, "secret", sees=["head"])
    for path, kind in (("events.3.changes", "students"), ("printed.body", "papers"), ("values", "papers")):
        change = {"kind": kind, "path": path, "was": None, "now": [{"field": "custom.secret", "now": "құпия"}]}
        assert audit_words.hidden_from(change, Role.auditor) and not audit_words.hidden_from(change, Role.head)
    seen = {"kind": "papers", "path": "state", "was": "made", "now": "signed"}
    assert not audit_words.hidden_from(seen, Role.auditor)
