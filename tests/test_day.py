"""The day that the home page, an export and a judgement go by."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, tzinfo

import pytest

from kb import day


@pytest.fixture(autouse=True)
def machine_elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock of a container, or of a machine far away."""
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2025, 1, 14, 22, 59, tzinfo=UTC), date(2025, 1, 14)),
        (datetime(2025, 1, 14, 23, 0, tzinfo=UTC), date(2025, 1, 15)),
        # In summer the day begins an hour earlier.
        (datetime(2025, 7, 14, 21, 59, tzinfo=UTC), date(2025, 7, 14)),
        (datetime(2025, 7, 14, 22, 0, tzinfo=UTC), date(2025, 7, 15)),
    ],
)
def test_a_day_begins_at_midnight_in_the_netherlands(monkeypatch: pytest.MonkeyPatch, moment: datetime, expected: date) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return moment.astimezone(tz)

    monkeypatch.setattr(day, "datetime", Clock)
    assert day.today() == expected
