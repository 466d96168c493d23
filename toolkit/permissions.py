"""Who may do what, and who sees what: a table as data, asked by whatever several people share.

Pure. The command line works for whoever sits at the machine; the pages will name a :class:`User`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from toolkit.errors import UsageError
from toolkit.life_cycle import Actor, Side


class Sight(StrEnum):
    """How far a role sees: everything, what its body issued, what its unit was given, nothing."""

    ALL = "all"
    BODY = "body"
    UNIT = "unit"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Role:
    """A role; ``side`` is the one it acts for (``None``: it handles no business).

    ``apart`` are roles that the same person may not have.
    """

    id: str
    name: str
    sees: Sight
    side: Side | None
    apart: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """Something to be done (a step of the life cycle among others) and the roles that may."""

    id: str
    name: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class User:
    """A person: roles by id, the unit she reports for and the body she issues for (or ``""``)."""

    name: str
    roles: frozenset[str]
    unit: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Viewer:
    """What of the ledger is to be seen: everything, or only these bodies' and units' entries."""

    sees_all: bool = True
    bodies: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()


EVERYTHING = Viewer()


@dataclass(frozen=True, slots=True)
class Permissions:
    """The whole table; ids are unique and every role an action names exists."""

    roles: tuple[Role, ...]
    actions: tuple[Action, ...]

    def role(self, role: str) -> Role:
        """Raises ``KeyError`` for a role that does not exist."""
        return {each.id: each for each in self.roles}[role]

    def may(self, user: User, action: str) -> bool:
        """Whether one of the user's roles may do it; nobody may do what is not listed."""
        return any(each.id == action and each.roles & user.roles for each in self.actions)

    def check(self, user: User, action: str) -> None:
        """Raises UsageError E4601, saying who may."""
        if self.may(user, action):
            return
        known = next((each for each in self.actions if each.id == action), None)
        names = [each.name for each in self.roles if known and each.id in known.roles]
        who = f"应由{'、'.join(names)}办理" if names else "没有人可以办理"
        what = known.name if known else action
        raise UsageError("E4601", f"{user.name}不能{what}：{who}。没有改动台账。")

    def check_user(self, user: User) -> None:
        """Refuse a person whose roles are to be kept apart or want a unit or body.

        Raises UsageError E4602.
        """
        roles = [self.role(each) for each in sorted(user.roles)]
        for role in roles:
            others = [each.name for each in roles if each.id in role.apart]
            if others:
                raise UsageError("E4602", f"{user.name}：{role.name}不能兼任{'、'.join(others)}。")
            missing = {Sight.UNIT: ("单位", user.unit), Sight.BODY: ("机构", user.body)}
            word, given = missing.get(role.sees, ("", "-"))
            if not given:
                raise UsageError("E4602", f"{user.name}的角色是{role.name}，请写明所属{word}。")

    def viewer(self, user: User) -> Viewer:
        """What the user sees, all roles together."""
        sights = {self.role(each).sees for each in user.roles}
        return Viewer(
            Sight.ALL in sights,
            frozenset([user.body]) if Sight.BODY in sights and user.body else frozenset(),
            frozenset([user.unit]) if Sight.UNIT in sights and user.unit else frozenset(),
        )

    def actor(self, user: User, action: str) -> Actor:
        """For whom the user acts: the issuing body where a role allows it, else her unit.

        An empty name means the entry's own body. Raises UsageError E4601.
        """
        self.check(user, action)
        allowed = next(each.roles for each in self.actions if each.id == action)
        sides = {self.role(each).side for each in user.roles & allowed}
        if Side.ISSUING_BODY in sides:
            return Actor(Side.ISSUING_BODY, user.body)
        return Actor(Side.HANDLING_UNIT, user.unit)
