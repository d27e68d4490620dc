"""Passwords that are tried first: leaked, of common words, of rows of keys, of the person and the house."""

from __future__ import annotations

import pytest

from core.users import passwords
from core.users.guessing import guessable


@pytest.mark.parametrize(
    "password",
    [
        "1qaz2wsx3edc", "qazwsxedc123", "gfhjkmgfhjkm",  # stand in the lists of leaked ones as they are
        "Password2026", "P@ssw0rd1234", "letmein12345",  # nearly so
        "qwertyuiop12", "йцукенгшщзхъ", "ПарольПароль", "йцукен-123456",  # rows of keys, words of another keyboard
        "Қазақстан2026", "алматы123456", "құпиясөз1234", "kurmangazy2026",  # of the house
        "сәрсенова2026", "Sarsenova-2026",  # of the person
    ],
)  # fmt: skip
def test_what_is_tried_first_is_guessable(password: str) -> None:
    assert guessable(password, ("aigul", "Айгүл Сәрсенова", "sarsenova@example.kz"))


def test_words_without_a_tie_and_invented_ones_are_not() -> None:
    for password in (
        "қара жорға 7",
        "қоңыр тауық көл асты",
        "correct horse battery staple",
        "Ab3" * 4 + "тұз кілем шам",
    ):
        assert not guessable(password), password
    assert not any(guessable(passwords.invented(), ("aigul",)) for _ in range(20))


def test_what_is_known_of_one_person_is_not_held_against_another() -> None:
    assert guessable("сәрсенова2026", ("Айгүл Сәрсенова",))
    assert not guessable("сәрсенова2026", ("Берік Оспанов",))
