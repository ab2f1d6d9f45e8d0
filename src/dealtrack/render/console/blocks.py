"""What a page is mostly made of, drawn as lines: titles, tables, facts and notes."""

from itertools import zip_longest

from dealtrack.render.cells import folded, lines_of, one_line, padded, width
from dealtrack.render.console import tables
from dealtrack.render.console.lines import Line, Lines, words
from dealtrack.render.console.look import GREY, Look, cell_lines, ink
from dealtrack.report.page import Block, Cell, Facts, Note, Page, Table, Tone

_GUTTER = 2


def heading(page: Page, room: int) -> Lines:
    """Draw the title of *page*, and its subtitle on the same line if it fits."""
    title, subtitle = one_line(page.title), one_line(page.subtitle)
    if not subtitle:
        return words(title, room, "bold")
    if width(title) + width(subtitle) + 2 <= room:
        return Lines([[(title, "bold"), ("  ", ""), (subtitle, GREY)]])
    return words(title, room, "bold") + words(subtitle, room, GREY)


def lines(block: Table | Facts | Note, room: int, look: Look) -> Lines:
    """Draw *block* in *room* columns."""
    match block:
        case Table():
            return tables.table(block, room, look)
        case Facts():
            return _facts(block, room, look)
        case Note():
            return _note(block, room)


def stands_apart(blocks: tuple[Block, ...], number: int, first: bool = True) -> bool:
    """Whether an empty line belongs before the block of that *number*."""
    if not number:
        return first
    return not (isinstance(blocks[number], Note) and isinstance(blocks[number - 1], Note))


def _note(note: Note, room: int) -> Lines:
    """Draw *note*; a warning carries a sign, because a colour alone says nothing to many."""
    sign = "! " if note.tone in {Tone.WARN, Tone.BAD} else ""
    texts = [part for line in lines_of(note.text) for part in folded(line, room - len(sign))]
    signs = [sign, *[" " * len(sign)] * len(texts)]
    return Lines(
        [(before + text, ink(note.tone))] for before, text in zip(signs, texts, strict=False)
    )


def _facts(facts: Facts, room: int, look: Look) -> Lines:
    names = [folded(one_line(label), room * 9 // 20) for label, _ in facts.pairs]
    wide = max((width(line) for name in names for line in name), default=0)
    rest = room - wide - _GUTTER
    lines: list[Line] = []
    for name, (_, cells) in zip(names, facts.pairs, strict=True):
        several: tuple[Cell, ...] = cells if isinstance(cells, tuple) else (cells,)
        folds = (cell_lines(cell, rest, look) for cell in several or (None,))
        values = [(text, style) for texts, style in folds for text in texts]
        for label, value in zip_longest(name, values):
            lines.append([(padded(label or "", wide + _GUTTER), GREY), value or ("", "")])
    return tables.titled(facts.title, Lines(lines), room)
