"""Every error says in good sentences what happened, in both languages."""

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import dealtrack
from dealtrack.errors import DealtrackError
from dealtrack.text import speak
from tests import golden
from tests.errors_examples import EXAMPLES

GOLDEN = Path(__file__).parent / "golden" / "errors"
CODES = {2, 3, 4, 5, 6, 7}
BEGINS = re.compile(r"[A-Z0-9“\"]|--|[一-鿿]")
A_FACT = re.compile(r"[~/\w.\[\]-]+(?=[\s:：])")
ENDS = re.compile(r"[.?)。？）]$|[:：].*$|dealtrack [ \w.]+$|/\S+$|^  ")
"""A sentence ends; a command, a path or an example at its end is left bare, to be copied."""


@pytest.fixture(params=["en", "zh"])
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    language: str = request.param
    speak(language)
    yield language
    speak("en")


def kinds(kind: type[DealtrackError] = DealtrackError) -> Iterator[type[DealtrackError]]:
    """Yield every class of error that says something of its own."""
    for below in kind.__subclasses__():
        if "__str__" in vars(below):
            yield below
        yield from kinds(below)


def test_every_error_has_an_example() -> None:
    for module in pkgutil.walk_packages(dealtrack.__path__, "dealtrack."):
        if not module.name.endswith("__main__"):
            import_module(module.name)

    ours = {kind.__name__ for kind in kinds() if kind.__module__.startswith("dealtrack.")}

    assert ours == {kind.__name__ for kind in EXAMPLES}


def test_every_error_has_an_exit_code_of_the_list() -> None:
    assert {kind.exit_code for kind in EXAMPLES} == CODES


def test_an_example_is_of_the_class_it_stands_for() -> None:
    for kind, examples in EXAMPLES.items():
        for example in examples:
            assert type(example()).__name__ == kind.__name__


def test_what_errors_say_is_as_it_was_looked_at(spoken: str) -> None:
    parts = [
        "\n".join((f"[{kind.__name__}]", "\n\n".join(str(example()) for example in examples)))
        for kind, examples in EXAMPLES.items()
    ]

    golden.check(GOLDEN / f"{spoken}.txt", "\n\n".join(parts) + "\n")


def test_errors_speak_in_a_few_calm_sentences(spoken: str) -> None:
    for kind, examples in EXAMPLES.items():
        for example in examples:
            lines = str(example()).splitlines()

            assert 1 <= len(lines) <= 6, kind
            assert BEGINS.match(lines[0]) or A_FACT.match(lines[0]), lines[0]
            assert not any("!" in line or "！" in line for line in lines), lines
            assert all(line.strip() for line in lines), lines
            assert all(ENDS.search(line) for line in lines), lines
