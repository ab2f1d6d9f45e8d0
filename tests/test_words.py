"""The words: every sentence has its Chinese, and every word on a page is a sentence's."""

import ast
import gettext
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from dealtrack.cli.catalogue import MODULES, every_command
from dealtrack.cli.demo import load_samples
from dealtrack.cli.help import TOPICS, parameters_of, spelled
from dealtrack.days import lexicon
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import (
    BINDINGS,
    KINDS,
    PRIORITIES,
    PROMISE_STATES,
    RELATIONS,
    SECTORS,
    SIDES,
    STATES,
    STATUSES,
)
from dealtrack.money import CURRENCIES
from dealtrack.query import states
from dealtrack.query.fields import FIELDS
from dealtrack.report import guide
from dealtrack.report.topics import SCHEMAS
from dealtrack.settings import ABOUT
from dealtrack.store.opening import open_store
from dealtrack.text import language, speak
from tools import words

ROOT = Path(__file__).parent.parent
CHINESE = ROOT / "src/dealtrack/text/zh_CN/LC_MESSAGES/dealtrack.po"
TODAY = date(2026, 11, 2)

VOCABULARIES = (
    *(BINDINGS, KINDS, PRIORITIES, PROMISE_STATES, RELATIONS),
    *(SECTORS, SIDES, STAGES, STATES, STATUSES),
)


# --- The catalogue -----------------------------------------------------------------------


def messages() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the forms of each sentence in the catalogue with those of its translation."""
    found = [m for m in words.read(CHINESE) if m.id]
    return {_forms(m.id): _forms(m.string) for m in found}


def _forms(text: str | Iterable[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def test_every_sentence_has_a_translation() -> None:
    catalogue = messages()

    missing = [s for _name, s in words.sentences() if not all(catalogue.get(_forms(s), ("",)))]

    assert missing == []


def test_the_catalogue_is_what_make_words_writes() -> None:
    assert CHINESE.read_bytes() == words.updated(CHINESE)


def test_the_catalogue_holds_nothing_that_is_no_longer_said() -> None:
    said = {_forms(sentence) for _name, sentence in words.sentences()}

    assert messages().keys() - said == set()


def test_a_translation_fills_in_what_its_sentence_fills_in() -> None:
    names = re.compile(r"\{(\w+)[^{}]*\}")

    wrong = {
        one: there
        for (*_others, one), (there, *_none) in messages().items()
        if sorted(names.findall(one)) != sorted(names.findall(there))
    }

    assert wrong == {}


def test_no_two_sentences_differ_only_in_their_blanks() -> None:
    squeezed = Counter("".join(form.split()) for forms in messages() for form in set(forms))

    assert [text for text, n in squeezed.items() if n > 1] == []


def test_a_translation_keeps_commands_and_options() -> None:
    kept = re.compile(r"--[a-z][\w-]*|dealtrack [a-z]+(?: [a-z]+)?|DEALTRACK_\w+|signed\+\S*\w")

    wrong = {
        one: there
        for (*_others, one), (there, *_none) in messages().items()
        if any(piece.split(" #")[0] not in there for piece in _known(kept.findall(one)))
    }

    assert wrong == {}


def _known(pieces: Iterable[str]) -> Iterator[str]:
    """Yield *pieces*, of a command line its command alone: what follows is an example's."""
    for piece in pieces:
        name = piece.removeprefix("dealtrack ")
        if name == piece or name in MODULES:
            yield piece
        elif name.split()[0] in MODULES:
            yield f"dealtrack {name.split()[0]}"


def test_chinese_sentences_have_chinese_marks() -> None:
    # Behind a Chinese character: a comma, a colon, a full stop or a bracket of half width.
    wrong = {
        there
        for (there, *_none) in messages().values()
        if re.search(r"[\u4e00-\u9fff][,;:?!.)(](?!\.)", there)
        and not re.match(r"log |\[", there)
    }

    assert wrong == set()


def test_the_compiled_catalogue_is_found_and_spoken() -> None:
    words.compile_all()
    before = language()

    speak("zh")
    said = gettext.translation("dealtrack", CHINESE.parents[2], ["zh_CN"]).gettext("Overdue")
    speak(before)

    assert said == "逾期"


# --- The source --------------------------------------------------------------------------

SAID = {"_", "plural", "later"}
"""What makes a literal a sentence of the catalogue."""

TECHNICAL = {"compile", "fullmatch", "match", "search", "sub", "split", "replace", "strftime"}
"""Calls whose texts are patterns, or are cut up."""

UNSEEN_ERRORS = {"AssertionError", "KeyError", "NotImplementedError", "TypeError", "ValueError"}
"""Errors of the programmer: nobody is shown them."""

TABLES = {
    "days/language.py": "patterns of days",
    "days/lexicon.py": "the words that days are read from",
    "days/named.py": "patterns of days",
    "days/refusal.py": "patterns of days",
    "days/written.py": "patterns of days",
    "model/stages.py": "stages have their names in both languages there",
    "model/vocabulary.py": "words have their names in both languages there",
    "money/amount.py": "units that amounts are read from",
    "money/currencies.py": "currencies have their names in both languages there",
    "exchange/syntax.py": "pieces of what tomllib says, to know its faults by",
    "render/console/picture.py": "SVG and CSS",
}
"""Modules whose literals are tables, not sentences, and why."""

LITERALS = {
    "two ways": "the key of a fault",
    "not finite": "the key of a fault",
    "too large": "the key of a fault",
    "does not take": "a piece of what typer says, to know its faults by",
    "tab: complete": "an order to readline",
    "bold color(160)": "a style of rich",
    "a day known in part, ISO 8601-2": "in a JSON Schema, which is English",
    '{ title = "…", url = "https://…", published = 2025-05-20 }': "TOML",
    "PAGER, VISUAL, EDITOR": "names of variables",
}
"""Single literals that are no sentences, and why."""

TYPED = re.compile(
    r"\"?\(?\w+[:=]\S"  # a query: owner:li
    r"|(?:dealtrack|EDITOR=nano) "  # a command line
    r"|%[YmdHM]"  # a form of strftime
    r"|.*(?:今天|三天后|签约后3个月|上月)"  # days as people type them, in both languages
)
"""Literals that show what to type, or are formats."""


def literals() -> Iterator[tuple[str, str]]:
    """Yield each literal of the source that looks like a sentence, with its module."""
    source = ROOT / "src" / "dealtrack"
    for path in sorted(source.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        unseen = {id(part) for node in ast.walk(tree) for part in _not_shown(node)}
        for node in ast.walk(tree):
            match node:
                case ast.Constant(value=str() as text) if id(node) not in unseen:
                    if re.search(r"[A-Za-z]\S* +\S*[A-Za-z]", text):
                        yield path.relative_to(source).as_posix(), text


def _not_shown(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what in *node* is a docstring, said through `_`, a pattern or a programmer's error."""
    match node:
        case ast.Expr(value=ast.Constant() as docstring):
            yield docstring
        case ast.Assert():
            yield from ast.walk(node)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            if name in SAID | TECHNICAL | UNSEEN_ERRORS:
                yield from ast.walk(node)


def test_every_literal_that_looks_like_a_sentence_is_one_of_the_catalogue() -> None:
    unsaid = [
        (module, text)
        for module, text in literals()
        if not (
            module in TABLES
            or text in LITERALS
            or TYPED.match(text)
            or text.split()[0] in {name.split()[0] for name in MODULES}
        )
    ]

    assert unsaid == []


def test_the_lists_of_what_is_no_sentence_hold_nothing_that_is_gone() -> None:
    found = list(literals())

    assert TABLES.keys() - {module for module, _text in found} == set()
    assert LITERALS.keys() - {text for _module, text in found} == set()


# --- The pages ---------------------------------------------------------------------------

WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*|[\u4e00-\u9fff]+")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with the Chinese sample data."""
    path = tmp_path_factory.mktemp("words") / "ledger.json"
    before = language()
    speak("zh")
    with open_store(str(path), author="demo", words="demo") as store:
        load_samples(store, TODAY)
    speak(before)
    return path


def spoken(ledger: Path, how: str) -> dict[str, str]:
    """Return the text of every page in Chinese, or with the words of the catalogue marked."""
    variables = {
        **os.environ,
        "DEALTRACK_LEDGER": str(ledger),
        "DEALTRACK_CONFIG": str(ledger.with_name("none.toml")),
        "DEALTRACK_TODAY": str(TODAY),
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        "PYTHONIOENCODING": "utf-8",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.spoken", how],
        env=variables,
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    pages: dict[str, str] = json.loads(done.stdout)
    return pages


def texts_of(ledger: Path) -> list[str]:
    """Return every text in *ledger*, the longest first; names of its keys are none."""
    found: set[str] = set()

    def walk(value: object) -> None:
        match value:
            case dict():
                for part in value.values():
                    walk(part)
            case list():
                for part in value:
                    walk(part)
            case str():
                found.add(value)

    for name in ("ledger.json", "ledger.journal"):
        path = ledger.with_name(name)
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        for line in lines:
            walk(json.loads(line[line.index("{") : line.rindex("}") + 1]))
    return sorted((t for t in found if WORD.search(t)), key=len, reverse=True)
