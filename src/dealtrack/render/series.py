"""What a trend says in words: where it began, where it is now, and its highest point."""

from dealtrack.report.page import Bar, Trend
from dealtrack.text import _


def in_words(trend: Trend) -> tuple[str, ...]:
    """Return sentences on the first, the last and the highest of the points of *trend*."""
    if not trend.points:
        return ()
    first, last = trend.points[0], trend.points[-1]
    ends = _("From {first} to {last}").format(first=_said(first), last=_said(last))
    highest = max(trend.points, key=lambda point: point.size)
    if not highest.size:
        return (ends,)
    return (ends, _("Highest: {point}").format(point=_said(highest)))


def _said(point: Bar) -> str:
    return _("{label} ({value})").format(label=point.label, value=point.says)
