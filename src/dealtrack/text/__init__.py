"""The words dealtrack speaks, in the reader's language.

Source strings are English.  A catalogue in ``text/<language>/LC_MESSAGES``
turns them into another language; a missing sentence stays English.
"""

import gettext
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_CATALOGUES = Path(__file__).parent
_spoken: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def speak(language: str) -> None:
    """Choose the language of everything said from now on: ``en`` or ``zh``."""
    global _spoken, _language  # noqa: PLW0603 -- one process speaks one language
    _language = language
    if language == "zh":
        _spoken = gettext.translation("dealtrack", _CATALOGUES, ["zh_CN"], fallback=True)
    else:
        _spoken = gettext.NullTranslations()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak *language* for a while, as to somebody else; "" is the one spoken now."""
    before = _language
    speak(language or before)
    try:
        yield
    finally:
        speak(before)


def language() -> str:
    """Return the language spoken now: ``en`` or ``zh``."""
    return _language


def wanted(environment: Mapping[str, str] = os.environ) -> str:
    """Return the language that the environment asks for."""
    for name in ("DEALTRACK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name, ""):
            return known(value) or "en"
    return "en"


def known(name: str) -> str | None:
    """Return the language that *name* means (``zh_CN.UTF-8``, ``中文``), if we speak it."""
    folded = name.strip().lower()
    if folded.startswith(("zh", "中", "chinese")):
        return "zh"
    return "en" if folded.startswith(("en", "英", "c", "posix")) else None


def _(message: str) -> str:
    """Say *message* in the chosen language."""
    return _spoken.gettext(message)


def later(message: str) -> str:
    """Mark *message* for the catalogue; whoever prints it says it with `_`."""
    return message


def plural(one: str, many: str, n: int) -> str:
    """Say *one* or *many*, whichever suits *n*, with ``{n}`` filled in."""
    return _spoken.ngettext(one, many, n).replace("{n}", f"{n:,}")


def listed(parts: Iterable[str]) -> str:
    """Return *parts* as one line: with commas, in Chinese with 、."""
    return ("、" if language() == "zh" else ", ").join(parts)


def run_on(sentences: Iterable[str]) -> str:
    """Return *sentences* on one line: with a blank between, in Chinese with none."""
    return ("" if language() == "zh" else " ").join(sentences)
