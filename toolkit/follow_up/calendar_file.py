"""Timetable and reminders as .ics files for the calendars of phones, Outlook and WPS."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from toolkit.follow_up.timetable import Row, Timetable
from toolkit.life_cycle import LIMIT_NAMES

if TYPE_CHECKING:
    import icalendar

    from toolkit.ledger.notices import GivenNotice


def calendar_bytes(timetable: Timetable, office: str, *, made_on: date) -> bytes:
    """All-day events; importing a later file moves them instead of doubling them.

    ``office`` (the county's name) keeps two offices' events apart. The same timetable made on the
    same day gives the same bytes.
    """
    found = _empty(f"{office}督办日历{timetable.year}年")
    for row in timetable.rows:
        event = _event(f"{_ascii(row.key)}-{_digest(office)}", row.on, made_on)
        event.add("summary", f"【暂定】{row.what}" if row.is_provisional else row.what)
        event.add("description", "\n".join(_details(row)))
        event.add("categories", [row.nature])
        event.add("status", "TENTATIVE" if row.is_provisional else "CONFIRMED")
        found.add_component(event)
    data: bytes = found.to_ical()
    return data


def reminder_bytes(notices: Iterable[GivenNotice], office: str, *, made_on: date) -> bytes:
    """The days reminded of, as all-day events that carry number and day only."""
    found = _empty(f"{office}督办提醒")
    for each in {(each.register_number, each.limit): each for each in notices}.values():
        key = _digest(f"{office} {each.register_number} {each.limit}")
        event = _event(f"notice-{key}", each.due_on, made_on)
        event.add("summary", f"{each.number} {LIMIT_NAMES[each.limit]}")
        found.add_component(event)
    data: bytes = found.to_ical()
    return data


def _empty(name: str) -> icalendar.Calendar:
    import icalendar

    found = icalendar.Calendar()
    found.add("prodid", "-//duban//duban//ZH")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", name)
    found.add("x-wr-timezone", "Asia/Shanghai")
    return found


def _event(key: str, on: date, made_on: date) -> icalendar.Event:
    import icalendar

    event = icalendar.Event()
    event.add("uid", f"{key}@duban")
    event.add("dtstamp", datetime.combine(made_on, time(), UTC))
    # A day without a time is the same day everywhere: no time zone can shift it.
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _details(row: Row) -> list[str]:
    lines = [row.content, f"由谁：{row.who}"]
    lines.append(f"依据：{row.clause or '文件写明'}（{row.nature}）")
    lines += [row.note] if row.note else []
    lines += ["放假安排尚未公布，日期暂定"] if row.is_provisional else []
    return [line for line in lines if line]


def _ascii(key: str) -> str:
    return key if key.isascii() else f"{_digest(key)}-{key.rpartition('-')[2]}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
