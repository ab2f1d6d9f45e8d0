"""What people typed and cannot be read: days, periods, amounts, queries."""

from datetime import date
from typing import Literal, Self
from unicodedata import category, east_asian_width

from dealtrack.errors.base import DealtrackError
from dealtrack.text import _, language
from dealtrack.text.hidden import visible


class Unreadable(DealtrackError):  # noqa: N818
    """What was typed cannot be read as what is asked for; *option* is where it was typed."""

    exit_code = 2
    text: str
    option: str = ""

    def under(self, option: str) -> Self:
        """Return the same fault, told of *option*: ``--due 03/04/2021 can be read …``."""
        fault = type(self)(*self.args)
        fault.option = option
        return fault

    @property
    def what(self) -> str:
        """The text as a sentence begins with it: quoted, or after its option."""
        shown = visible(self.text.strip())
        shown = shown if len(shown) <= 40 else shown[:37] + "..."
        if not shown:
            return self.option or _("The text")
        if not self.option:
            return _('"{text}"').format(text=shown)
        return _("{option} {text}").format(option=self.option, text=shown)


DayFault = Literal[
    "empty",
    "two ways",
    "order",
    "year",
    "calendar",
    "weekday",
    "wide",
    "range",
    "backwards",
    "unknown",
]


class NotADay(Unreadable):
    """No day, or no single day; *readings* are the days that may have been meant."""

    def __init__(
        self, text: str, why: DayFault = "unknown", readings: tuple[date, ...] = ()
    ) -> None:
        super().__init__(text, why, readings)
        self.text = text
        self.why: DayFault = why
        self.readings = readings

    def __str__(self) -> str:
        return f"{self._fault()}\n{self._remedy()}"

    def _fault(self) -> str:
        faults: dict[DayFault, str] = {
            "empty": _("{what} is empty."),
            "two ways": _("{what} can be read two ways: {first} or {second}."),
            "order": _("{what} does not begin with the year."),
            "year": _("{what} needs a year of four digits."),
            "calendar": _("{what} is not in the calendar."),
            "weekday": _("{what} names another weekday than that of {first}."),
            "wide": _("{what} is more than one day."),
            "range": _("{what} is too far away: years run from 1800 to 2200."),
            "backwards": _("{what} ends before it begins."),
            "unknown": _("{what} is not a day that dealtrack can read."),
        }
        first, second = (*map(_written_out, self.readings), "", "")[:2]
        return faults[self.why].format(what=self.what, first=first, second=second)

    def _remedy(self) -> str:
        day = self.readings[0] if self.readings else date(2026, 3, 1)
        chinese = f"{day.year}年{day.month}月{day.day}日"
        if self.why == "unknown":
            words = _("Write {iso} or {chinese}, or count: +2w, in 3 days, 月底.")
        else:
            words = _("Write {iso} or {chinese}.")
        return words.format(iso=day.isoformat(), chinese=chinese)


class UnanchoredDay(DealtrackError):  # noqa: N818
    """A day is counted from another one, *anchor*, that is not known."""

    exit_code = 2

    def __init__(self, text: str, anchor: str) -> None:
        super().__init__(text, anchor)
        self.text = text
        self.anchor = anchor

    def __str__(self) -> str:
        return _(
            '"{text}" is counted from a day that is not known: {anchor}.\n'
            "Write the day itself, such as 2026-03-01, or record that one first."
        ).format(text=visible(self.text), anchor=self.anchor)


class NoAlmanac(DealtrackError):  # noqa: N818
    """Nobody tells the days off of a country: the library does not know it, or is missing."""

    exit_code = 2

    def __init__(self, code: str, lacks: Literal["library", "country"]) -> None:
        super().__init__(code, lacks)
        self.code = code
        self.lacks = lacks

    def __str__(self) -> str:
        if self.lacks == "library":
            words = _(
                "The days off of {code} need the library holidays, which is not installed.\n"
                'Install it: pip install "dealtrack[holidays]"'
            )
        else:
            words = _(
                "The days off of {code} are not known.\nName a country and, if need be, a part "
                "of it, such as CN, DE or DE-BY: dealtrack config set holidays CN"
            )
        return words.format(code=visible(self.code))


class NotARecurrence(Unreadable):
    """Nothing that says how often something comes again."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return _(
            "{what} does not say how often.\nWrite: every month, every 2 weeks on friday, "
            "last working day of every quarter, 每月15日, 每季度末."
        ).format(what=self.what)


class NotAPeriod(Unreadable):
    """No year, no month, or no period of time."""

    def __init__(
        self, text: str, wanted: Literal["year", "month", "period"] = "period"
    ) -> None:
        super().__init__(text, wanted)
        self.text = text
        self.wanted = wanted

    def __str__(self) -> str:
        if self.wanted == "month":
            words = _("{what} is not a month.\nWrite 2026-10 or 2026年10月.")
        elif self.wanted == "year":
            words = _("{what} is not a year.\nWrite 2026, 2026年, next year or 今年.")
        else:
            words = _(
                "{what} is not a period.\nWrite 2026-10, 2026Q1, 2026 or 2026-01..2026-03."
            )
        return words.format(what=self.what)


AmountFault = Literal[
    "empty", "two ways", "not finite", "negative", "too large", "currencies", "unknown"
]


class NotAnAmount(Unreadable):
    """No amount of money, or none that can be read in one way only."""

    def __init__(self, text: str, why: AmountFault = "unknown") -> None:
        super().__init__(text, why)
        self.text = text
        self.why: AmountFault = why

    def __str__(self) -> str:
        faults: dict[AmountFault, str] = {
            "empty": _("{what} is empty."),
            "two ways": _("{what} mixes up its commas: thousands 1,234 and decimals 0.5."),
            "not finite": _("{what} is not a finite amount."),
            "negative": _("{what} is negative."),
            "too large": _("{what} is too large or has too many decimals."),
            "currencies": _("{what} names two currencies."),
            "unknown": _("{what} is not an amount that dealtrack can read."),
        }
        remedy = _("Write 3.5亿, 350万元, 20 million USD or 1,200.50 CNY.")
        return "\n".join((faults[self.why].format(what=self.what), remedy))


class QueryError(DealtrackError):
    """A query cannot be read at *position*; *why* is a sentence, *hint* what to write."""

    exit_code = 2

    def __init__(self, query: str, position: int, why: str, hint: str = "") -> None:
        super().__init__(query, position, why, hint)
        self.query = query
        self.position = position
        self.why = why
        self.hint = hint

    def __str__(self) -> str:
        caret = " " * _columns(visible(self.query[: self.position])) + "^"
        lines = (self.why, f"  {visible(self.query)}", f"  {caret}", self.hint)
        return "\n".join(line for line in lines if line)


def _columns(text: str) -> int:
    """Return how many columns of a terminal *text* takes: Chinese characters take two."""
    unseen = {"Mn", "Me", "Cf"}
    return sum(
        (2 if east_asian_width(c) in "WF" else 1) for c in text if category(c) not in unseen
    )


def _written_out(day: date) -> str:
    """Write *day* so that nobody takes the day for the month: ``3 April 2021``."""
    if language() == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%B} {day.year}"
