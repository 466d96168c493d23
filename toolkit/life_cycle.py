"""A task's life from entry to 销号, as one explicit machine: pure, driven by data.

``data/ledger/life_cycle.toml`` lists the states and, for every step, from where it may be taken,
by which side, what must be written down and on which clause. Nothing here keeps anything: the
ledger asks :meth:`LifeCycle.after` before it writes. 已延期 and 逾期 are never stored, only shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from toolkit.errors import UsageError
from toolkit.model import Clause


class Phase(StrEnum):
    """What a state means for who must act."""

    WAITING = "waiting"
    OWING = "owing"
    CHECKING = "checking"
    ENDED = "ended"
    SHOWN = "shown"


class Side(StrEnum):
    """Who takes a step: 承办单位 or 交办机构."""

    HANDLING_UNIT = "handling_unit"
    ISSUING_BODY = "issuing_body"


class Limit(StrEnum):
    """Which of the two limits an extension moves."""

    FEEDBACK = "feedback"
    COMPLETION = "completion"


LIMIT_NAMES = {Limit.FEEDBACK: "反馈时限", Limit.COMPLETION: "完成时限"}
SIDE_NAMES = {Side.HANDLING_UNIT: "承办单位", Side.ISSUING_BODY: "交办机构"}
NEED_NAMES = {
    "who": "经办人（--who）",
    "text": "内容或理由（--text）",
    "new_on": "新的日期（--until）",
    "method": "核查方式（--method）",
    "conclusion": "核查结论（--conclusion）",
}


_TOLD = 3  # so many steps are named in a message


@dataclass(frozen=True, slots=True)
class State:
    """A state with its Chinese name."""

    id: str
    name: str
    phase: Phase


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that may be done in the states ``before``; ``after`` ``""`` leaves the state.

    ``needs`` are names of fields of :class:`Given` that may not be empty; ``command`` is how a
    clerk takes the step, ``""`` where no message tells.
    """

    id: str
    name: str
    before: tuple[str, ...]
    after: str
    sides: tuple[Side, ...]
    needs: tuple[str, ...]
    before_due: bool
    clause: Clause
    command: str = ""

    @property
    def how(self) -> str:
        """Its name, and how it is typed."""
        return f"{self.name}（{self.command}）" if self.command else self.name


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a side, and the unit's or the body's own name."""

    side: Side
    name: str


@dataclass(frozen=True, slots=True)
class Situation:
    """An entry as it stands. ``number`` is how a message calls it; unknown days are ``None``.

    ``report_by`` and ``finish_by`` are the days in force now (original, or as extended);
    ``extensions`` is how often they were moved.
    """

    number: str
    state: str
    issuer: str
    units: tuple[str, ...]
    report_by: date | None
    finish_by: date | None
    entered_on: date
    extensions: int = 0

    def due(self, limit: Limit) -> date | None:
        """The day in force of one of the limits."""
        return self.report_by if limit is Limit.FEEDBACK else self.finish_by


@dataclass(frozen=True, slots=True)
class Given:
    """What is written down with a step, on the day ``on``; texts are ``""`` where not given."""

    on: date
    who: str = ""
    text: str = ""
    new_on: date | None = None
    method: str = ""
    conclusion: str = ""
    limit: Limit = Limit.FEEDBACK


@dataclass(frozen=True, slots=True)
class Colours:
    """Words of the three warning colours."""

    overdue: str
    soon: str
    well: str


@dataclass(frozen=True, slots=True)
class LifeCycle:
    """States and steps; every pair of step and state stands in the data at most once."""

    states: tuple[State, ...]
    steps: tuple[Step, ...]
    colours: Colours

    def name(self, state: str) -> str:
        """The Chinese name of a state."""
        return next(each.name for each in self.states if each.id == state)

    def phase(self, state: str) -> Phase:
        """What the state means."""
        return next(each.phase for each in self.states if each.id == state)

    def ids(self, *phases: Phase) -> tuple[str, ...]:
        """The states of these phases."""
        return tuple(each.id for each in self.states if each.phase in phases)

    def step(self, act: str, state: str) -> Step | None:
        """The step ``act`` as it is taken from ``state``; ``None`` where it may not be."""
        return next((s for s in self.steps if s.id == act and state in s.before), None)

    def after(
        self,
        act: str,
        at: Situation,
        given: Given,
        actor: Actor,
        *,
        today: date,
        max_extensions: int | None = None,
    ) -> str:
        """The state that ``act`` leads to. ``max_extensions`` ``None`` means as often as wanted.

        Raises UsageError E4511 (not from this state), E4512 (something is not written down), E4513
        (not this side, or another unit's or body's matter), E4514 (too late, or once too often),
        E4515 (days that cannot be).
        """
        step = self.step(act, at.state)
        if step is None:
            raise self._not_from_here(act, at)
        self._check_actor(step, at, actor)
        _check_needs(step, at, given)
        _check_days(step, at, given, today)
        if step.before_due:
            _check_extension(step, at, given, max_extensions)
        return step.after or at.state

    def _not_from_here(self, act: str, at: Situation) -> UsageError:
        wanted = [step for step in self.steps if step.id == act]
        from_here = [step for step in self.steps if at.state in step.before]
        name = wanted[0].name
        if first := self._on_the_way(from_here, wanted):
            may = f"要{name}，先{'或'.join(first)}。"
        elif from_here:
            told = [*dict.fromkeys(step.name for step in from_here)]
            rest = f"等{len(told)}种" if len(told) > _TOLD else ""
            may = f"现在可以办的：{'、'.join(told[:_TOLD])}{rest}。"
        else:
            may = "不能再办理。"
        return UsageError(
            "E4511", f"{at.number}目前是“{self.name(at.state)}”，不能{name}。{may}没有改动台账。"
        )

    def _on_the_way(self, from_here: Sequence[Step], wanted: Sequence[Step]) -> list[str]:
        """What may be done now and leads straight to where one of ``wanted`` may be done.

        Nothing for a step that takes a task back: nobody goes on in order to undo.
        """
        before = {
            state
            for step in wanted
            if not step.after or self.phase(step.after) is not Phase.WAITING
            for state in step.before
        }
        return list(dict.fromkeys(step.how for step in from_here if step.after in before))[:_TOLD]

    def _check_actor(self, step: Step, at: Situation, actor: Actor) -> None:
        if actor.side not in step.sides:
            sides = "、".join(SIDE_NAMES[side] for side in step.sides)
            raise UsageError(
                "E4513",
                f"{at.number}：{step.name}应由{sides}办理（{step.clause.number}）。没有改动台账。",
            )
        if actor.side is Side.ISSUING_BODY and actor.name != at.issuer:
            raise UsageError(
                "E4513",
                f"{at.number}由{at.issuer}交办，{step.name}应由{at.issuer}办理，"
                f"不能由{actor.name}办理。没有改动台账。",
            )
        if actor.side is Side.HANDLING_UNIT and actor.name not in at.units:
            raise UsageError(
                "E4513",
                f"{at.number}没有交给{actor.name}，请核对编号和单位。没有改动台账。",
            )


def _check_needs(step: Step, at: Situation, given: Given) -> None:
    missing = [NEED_NAMES[name] for name in step.needs if not getattr(given, name)]
    if missing:
        raise UsageError(
            "E4512", f"{at.number}{step.name}还缺：{'、'.join(missing)}。没有改动台账。"
        )


def _check_days(step: Step, at: Situation, given: Given, today: date) -> None:
    if given.on > today:
        raise UsageError(
            "E4515", f"{step.name}日期{given.on}还没有到（今天{today}）。请核对日期。没有改动台账。"
        )
    if given.on < at.entered_on:
        raise UsageError(
            "E4515",
            f"{step.name}日期{given.on}早于{at.number}的立项日期{at.entered_on}。"
            "请核对日期。没有改动台账。",
        )
    if given.new_on is not None and given.new_on <= given.on:
        raise UsageError(
            "E4515",
            f"新的日期{given.new_on}应晚于{step.name}日期{given.on}。请核对日期。没有改动台账。",
        )


def _check_extension(step: Step, at: Situation, given: Given, most: int | None) -> None:
    due, what = at.due(given.limit), LIMIT_NAMES[given.limit]
    where = f"（{step.clause.number}：{step.clause.text}）"
    if due is None:
        raise UsageError("E4514", f"{at.number}没有{what}，不需要延期。没有改动台账。")
    if given.on >= due:
        raise UsageError(
            "E4514",
            f"{at.number}的{what}是{due}，{given.on}才提出，不是提前提出{where}。"
            "不能延期，按逾期处理；登记反馈以后，可以用 duban review --return 定新的时限。"
            "没有改动台账。",
        )
    if given.new_on is not None and given.new_on <= due:
        raise UsageError(
            "E4515", f"新的日期{given.new_on}没有晚于原{what}{due}。请核对日期。没有改动台账。"
        )
    if most is not None and at.extensions >= most:
        raise UsageError(
            "E4514",
            f"{at.number}已延期{at.extensions}次，制度只允许{most}次。没有改动台账。"
            "确需再延的，登记反馈以后，用 duban review --return 退回重办、定新的时限。",
        )


# --- what is shown on a day --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry as seen on one day.

    ``state`` is the Chinese name, 逾期 and 已延期 included; ``colour`` is ``""`` where nobody owes
    anything. ``limit`` is the limit that ``due_on`` belongs to; both ``None`` where none runs.
    """

    state: str
    colour: str
    limit: Limit | None
    due_on: date | None
    is_overdue: bool


def standing(cycle: LifeCycle, at: Situation, today: date, soon: date) -> Standing:
    """How ``at`` looks on ``today``; limits up to ``soon`` are near."""
    if cycle.phase(at.state) is not Phase.OWING:
        return Standing(cycle.name(at.state), "", None, None, False)
    limit, due = _nearest(at)
    if due is None:
        return Standing(cycle.name(at.state), cycle.colours.well, None, None, False)
    if due < today:
        chased = at.state in ("reminded", "supervised")
        shown = at.state if chased else "overdue"
        return Standing(cycle.name(shown), cycle.colours.overdue, limit, due, True)
    moved = at.extensions > 0 and at.state in ("assigned", "in_hand")
    colour = cycle.colours.soon if due <= soon else cycle.colours.well
    return Standing(cycle.name("extended" if moved else at.state), colour, limit, due, False)


def _nearest(at: Situation) -> tuple[Limit | None, date | None]:
    known: Iterable[tuple[date, Limit]] = (
        (day, limit) for limit in Limit if (day := at.due(limit)) is not None
    )
    day, limit = min(known, default=(None, None), key=lambda pair: pair[0])
    return limit, day
