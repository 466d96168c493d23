"""The timetable as an .ics file for the calendars of phones, Outlook and WPS."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from toolkit.timetable import Row, Timetable

if TYPE_CHECKING:
    import icalendar


def calendar_bytes(timetable: Timetable, office: str, *, made_on: date) -> bytes:
    """All-day events; importing a later file moves them instead of doubling them.

    ``office`` (the county's name) keeps two offices' events apart. The same timetable made on the
    same day gives the same bytes.
    """
    import icalendar

    found = icalendar.Calendar()
    found.add("prodid", "-//duban//duban//ZH")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", f"{office}督办日历{timetable.year}年")
    found.add("x-wr-timezone", "Asia/Shanghai")
    stamp = datetime.combine(made_on, time(), UTC)
    for row in timetable.rows:
        found.add_component(_event(row, office, stamp))
    data: bytes = found.to_ical()
    return data


def _event(row: Row, office: str, stamp: datetime) -> icalendar.Event:
    import icalendar

    event = icalendar.Event()
    event.add("uid", f"{_ascii(row.key)}-{_digest(office)}@duban")
    event.add("dtstamp", stamp)
    # A day without a time is the same day everywhere: no time zone can shift it.
    event.add("dtstart", row.on)
    event.add("dtend", row.on + timedelta(days=1))
    event.add("summary", f"【暂定】{row.what}" if row.is_provisional else row.what)
    event.add("description", "\n".join(_details(row)))
    event.add("categories", [row.nature])
    event.add("status", "TENTATIVE" if row.is_provisional else "CONFIRMED")
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
