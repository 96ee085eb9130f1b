"""The day it is for readers: that of the Netherlands, whatever the clock of the machine or the container says."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

_HERE = ZoneInfo("Europe/Amsterdam")


def today() -> date:
    """Return what day it is in the Netherlands."""
    return datetime.now(_HERE).date()
