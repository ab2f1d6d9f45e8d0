"""Blocks next to one another, which rich could only do with a table."""

from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment


class Abreast:
    """Blocks next to one another, each as wide as it is given, a *gap* between them."""

    def __init__(
        self, blocks: Sequence[RenderableType], widths: Sequence[int], gap: int
    ) -> None:
        self.blocks = blocks
        self.widths = widths
        self.gap = Segment(" " * gap)

    def drawn(self, console: Console, options: ConsoleOptions) -> list[list[list[Segment]]]:
        """Return the lines of each block."""
        pairs = zip(self.blocks, self.widths, strict=True)
        return [console.render_lines(b, options.update(width=w, height=None)) for b, w in pairs]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        drawn = self.drawn(console, options)
        high = max(map(len, drawn), default=0)
        columns = [
            Segment.set_shape(lines, wide, high)
            for lines, wide in zip(drawn, self.widths, strict=True)
        ]
        for first, *more in zip(*columns, strict=True):
            yield from first
            for line in more:
                yield self.gap
                yield from line
            yield Segment.line()
