"""The day and the time it is for readers: those of the Netherlands, whatever the clock of the machine or the container says."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

_HERE = ZoneInfo("Europe/Amsterdam")


def today() -> date:
    """Return what day it is in the Netherlands."""
    return datetime.now(_HERE).date()


def here(moment: datetime) -> datetime:
    """Return a moment as the clocks of the Netherlands tell it."""
    return moment.astimezone(_HERE)
