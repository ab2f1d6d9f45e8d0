"""Clocks that stand where a test puts them."""

from datetime import datetime
from zoneinfo import ZoneInfo


class Clock:
    """A clock that stands at noon of a *day*, in the east of China or wherever else."""

    def __init__(self, day: str, zone: str = "Asia/Shanghai") -> None:
        self.day = day
        self._zone = ZoneInfo(zone)

    def __call__(self) -> datetime:
        return datetime.fromisoformat(f"{self.day}T12:00:00").replace(tzinfo=self._zone)
