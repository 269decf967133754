"""Who may do what: the one table that every route goes through."""

from collections.abc import Mapping
from typing import Literal, get_args

Action = Literal[
    "stand at the door", "see", "decide", "authorise", "add a suspect", "change the register"
]
Role = Literal["nobody", "administrator"]

ROLES: Mapping[Role, frozenset[Action]] = {
    "nobody": frozenset({"stand at the door"}),
    "administrator": frozenset(get_args(Action)),
}


def role(user: str) -> Role:
    """One administrator today: whoever came in by a login link."""
    return "administrator" if user else "nobody"


def may(user: str, action: Action) -> bool:
    """Whether the user (empty: nobody) may do this."""
    return action in ROLES[role(user)]
