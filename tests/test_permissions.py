"""Who may do what by the table, and that nobody sees another unit's tasks, on both databases."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest
from clerk import DAY as OF_THE_DAY
from clerk import Run
from databases import OpenLedger
from life_cases import CYCLE, FIRST, SECOND, begin, step

from toolkit import ledger as ledger_package
from toolkit.errors import SettingsError, UsageError
from toolkit.follow_up.tracking import record_for
from toolkit.issuing import list_ledger
from toolkit.ledger.chasing import late_entries
from toolkit.ledger.due import DueQuestion, due_lists
from toolkit.ledger.due_dates import counted_entries
from toolkit.ledger.notices import open_limits
from toolkit.ledger.queries import already_issued, earlier_versions, find_tickets, tasks_of
from toolkit.ledger.reporting import ReportQuestion, report_items
from toolkit.ledger.steps import history
from toolkit.ledger.store import Ledger, list_entries
from toolkit.life_cycle import Given, Side
from toolkit.loading.permissions import ROLES, load_permissions
from toolkit.office.settings import load_office
from toolkit.permissions import EVERYTHING, User, Viewer

TABLE = load_permissions()
FINANCE, HOUSING, AUDIT = "云山县财政局", "云山县住建局", "县审计局"
DAY = date(2026, 3, 23)


def of(unit: str) -> Viewer:
    return TABLE.viewer(User("周敏", frozenset(["handling_unit"]), unit=unit))


# --- the table ---------------------------------------------------------------------------------


def test_every_step_of_the_life_cycle_stands_in_the_table_under_its_name() -> None:
    names = {action.id: action.name for action in TABLE.actions}
    for act in CYCLE.steps:
        assert names[act.id] == act.name


def test_a_role_acts_only_for_a_side_that_may_take_the_step() -> None:
    sides = {act.id: act.sides for act in CYCLE.steps}
    for action in TABLE.actions:
        for role in map(TABLE.role, action.roles):
            if action.id in sides:
                assert role.side in sides[action.id], (role.id, action.id)


def test_the_three_administrators_do_no_business_and_are_three_persons() -> None:
    acts = {act.id for act in CYCLE.steps} | {"issue", "import"}
    three = ("system_admin", "security_admin", "auditor")
    for role in three:
        user = User("甲", frozenset([role]))
        assert not any(TABLE.may(user, act) for act in acts)
        for other in three:
            if other != role:
                with pytest.raises(UsageError, match="E4602"):
                    TABLE.check_user(User("甲", frozenset([role, other])))
    for role in ("system_admin", "security_admin"):
        assert TABLE.viewer(User("甲", frozenset([role]))) == Viewer(sees_all=False)


@pytest.mark.parametrize(
    ("roles", "action", "may"),
    [
        (["handling_unit"], "report", True),
        (["handling_unit"], "close", False),
        (["handling_unit"], "extend", False),
        (["handling_unit"], "issue", False),
        (["secretary"], "issue", True),
        (["secretary"], "extend", False),
        (["supervision_office"], "extend", True),
        (["leader"], "report", False),
        (["auditor"], "audit", True),
        (["auditor"], "users", False),
        ([], "list", False),
        (["secretary"], "unheard_of", False),
    ],
)
def test_who_may(roles: list[str], action: str, may: bool) -> None:
    user = User("甲", frozenset(roles), unit="县住建局", body="县政府督查室")
    assert TABLE.may(user, action) is may
    if not may:
        with pytest.raises(UsageError, match="E4601"):
            TABLE.check(user, action)


def test_a_refusal_says_who_may() -> None:
    unit = User("周敏", frozenset(["handling_unit"]), unit=HOUSING)
    with pytest.raises(UsageError) as refused:
        TABLE.check(unit, "close")
    assert refused.value.message == ("周敏不能销号：应由督查室、秘书办理。没有改动台账。")
    with pytest.raises(UsageError, match="不能unheard_of：没有人可以办理"):
        TABLE.check(unit, "unheard_of")


def test_who_names_no_unit_and_no_body_sees_nothing() -> None:
    """Not the entries whose unit or body is empty."""
    for role in ("handling_unit", "secretary"):
        assert TABLE.viewer(User("甲", frozenset([role]))) == Viewer(sees_all=False)


def test_a_unit_acts_for_itself_and_a_secretary_for_the_body() -> None:
    unit = User("周敏", frozenset(["handling_unit"]), unit=HOUSING)
    assert TABLE.actor(unit, "report").side is Side.HANDLING_UNIT
    both = User("李明", frozenset(["handling_unit", "secretary"]), HOUSING, "县政府督查室")
    assert TABLE.actor(both, "report").side is Side.ISSUING_BODY
    with pytest.raises(UsageError, match="请写明所属单位"):
        TABLE.check_user(User("周敏", frozenset(["handling_unit"])))


def test_wrong_data_is_refused(tmp_path: Path) -> None:
    text = ROLES.read_text("utf-8")
    for old, new in (
        ('sees = "unit"', 'sees = "everything"'),
        ('roles = ["auditor"]', 'roles = ["nobody"]'),
        ('id = "audit"', 'id = "users"'),
    ):
        assert old in text
        broken = tmp_path / "roles.toml"
        broken.write_text(text.replace(old, new), "utf-8")
        with pytest.raises(SettingsError):
            load_permissions(broken)


# --- what is seen ------------------------------------------------------------------------------


def seen(ledger: Ledger) -> set[str]:
    """The tasks that any question tells of, each question asked as widely as it goes."""
    asked = DueQuestion(DAY, DAY, DAY)
    report = ReportQuestion(date(2026, 1, 1), date(2026, 12, 31), DAY)
    numbers = [ticket.number for text in ("1号", "2号") for ticket in find_tickets(ledger, text)]
    sha256 = "" if not numbers else _sha256()
    found = {row.objective for row in list_entries(ledger)}
    found |= {row.entry.objective for each in due_lists(ledger, CYCLE, asked) for row in each.rows}
    found |= {each.entry.objective for each in late_entries(ledger, CYCLE, DAY)}
    found |= {item.objective for item in report_items(ledger, CYCLE, report).items}
    found |= {task.objective for task in tasks_of(ledger, sha256)}
    by_number = {row.register_number: row.objective for row in list_entries(ledger.seen_by(ALL))}
    found |= {by_number[each.register_number] for each in open_limits(ledger, CYCLE, DAY)}
    found |= {by_number[each.register_number] for each in counted_entries(ledger)}
    for number in numbers:
        found |= {by_number[each.register_number] for each in history(ledger, number)}
    return found


ALL = EVERYTHING


def _sha256() -> str:
    import hashlib

    return hashlib.sha256("第12次常务".encode()).hexdigest()


def test_a_unit_sees_only_its_own_tasks_whatever_it_asks(at: OpenLedger, tmp_path: Path) -> None:
    with at(tmp_path) as ledger:
        begin(ledger)
        for number in (FIRST, SECOND):
            step(ledger, "receive", date(2026, 3, 10), number)
        one, two, three, four = (f"办理第{n}件事" for n in (1, 3, 2, 4))
        assert seen(ledger) == {one, two, three, four}
        assert seen(ledger.seen_by(of(FINANCE))) == {one, two}
        assert seen(ledger.seen_by(of("县财政局"))) == {one, two}
        assert seen(ledger.seen_by(of(HOUSING))) == {three}
        assert seen(ledger.seen_by(of(AUDIT))) == {two}
        assert seen(ledger.seen_by(of("县教育局"))) == set()
        assert seen(ledger.seen_by(Viewer(sees_all=False))) == set()
        body = Viewer(sees_all=False, bodies=frozenset(["县政府督查室"]))
        assert seen(ledger.seen_by(body)) == {one, two, three, four}
        assert len(already_issued(ledger.seen_by(of(AUDIT)), _sha256())) == 1
        assert (
            earlier_versions(
                ledger.seen_by(of("县教育局")), "别的", "第12次常务会议纪要", date(2026, 3, 5)
            )
            == ()
        )


def test_another_units_ticket_does_not_exist_and_rows_of_others_neither(
    at: OpenLedger, tmp_path: Path
) -> None:
    with at(tmp_path) as ledger:
        begin(ledger)
        mine = ledger.seen_by(of(AUDIT))
        with pytest.raises(UsageError, match="E4521"):
            step(mine, "receive", date(2026, 3, 10), SECOND)
        with pytest.raises(UsageError, match="E4521"):
            history(mine, "2026-督-0001")
        with pytest.raises(UsageError, match="E4523"):
            step(mine, "receive", date(2026, 3, 10), FIRST, items=(1,))
        rows = step(mine, "receive", date(2026, 3, 10), FIRST, side_name=AUDIT)
        assert [row.name for row in rows] == [f"{FIRST}第2项"]
        assert [row.state for row in list_entries(ledger)][:2] == ["已交办", "办理中"]


def test_a_person_of_a_unit_writes_down_its_own_only(run: Run, office: Path) -> None:
    assert run("new", "纪要.txt", "--yes", "--office", "督办", *OF_THE_DAY)[0] == 0
    home, day = load_office(office), date(2026, 3, 2)
    one, two = list_ledger(home)[:2]
    person = User("张三", frozenset({"handling_unit"}), unit=one.lead_units[0])
    given = Given(day, text="方案已报县政府")
    done = record_for(home, person, one.tickets[0], (), "report", given, today=day)
    assert [(s.actor, s.recorded_by, s.after) for s in done.steps] == [
        (person.unit, "张三", "reported")
    ]
    anothers, mine = two.tickets[0], one.tickets[0]
    for number, act, code in ((anothers, "report", "E4521"), (mine, "close", "E4601")):
        with pytest.raises(UsageError) as refused:
            record_for(home, person, number, (), act, given, today=day)
        assert refused.value.code == code


READING = ("queries", "due", "lookup", "reporting", "due_dates")


@pytest.mark.parametrize("name", READING)
def test_every_question_begins_with_what_may_be_seen(name: str) -> None:
    path = Path(ledger_package.__file__).parent / f"{name}.py"
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            model = node.value.id if isinstance(node.value, ast.Name) else ""
            assert model not in ("LedgerEntry", "TicketRecord", "TicketItem"), node.lineno
