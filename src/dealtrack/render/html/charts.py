"""Charts in HTML: drawings in line with the text, whose numbers can be read without them."""

from collections.abc import Iterator, Sequence

from dealtrack.render.cells import one_line, width
from dealtrack.render.characters import escaped
from dealtrack.render.html.markup import element
from dealtrack.render.series import in_words
from dealtrack.report.page import Bar, Chart, Figures, Funnel, Trend
from dealtrack.text import _

_SHORT = 20  # columns of a label that is not folded
_STEP, _WIDE = 30, 20  # a column of a trend with its gap, and without
_TOP, _HIGH, _FOOT = 18, 96, 34  # above, of, and below the columns of a trend


def figure(block: Figures, title: str) -> Iterator[str]:
    """Draw *block*, which has figures; its *title* is the caption."""
    yield '<figure class="chart">'
    if title:
        yield element("figcaption", title)
    match block:
        case Chart():
            yield from _bars(block)
        case Funnel():
            yield from _funnel(block)
        case Trend():
            yield from _trend(block, title)
    yield "</figure>"


def _bars(chart: Chart) -> Iterator[str]:
    scale = float(chart.full) or max(bar.size for bar in chart.bars)
    yield '<table class="bars"><tbody>'
    for bar in chart.bars:
        share = _share(bar, scale)
        yield _line(bar, _bar(bar, 0, share), "")
    yield "</tbody></table>"


def _funnel(funnel: Funnel) -> Iterator[str]:
    scale = max(step.size for step in funnel.steps)
    yield '<table class="bars"><tbody>'
    for step, share in zip(
        funnel.steps, funnel.shares or [""] * len(funnel.steps), strict=True
    ):
        wide = _share(step, scale)
        yield _line(step, _bar(step, (100 - wide) / 2, wide), share)
    yield "</tbody></table>"


def _share(bar: Bar, scale: float) -> float:
    """Return how long *bar* is, in percent; something is never nothing."""
    share = min(bar.size / scale, 1) * 100 if scale > 0 else 0
    return max(share, 1) if share else 0


def _line(bar: Bar, drawing: str, share: str) -> str:
    says = one_line(bar.says)
    shown = element("td", says, f"n {_folding(says)}{bar.tone.name.lower()}")
    beside = element("td", one_line(share), f"{_folding(share)}share") if share else ""
    label = escaped(one_line(bar.label))
    name = f'<th scope="row" class="{_folding(bar.label)}label">{label}</th>'
    return f'<tr>{name}<td class="bar">{drawing}</td>{shown}{beside}</tr>'


def _folding(text: str) -> str:
    return "short " if width(text) <= _SHORT else ""


def _bar(bar: Bar, start: float, wide: float) -> str:
    title = escaped(f"{one_line(bar.label)}: {one_line(bar.says)}")
    size = f'x="{start:.4g}" width="{wide:.4g}" height="10"'
    return (
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" role="img">'
        f'<title>{title}</title><rect class="{bar.tone.name.lower()}" {size}/></svg>'
    )


def _trend(trend: Trend, title: str) -> Iterator[str]:
    points = trend.points
    wide = max(len(points), 8) * _STEP
    high = _TOP + _HIGH + _FOOT
    told = "; ".join(f"{one_line(p.label)}: {one_line(p.says)}" for p in points)
    yield f'<svg class="trend" viewBox="0 0 {wide} {high}" role="img">'
    yield element("title", title or _("Trend"))
    yield element("desc", told)
    yield f'<path class="axis" d="M0 {_TOP + _HIGH + 0.5:g}H{wide}"/>'
    yield from _columns(points)
    yield "</svg>"
    yield element("p", " · ".join(map(one_line, in_words(trend))), "hint")


def _columns(points: Sequence[Bar]) -> Iterator[str]:
    highest = max(point.size for point in points)
    year = ""
    for number, point in enumerate(points):
        left, middle = number * _STEP + (_STEP - _WIDE) / 2, number * _STEP + _STEP / 2
        high = point.size / highest * _HIGH if highest else 0
        top, foot = _TOP + _HIGH - high, _TOP + _HIGH
        if point.size:
            yield (
                f'<rect class="{point.tone.name.lower()}" x="{left:g}" y="{top:.4g}" '
                f'width="{_WIDE}" height="{high:.4g}"/>'
            )
        yield _label(middle, top - 4, one_line(point.says), "n")
        before, _dash, last = one_line(point.label).rpartition("-")
        yield _label(middle, foot + 14, last, "")
        if before and before != year:
            yield _label(middle, foot + 28, before, "year")
        year = before


def _label(x: float, y: float, text: str, sort: str) -> str:
    named = f' class="{sort}"' if sort else ""
    return f'<text{named} x="{x:g}" y="{y:.4g}">{escaped(text)}</text>'
