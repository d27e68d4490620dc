"""Accounts from a table: in any language, with what is wrong named by row, all in one act or none."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
import xlsxwriter

from core import references
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Duplicate, Forbidden, Problems, RuleBroken
from core.imports.reading import Table, read
from core.users import bulk, passwords, sessions
from schemas.base import LANGS
from schemas.reference import Department
from schemas.user import User
from schemas.words import Role, Work
from tests.acts.test_users import appoint
from tests.conftest import actor

HEAD = {
    "kk": "Логин;Аты-жөні;Рөлі;Бекітілген факультеттер;Бекітілген топтар;Жұмыс түрлері;Бұйрық күні",
    "ru": "Логин;ФИО;Роль;Закреплённые факультеты;Закреплённые группы;Виды работы;Дата приказа",
    "en": "login;name;role;faculties;groups;work;order_day",
}
ROLE = {"kk": "Статистик-тіркеуші", "ru": "статистик-регистратор", "en": "registrar"}


def table(*lines: str) -> Table:
    return read("accounts.csv", "\n".join(lines).encode())


@pytest.fixture
def faculty(head: Desk) -> Department:
    values = {"code": "Ф-1", "name": {"kk": "Аспап факультеті", "ru": "Оркестровый"}, "kind": "faculty"}
    return references.save(head, Department, None, 0, values, Why("ашылды"))


@pytest.mark.parametrize("lang", LANGS)
def test_a_table_in_any_language_makes_accounts_that_change_their_password(
    head: Desk, store: Store, faculty: Department, lang: str
) -> None:
    named = {"kk": "Аспап факультеті", "ru": "Оркестровый", "en": "Ф-1"}[lang]
    made = bulk.plan(head, table(
        HEAD[lang], f'Anar;Анар;{ROLE[lang]};{named};"ДОМ-1; ДОМ-2";"sheets;Транскриптер";01.09.2026',
        f"berik;Берік;{Role.auditor.label('ru')};;;;",
    ))  # fmt: skip
    assert made.wrong == [] and made.unknown == []
    first = [passwords.invented() for _ in made.lines]
    ids = bulk.appoint(head, made.lines, first, Why("бұйрық"))
    anar = store.load(User, ids[0])
    assert (anar.login, anar.role, anar.groups) == ("anar", Role.registrar, ["ДОМ-1", "ДОМ-2"])
    assert anar.faculties[0].id == faculty.id and anar.work == [Work.sheets, Work.transcripts] and anar.must_change
    token = sessions.sign_in(store, "berik", first[1], "10.0.0.7", now=datetime.now(UTC))
    assert (sessions.resolve(store, token) or pytest.fail()).must_change
    entries = store.rows("audit_events", {"action": "user.appoint_many"})
    assert len(entries) == 1 and len(entries[0]["touched"]) == 2 and first[0] not in str(entries)
    assert first[0] in bulk.password_file(made.lines, first, "kk").decode("utf-8-sig")


def test_a_workbook_is_read_too(head: Desk) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    for n, row in enumerate([["Логин", "ФИО", "Роль"], ["anar", "Анар", "Аудитор"]]):
        page.write_row(n, 0, row)
    book.close()
    assert bulk.plan(head, read("accounts.xlsx", out.getvalue())).lines[0].user.role is Role.auditor  # type: ignore[union-attr]


def test_what_is_wrong_is_named_by_row_and_nobody_is_appointed(head: Desk, store: Store) -> None:
    appoint(head, "taken")
    made = bulk.plan(head, table(
        HEAD["kk"] + ";Түсініксіз", "taken;А;Аудитор;;;;;", "anar;Б;Ғарышкер;;;;;", "anar;В;Аудитор;;;;31.02.2026;",
        "ok;Г;Статистик-тіркеуші;;;;;", ";Д;Аудитор;;;;;", "good;Е;Аудитор;;;;;",
        ";Ж;Статистик-тіркеуші;;;;31.02.2026;",
    ))  # fmt: skip
    said = [(line.number, sorted(p.key for p in line.problems)) for line in made.lines]
    assert made.unknown == ["Түсініксіз"] and said == [
        (2, ["errors.field.duplicate"]), (3, ["imports.not_in_list"]),
        (4, ["errors.field.date_impossible", "users.table_twice"]), (5, ["users.scope_missing"]),
        (6, ["errors.field.string_too_short"]), (7, []),
        (8, ["errors.field.date_impossible", "errors.field.string_too_short", "users.scope_missing"]),
    ]  # fmt: skip
    with pytest.raises(Problems):
        bulk.appoint(head, made.lines, ["x"] * 7, Why("бұйрық"))
    assert store.count("users", {}) == 1


def test_a_login_taken_meanwhile_stops_all(head: Desk, store: Store) -> None:
    made = bulk.plan(head, table("login;name;role", "anar;А;auditor", "berik;Б;auditor"))
    appoint(head, "berik")
    with pytest.raises(Duplicate):
        bulk.appoint(head, made.lines, [passwords.invented() for _ in made.lines], Why("бұйрық"))
    assert [r["login"] for r in store.rows("users", {})] == ["berik"]
    with pytest.raises(Forbidden):
        bulk.appoint(Desk(actor(Role.administrator), store), made.lines[:1], ["x"], Why("бұйрық"))


def test_tables_that_are_none_are_refused(head: Desk) -> None:
    with pytest.raises(RuleBroken, match="table_needs"):
        bulk.plan(head, table("login;name", "anar;А"))
    with pytest.raises(RuleBroken, match="no_rows"):
        table("login;name;role")
    with pytest.raises(RuleBroken, match="table_long"):
        bulk.plan(head, table("login;name;role", *(f"u{n};А;auditor" for n in range(bulk.MOST + 1))))
    for lang in LANGS:
        assert "Логин" in bulk.sample(lang).decode("utf-8-sig") or "Login" in bulk.sample(lang).decode("utf-8-sig")
