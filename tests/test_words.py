"""The words: every sentence has its Chinese, and every word on a page is a sentence's."""

import ast
import gettext
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec import to_builtins
from tools import words

from dealtrack.cli.catalogue import MODULES, every_command
from dealtrack.cli.demo import load_samples
from dealtrack.cli.help import TOPICS, parameters_of, spelled
from dealtrack.cli.schemas import SCHEMAS
from dealtrack.model.codec import to_plain
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import (
    BINDINGS,
    COLOURS,
    KINDS,
    MEASURES,
    PRIORITIES,
    PROMISE_STATES,
    RELATIONS,
    SECTORS,
    SIDES,
    STATES,
    STATUSES,
)
from dealtrack.money import CURRENCIES
from dealtrack.query.fields import FIELDS
from dealtrack.query.states import STATES as STATES_TO_ASK
from dealtrack.render.outline import say_number
from dealtrack.report import guide
from dealtrack.report.dayguide import ANCHORED, DAYS, PERIODS
from dealtrack.settings import ABOUT
from dealtrack.store.opening import open_store
from dealtrack.text import language, speak

ROOT = Path(__file__).parent.parent
CHINESE = ROOT / "src/dealtrack/text/zh_CN/LC_MESSAGES/dealtrack.po"
TODAY = date(2026, 11, 2)

VOCABULARIES = (
    *(BINDINGS, COLOURS, KINDS, MEASURES, PRIORITIES, PROMISE_STATES, RELATIONS),
    *(SECTORS, SIDES, STAGES, STATES, STATUSES),
)


# --- The catalogue -----------------------------------------------------------------------


def messages() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the forms of each sentence in the catalogue with those of its translation."""
    found = [m for m in words.read(CHINESE) if m.id]
    return {_forms(m.id): _forms(m.string) for m in found}


def pairs() -> list[tuple[str, str]]:
    """Return each sentence, its plural where it has one, with its translation if it has one."""
    found = ((forms[-1], there) for forms, (there, *_others) in messages().items())
    return [(sentence, there) for sentence, there in found if there]


def _forms(text: str | Iterable[str] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


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
        for one, there in pairs()
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
        for one, there in pairs()
        if any(piece not in there for piece in _known(kept.findall(one)))
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
        for _one, there in pairs()
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

OF_SERVERS = (
    *("address", "attaching", "connected", "documents", "faults", "ledger", "lines"),
    *("persisting", "postgres", "proving", "schema", "twins", "writing"),
)
"""Modules that speak to a server; their sentences are marked."""

OF_SQL = ("counting", "dated", "dialect", "parting", "schema", "selecting", "summing")

TABLES = {
    "days/ends.py": "patterns of days",
    "days/grammar.py": "the grammar of days, in EBNF",
    "days/language.py": "patterns of days",
    "days/lexicon.py": "the words that days are read from",
    "days/named.py": "patterns of days",
    "days/recurring.py": "patterns of recurrences",
    "days/refusal.py": "patterns of days",
    "days/weekdays.py": "patterns of days",
    "days/written.py": "patterns of days",
    "model/stages.py": "stages have their names in both languages there",
    "model/sectors.py": "words have their names in both languages there",
    "model/vocabulary.py": "words have their names in both languages there",
    "query/headings.py": "columns have their names in both languages there",
    "exchange/targets.py": "headings of tables, as they are read in both languages",
    "cli/schedules.py": "lines of crontab and of systemd; its sentences are marked",
    "settings/shipped.py": "playbooks have their names in both languages there",
    "money/amount.py": "units that amounts are read from",
    "money/currencies.py": "currencies have their names in both languages there",
    "exchange/syntax.py": "pieces of what tomllib says, to know its faults by",
    "render/console/picture.py": "SVG and CSS",
    **dict.fromkeys(
        (
            *("render/html/__init__.py", "render/html/charts.py", "render/html/sheet.py"),
            *("render/html/tables.py", "render/letter.py"),
        ),
        "HTML, SVG and CSS",
    ),
    **dict.fromkeys(
        (
            *("render/word/charts.py", "render/word/look.py", "render/word/markup.py"),
            *("render/word/numbers.py", "render/word/tables.py"),
        ),
        "the XML of Word, and names of fonts and styles",
    ),
    **dict.fromkeys(
        ("exchange/columns/agreementfields.py", "exchange/columns/fields.py"),
        "what columns are called in tables, in both languages",
    ),
    "exchange/columns/tablewords.py": "what cells hold in tables, in both languages",
    "store/server/reasons.py": "pieces of what a server says, to know its reasons by",
    "report/dayguide.py": "days as people type them; its sentences are marked",
    "store/lazy.py": "the parts of a record",
    **dict.fromkeys(
        (
            *("actions/serverchecks.py", "actions/serverexam.py"),
            *("store/moving/loading.py", "store/moving/served.py"),
            *("store/server/agreeing.py", "store/server/marker.py", "store/server/vitals.py"),
        ),
        "SQL: what is put to a server, and what mends it",
    ),
    **dict.fromkeys(
        (
            *("store/packed/blocks.py", "store/sql/entryschema.py", "store/sql/uses.py"),
            *("store/sql/entrytable.py", "store/sql/figures.py"),
            "store/index.py",
            *(f"store/server/{name}.py" for name in OF_SERVERS),
            *(f"store/sql/{name}.py" for name in OF_SQL),
            *(
                "store/indexing.py",
                "store/places.py",
                "store/sql/sorting.py",
                "store/sql/telling.py",
                "store/sql/where.py",
            ),
        ),
        "SQL",
    ),
}
"""Modules whose literals are tables, not sentences, and why."""

LITERALS = {
    "two ways": "the key of a fault",
    "not finite": "the key of a fault",
    "too large": "the key of a fault",
    "does not take": "a piece of what typer says, to know its faults by",
    "tab: complete": "an order to readline",
    "bind ^I rl_complete": "an order to libedit",
    "not known": "a cell that says nothing, in either language",
    "Refused because": "the name of a column, known in either language",
    " --dry-run --save-map NAME": "options",
    "not yet": "an answer that the wizard takes in either language",
    "not signed": "an answer that the wizard takes in either language",
    "bold color(160)": "a style of rich",
    "a day known in part, ISO 8601-2": "in a JSON Schema, which is English",
    '{ title = "…", url = "https://…", published = 2025-05-20 }': "TOML",
    "PAGER, VISUAL, EDITOR": "names of variables",
    '"STAGE DAY"': "the value of an option, in capitals",
    "first write of the day": "the key of a reason",
    "asked for": "the key of a reason",
    " --ledger PATH": "an option",
    "[URL] [QUERY]...": "what stands for arguments",
    "text/calendar; charset=utf-8": "the type of a file",
}
"""Single literals that are no sentences, and why."""

TYPED = re.compile(
    r"\"?\(?\w+[:=]\S"  # a query: owner:li
    r"|(?:dealtrack|EDITOR=nano|df|export|sudo) "  # a command line
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
    """Yield what in *node* is a docstring, said, a pattern or a programmer's error."""
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

TYPED_DAYS = " ".join((*(text for _way, texts in DAYS for text in texts), *ANCHORED, *PERIODS))
"""Days as they may be typed, whichever language is spoken."""

TYPED_QUERIES = "owner li wang due w late none not or party Tencent Cloud is any a b c"
"""Queries as they may be typed, whichever language is spoken."""

NAMES = """
    unknown dealtrack Markdown Schema Ctrl-C bash zsh fish powershell table tsv json md toml
    crontab starttls ssl unicode ascii half-up truncate en zh synonyms code dumb newest ask yes
    no ics todo event both html docx xlsx no-progress behind-plan missed-month missed-
    csv jsonl dmy mdy agreements follow-ups trips
"""
"""Names of formats, keys and values that Chinese sentences leave as they are."""


class Sample(NamedTuple):
    """A ledger with the Chinese sample data: where it is, and every text in it."""

    path: Path
    texts: tuple[str, ...]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The sample data in a ledger of its own."""
    path = tmp_path_factory.mktemp("words") / "ledger.json"
    before = language()
    speak("zh")
    with open_store(str(path), author="demo", words="demo") as store:
        load_samples(store, TODAY)
        records = (*store.agreements.search(as_of=TODAY), *store.trips.search(as_of=TODAY))
        texts = {
            text
            for record in records
            for text in _texts(to_builtins(record, enc_hook=to_plain))
        }
    speak(before)
    telling = {t for t in texts if not re.fullmatch("[a-z-]*", t) and WORD.search(t)}
    return Sample(path, tuple(sorted(telling, key=len, reverse=True)))


def _texts(value: object) -> Iterator[str]:
    match value:
        case dict():
            yield from (text for part in value.values() for text in _texts(part))
        case list() | tuple():
            yield from (text for part in value for text in _texts(part))
        case str():
            yield value


def pages(sample: Sample, how: str) -> dict[str, str]:
    """Return the text of every page in Chinese, or with the words of the catalogue marked."""
    variables = {
        **os.environ,
        "DEALTRACK_LEDGER": str(sample.path),
        "DEALTRACK_CONFIG": str(sample.path.with_name("none.toml")),
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
    shown: dict[str, str] = json.loads(done.stdout)
    return shown


def left_over(page: str, texts: Iterable[str], known: Container[str]) -> list[str]:
    """Return the words of *page* that are neither *known* nor part of one of *texts*.

    Options, variables, what stands for a value (DAY) and codes (CNY, T3) are no words.
    """
    for text in texts:
        if text.isascii() and text.isalpha():  # backup is no part of backups
            page = re.sub(rf"\b{text}\b", " ", page)
        else:
            page = page.replace(text, " ")
    page = re.sub(r"(?<![\w-])--?[a-zA-Z][\w-]*", " ", page)
    return [w for w in WORD.findall(page) if not ((w.isascii() and w.isupper()) or w in known)]


_NUMBERS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
"""What the parts of a Chinese bulletin are counted with."""


@cache
def words_of_records() -> frozenset[str]:
    """Return the words that records are told in: names of vocabularies, money, days."""
    tables = (
        *(said for v in VOCABULARIES for w in v for said in (w.zh, w.meaning_zh)),
        *(unit + money.chinese for unit in ("", "万", "亿") for money in CURRENCIES.values()),
        *("元", "万元", "亿元", "万", "亿"),
        *_NUMBERS,
    )
    return _words_in(tables)


@cache
def words_of_help() -> frozenset[str]:
    """Return the words that help shows as they are typed, in either language."""
    tables = (
        *(said for v in VOCABULARIES for w in v for said in (w.key, w.en, w.code, *w.synonyms)),
        *(name for field in FIELDS.values() for name in (field.name, *field.aliases)),
        *(name for state in STATES_TO_ASK for name in (state.name, *state.aliases)),
        *(spelled(p) for command in every_command() for p in parameters_of(command)),
        *(*MODULES, *TOPICS, *SCHEMAS, *ABOUT),
        *(TYPED_DAYS, TYPED_QUERIES, NAMES),
    )
    return words_of_records() | _words_in(tables)


def _words_in(tables: Iterable[str | Iterable[str]]) -> frozenset[str]:
    return frozenset(
        word
        for text in tables
        for part in ([text] if isinstance(text, str) else text)
        for word in WORD.findall(part)
    )


def examples() -> list[str]:
    """Return the command lines and queries that pages show, as they are typed."""
    lines = [line for command in every_command() for line in command.examples]
    queries = [query for query, _about in guide._EXAMPLES]
    names = [f"dealtrack {name}" for name in MODULES]
    return [*sorted((*lines, *queries), key=len, reverse=True), *names]


def numbers_of_parts() -> list[str]:
    """Return what stands before the titles of parts, which is counted and not translated."""
    before = language()
    speak("zh")
    numbers = [say_number(n) for n in range(30, 0, -1)]
    speak(before)
    return numbers


def test_every_word_on_a_page_comes_from_the_catalogue_or_the_ledger(sample: Sample) -> None:
    unsaid = {}
    for name, page in pages(sample, "marked").items():
        bare = re.sub("⟦[^⟧]*⟧", " ", page)
        if name.startswith("help") or not name:
            unsaid[name] = left_over(bare, examples(), words_of_help())
        else:
            texts = (*examples(), *sample.texts, *name.split()[1:], *numbers_of_parts())
            unsaid[name] = left_over(bare, texts, words_of_records())

    assert {name: left for name, left in unsaid.items() if left} == {}


def test_a_chinese_page_holds_no_english(sample: Sample) -> None:
    english = {
        name: [word for word in left_over(page, texts, words_of_help()) if word.isascii()]
        for texts in [(*examples(), *sample.texts)]
        for name, page in pages(sample, "zh").items()
    }

    assert {name: left for name, left in english.items() if left} == {}
