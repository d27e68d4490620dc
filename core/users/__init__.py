"""Who works here: accounts, passwords, sign-in sessions, who carries out whose role."""

from core.users import acting
from core.users.acting import actor_of, in_force
from core.users.acts import (
    assign,
    change_own_password,
    choose_language,
    choose_mail,
    close_account,
    create,
    create_step,
    edit,
    no_deputy,
    reopen,
    set_password,
    stand_in,
)
from core.users.sessions import TOKEN, Signed

__all__ = [
    "TOKEN", "Signed", "acting", "actor_of", "assign", "change_own_password", "choose_language", "choose_mail",
    "close_account", "create", "create_step", "edit", "in_force", "no_deputy", "reopen", "set_password", "stand_in",
]  # fmt: skip
