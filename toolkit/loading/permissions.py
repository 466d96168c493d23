"""``data/ledger/roles.toml``: the table of permissions, checked on load."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from toolkit.life_cycle import Side
from toolkit.loading.entries import Entry, read_toml
from toolkit.permissions import Action, Permissions, Role, Sight

ROLES = Path(__file__).parents[1] / "data" / "ledger" / "roles.toml"


@cache
def load_permissions(path: Path = ROLES) -> Permissions:
    """Raises :class:`~toolkit.errors.SettingsError` naming the entry that is wrong."""
    file = read_toml(path)
    file.only("role", "action")
    entries = list(file.children("role"))
    known = {entry.take("id", str): entry for entry in entries}
    roles = tuple(_role(entry, known) for entry in entries)
    actions: dict[str, Action] = {}
    for entry in file.children("action"):
        entry.only("id", "name", "roles")
        action = entry.take("id", str)
        if action in actions:
            entry.fail("E3018", f"“{action}”写了两次")
        allowed = frozenset(_roles(entry, "roles", known))
        actions[action] = Action(action, entry.take("name", str), allowed)
    return Permissions(roles, tuple(actions.values()))


def _role(entry: Entry, known: dict[str, Entry]) -> Role:
    entry.only("id", "name", "sees", "side", "apart")
    return Role(
        entry.take("id", str),
        entry.take("name", str),
        Sight(entry.choice("sees", Sight)),
        Side(entry.choice("side", Side)) if "side" in entry.values else None,
        _roles(entry, "apart", known),
    )


def _roles(entry: Entry, key: str, known: dict[str, Entry]) -> tuple[str, ...]:
    names = entry.texts(key)
    for name in names:
        if name not in known:
            entry.fail("E3013", f"“{key}”写的角色“{name}”没有列出")
    return names
