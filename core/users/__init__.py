"""Who works here: accounts, passwords, sign-in sessions."""

from core.users.acts import (
    change_own_password,
    choose_language,
    close_account,
    create,
    create_step,
    edit,
    reopen,
    set_password,
)
from core.users.sessions import TOKEN, Signed, actor_of

__all__ = [
    "TOKEN", "Signed", "actor_of", "change_own_password", "choose_language", "close_account", "create",
    "create_step", "edit", "reopen", "set_password",
]  # fmt: skip
