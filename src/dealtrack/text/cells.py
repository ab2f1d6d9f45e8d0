r"""How texts stand in the cells of a spreadsheet, so that they are found again as they were.

Several texts are joined by a semicolon and a blank; inside of a text a semicolon becomes
``\;`` and a stroke ``\\``.  A text that a spreadsheet would take for a formula
(OWASP: CSV injection) gets an apostrophe before it, and so does one that seems to have got
one already: what is put there can always be taken away.
"""

import re
from collections.abc import Iterable

_FORMULA = r"\s*[=+\-@\t\r＝＋－＠]"
_PIECES = r"(?:\\.|[^\\;])*"


def joined(texts: Iterable[str]) -> str:
    """Return *texts* as one cell."""
    return "; ".join(re.sub(r"[\\;]", r"\\\g<0>", text) for text in texts)


def parted(cell: str) -> tuple[str, ...]:
    """Return the texts that `joined` made *cell* of; none of an empty one."""
    if not cell:
        return ()
    pieces = re.findall(rf"(?:^|;)({_PIECES})", cell, re.DOTALL)
    own = (pieces[0], *(piece.removeprefix(" ") for piece in pieces[1:]))
    return tuple(re.sub(r"\\(.)", r"\1", piece, flags=re.DOTALL) for piece in own)


def guarded(text: str) -> str:
    """Return *text* as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if re.match(rf"'*{_FORMULA}", text) else text


def unguarded(cell: str) -> str:
    """Return the text that `guarded` made *cell* of."""
    return cell[1:] if cell[:1] == "'" and re.match(rf"'+{_FORMULA}", cell) else cell
