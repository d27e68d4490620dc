"""Would a password be guessed early? The lists of breached passwords and of common words come with the library zxcvbn
(30,000 passwords that leaked, words, names, rows of keys), so nothing typed ever leaves this machine.

Source: OWASP ASVS 4.0.3, 2.1.7; NIST SP 800-63B 5.1.1.2 (breached, dictionary, repeated, of the place itself).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

ENOUGH = 500_000_000  # guesses to outlast: two or three common pieces set together do not
LONGEST = 72  # what stands behind is not looked at: the first part alone must do
# What people of this house think of first; the library knows English, and Russian only as typed on Latin keys.
OF_THE_HOUSE = (
    "құпиясөз", "құпия", "пароль", "пасворд", "қазақстан", "казахстан", "kazakhstan", "qazaqstan", "алматы", "almaty",
    "астана", "astana", "шымкент", "shymkent", "консерватория", "конс", "университет", "студент", "тіркеуші",
    "регистратор", "registrar", "office", "офис", "оқу", "музыка", "құрманғазы", "курмангазы", "kurmangazy", "привет",
    "сәлем", "любовь", "махаббат",
)  # fmt: skip
_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё"
_KEYS = str.maketrans(
    _RUSSIAN + _RUSSIAN.upper(), "qwertyuiop[]asdfghjkl;'zxcvbnm,.`" + 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>~'
)


def guessable(password: str, about: Iterable[str] = ()) -> bool:
    """Is it, or nearly is, one of those that are tried first? about: what is known of the person (login, name, e-mail).

    Takes some milliseconds, a third of a second at the very worst; the lists (12 MB) are read at the first question.
    """
    from zxcvbn import matching, scoring

    known = [*OF_THE_HOUSE, *(w for one in about for w in re.split(r"\W+", one.casefold()) if len(w) > 2)]
    words = {**matching.RANKED_DICTIONARIES, "user_inputs": matching.build_ranked_dict(known)}
    typed = password[:LONGEST]
    for one in dict.fromkeys((typed, typed.translate(_KEYS))):  # «йцукен» is «qwerty» with the other keys
        found = scoring.most_guessable_match_sequence(one, matching.omnimatch(one, words))
        if found["guesses"] < ENOUGH:
            return True
    return False
