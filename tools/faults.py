"""The page about errors: every one that the program can tell, with what it says."""

import re
from collections.abc import Iterator
from importlib import import_module
from inspect import getdoc
from pathlib import Path
from pkgutil import walk_packages

import dealtrack
from dealtrack.errors import DealtrackError


def errors(examples: Path) -> Iterator[str]:
    """Yield every error by its exit code: what it means, and the *examples* of what it says."""
    said = dict(_examples(examples.read_text(encoding="utf-8")))
    known = [kind for kind in _kinds(DealtrackError) if kind.__name__ in said]
    yield "# Errors\n"
    yield (
        "An error says what happened, why, and what to do, on stderr, and ends the program "
        "with its [exit code](exit-codes.md). Here is at least one example of each. "
        "`--debug` adds the traceback."
    )
    for code in sorted({kind.exit_code for kind in known}):
        yield f"\n## Exit code {code}"
        for kind in sorted((k for k in known if k.exit_code == code), key=_title):
            yield f"\n### {_title(kind)}\n"
            yield _first_paragraph(kind)
            for text in said[kind.__name__]:
                yield f"\n```text\n{text}\n```"


def _examples(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the name of each error and what its examples print."""
    for part in re.split(r"^\[(?=\w+\]$)", text, flags=re.MULTILINE)[1:]:
        name, _, rest = part.partition("]\n")
        yield name, [one.strip("\n") for one in rest.split("\n\n") if one.strip()]


def _kinds(kind: type[DealtrackError]) -> Iterator[type[DealtrackError]]:
    for module in walk_packages(dealtrack.__path__, "dealtrack."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    for below in kind.__subclasses__():
        yield below
        yield from _kinds(below)


def _title(kind: type) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", " ", kind.__name__).capitalize()


def _first_paragraph(kind: type) -> str:
    text = " ".join((getdoc(kind) or "").partition("\n\n")[0].split())
    return re.sub(r"\*(\w+)\*", r"`\1`", text)
