"""The numbers of the parts of a page: ``1.`` in English, ``一、`` in Chinese documents."""

from msgspec.structs import replace

from dealtrack.report.page import Block, Page, Section
from dealtrack.text import language

_DIGITS = "〇一二三四五六七八九"


def numbered(page: Page) -> list[tuple[str, Block]]:
    """Return the blocks of *page*, each with its number; one part alone has none."""
    if sum(isinstance(block, Section) for block in page.blocks) < 2:
        return [("", block) for block in page.blocks]
    found: list[tuple[str, Block]] = []
    number = 0
    for block in page.blocks:
        number += isinstance(block, Section)
        found.append((say_number(number) if isinstance(block, Section) else "", block))
    return found


def spelled_out(page: Page) -> tuple[Block, ...]:
    """Return the blocks of *page* as a screen has them: with numbers if the page counts."""
    if not page.counts:
        return page.blocks
    return tuple(
        replace(block, title=number + block.title) if isinstance(block, Section) else block
        for number, block in numbered(page)
    )


def say_number(number: int) -> str:
    """Return *number*, 1 to 99, as the parts of a document are counted."""
    return f"{_chinese(number)}、" if language() == "zh" else f"{number}. "


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return (_DIGITS[tens] if tens > 1 else "") + "十" + (_DIGITS[ones] if ones else "")
