"""The short form of `office.py prove`: real servers of this file's own are killed, filled up and cut off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from pymongo.errors import ConfigurationError

from core.db.connection import client
from core.db.server import ensure, release
from core.db.store import Store, office_errors
from core.errors import Unavailable
from core.prove import checks, clock, copies, cut, killing, members, room
from core.prove.plan import Plan
from core.registry import MODELS

SEED = 3466  # another than the full form's; of ten kills three take the database with them, whose start costs most


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A server of this file's own: it is killed."""
    folder = tmp_path_factory.mktemp("prove")
    yield folder
    release(folder)


@pytest.fixture(scope="module")
def office(place: Path) -> Iterator[Store]:
    with client(ensure(place)) as opened:
        made = Store(opened, "office")
        made.shape(MODELS, checks.FEW)
        yield made


def test_ten_kills_in_the_middle_of_acts_lose_nothing_and_double_nothing(office: Store, place: Path) -> None:
    killer = killing.Killer(ensure(place), place, Plan(SEED, 10))
    with killer.at_work():
        killing.short(office, SEED)
    assert sum(killer.told[w] for w in killing.VICTIMS) == len(killer.kinds) == 10
    told = killer.acknowledged()
    assert len(told) == len(set(told)) == killer.told["told"]


def test_a_line_cut_in_mid_commit_gets_a_true_answer(office: Store, place: Path) -> None:
    assert cut.tried(office, place, Random(SEED), 1).acts == 6


def test_a_clock_set_back_repeats_no_number_and_lets_nothing_live_on(office: Store, place: Path) -> None:
    clock.tried(office, place)
    checks.whole(office, place)


def test_a_killed_backup_leaves_no_file_that_passes_for_whole(office: Store, place: Path, tmp_path: Path) -> None:
    copies.tried(office, place, tmp_path, Random(SEED), 1, back=False)


def test_a_primary_killed_while_clerks_close_sheets_loses_nothing(tmp_path: Path) -> None:
    (line,) = members.prove(tmp_path, SEED, each=2, times=1)
    assert line.acts == members.CLERKS * 2


def test_a_server_that_is_just_starting_is_a_database_away_not_a_fault() -> None:
    with pytest.raises(Unavailable), office_errors():
        raise ConfigurationError("Sessions are not supported by this MongoDB deployment")


def test_a_full_disk_is_called_so_and_loses_nothing(tmp_path: Path) -> None:
    (line,) = room.prove(tmp_path, SEED)
    assert line.acts > 0
