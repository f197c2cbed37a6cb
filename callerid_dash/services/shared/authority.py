"""Authorization: every use case first checks whether the actor may do it."""

from __future__ import annotations

from callerid_dash.domain.errors import Forbidden
from callerid_dash.domain.users import Action, Actor, Program, Subject, User, can


def authorize(actor: Actor, action: Action, subject: Subject | None = None) -> None:
    """Raise Forbidden if the actor may not. A program may do what its route allowed by the token's scopes."""
    if isinstance(actor, Program):
        return
    if actor.disabled or not can(actor.role, action, subject):
        raise Forbidden("You may not do this.")


def id_of(actor: Actor) -> int | None:
    """The user's id; None for a program."""
    return actor.id if isinstance(actor, User) else None


def name_of(actor: Actor) -> str:
    """The actor's name in the audit trail."""
    return actor.username if isinstance(actor, User) else actor.name
