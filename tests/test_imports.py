"""What starting up may load: modules, never milliseconds, which depend on the machine.

Every name below costs from 1 to 50 ms, or is a sign that something was imported too
early.  What typer loads by itself (difflib, uuid, subprocess …) is not held against us.
"""

import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from dealtrack.cli.catalogue import MODULES
from dealtrack.store.latest import INDEXED_FROM
from tests.builders import a_draft
from tests.cli import terminals
from tests.cli.home import Home

LIBRARIES = {
    *("typer", "rich", "tinydb", "msgspec", "dateutil", "platformdirs", "fasteners", "tomlkit"),
    *("click", "pydantic", "questionary", "babel", "sqlalchemy", "jinja2", "openpyxl", "docx"),
    *("xlsxwriter", "lxml", "python_calamine"),
}
"""Everything that is installed for us, and what must not creep in."""

STANDARD = {
    *("asyncio", "concurrent", "csv", "dataclasses", "decimal", "difflib", "email", "hashlib"),
    *("html", "http", "json", "logging", "multiprocessing", "pickle", "random", "shlex"),
    *(
        "smtplib",
        "socket",
        "sqlite3",
        "ssl",
        "subprocess",
        "tempfile",
        "tomllib",
        "unittest",
        "uuid",
    ),
    "xml",
}
"""What of the standard library takes a millisecond or more."""

OURS = {
    *("dealtrack.exchange", "dealtrack.query.parse", "dealtrack.render.console"),
    *("dealtrack.render.console.picture", "dealtrack.render.file", "dealtrack.render.json"),
    *("dealtrack.render.grid", "dealtrack.render.pager", "dealtrack.render.plain"),
    *("dealtrack.render.html", "dealtrack.render.word", "dealtrack.render.excel"),
    *("dealtrack.store.disk.lock", "dealtrack.store.tiny"),
}
"""What of dealtrack only some commands need."""

WATCHED = LIBRARIES | STANDARD | OURS

# msgspec brings decimal, tinydb brings json.
READING = {
    *("typer", "msgspec", "decimal", "tinydb", "json"),
    *("dealtrack.store.tiny", "dealtrack.store.disk.lock"),
}
PLAIN = {"dealtrack.render.grid", "dealtrack.render.plain"}
# fasteners brings logging; an id is a uuid.
WRITING = READING | {"fasteners", "logging", "uuid"}
SCREEN = {"dealtrack.render.console", "dealtrack.render.grid", "dealtrack.render.pager"}
# rich brings dataclasses, pickle and random.
FRAMED = SCREEN | {"rich", "dataclasses", "pickle", "random"}

PROBE = """
import atexit, os, sys
before = set(sys.modules)

@atexit.register
def tell():
    with open(os.environ["LOADED"], "w") as file:
        file.write("\\n".join(set(sys.modules) - before))

from dealtrack.cli.main import main
sys.exit(main())
"""

Loads = Callable[..., set[str]]


@pytest.fixture
def loads(tmp_path: Path) -> Loads:
    """Run a command in a process of its own; return what it loaded beside typer's own."""
    home = Home(tmp_path)
    list_of_names = tmp_path / "loaded"
    environment = home.variables() | {"LOADED": str(list_of_names)}

    def modules_of(*words: str, on_terminal: bool = False) -> set[str]:
        command = [sys.executable, "-c", PROBE, *words]
        if on_terminal:
            code, said = terminals.run(command, environment, tmp_path, (100, 50))
        else:
            code, said = run_in_pipe(command, environment)
        assert code == 0, said.decode()
        return set(list_of_names.read_text().splitlines()) - (typers_own() - {"typer"})

    return modules_of


@pytest.fixture
def ledger(loads: Loads) -> Loads:
    """Return `loads` on a ledger that has an agreement and an overdue follow-up."""
    loads("log", "Framework", "--party", "Example Cloud", "--signed", "2026-01-05")
    loads("follow", "1", "Send the draft", "--due", "2026-02-01")
    return loads


def run_in_pipe(command: list[str], environment: dict[str, str]) -> tuple[int, bytes]:
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.returncode, done.stdout


@cache
def typers_own() -> frozenset[str]:
    """Return the modules that come with typer, whatever the app."""
    words = [sys.executable, "-c", "import sys, typer.main; print(*sys.modules)"]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    return frozenset(said.split())


def watched(modules: set[str]) -> set[str]:
    return modules & WATCHED


def test_the_version_loads_no_library(loads: Loads) -> None:
    loaded = loads("--version")

    assert "dealtrack.cli.main" in loaded
    assert watched(loaded) == set()
    assert not {name for name in loaded if name.startswith("dealtrack.model")}


@pytest.mark.parametrize("words", ["overdue", "agenda", "list"])
def test_reading_in_a_pipe_loads_no_screen_no_lock_and_no_toml(
    words: str, ledger: Loads
) -> None:
    loaded = ledger(words)

    assert "dealtrack.store.tiny" in loaded
    assert watched(loaded) <= READING


def test_a_large_ledger_is_asked_by_its_index_alone(loads: Loads, tmp_path: Path) -> None:
    with Home(tmp_path).store() as store, store.transaction():
        for _ in range(INDEXED_FROM):
            store.agreements.add(a_draft())

    loaded = loads("overdue")

    assert "sqlite3" in loaded
    assert watched(loaded) <= READING - {"tinydb", "json"} | {"sqlite3"}


def test_a_login_loads_neither_mail_nor_screen_and_the_lock_to_remember(ledger: Loads) -> None:
    loaded = ledger("remind", "--login")

    assert "dealtrack.cli.remind" in loaded
    assert watched(loaded) <= READING | {"fasteners", "logging", "dateutil"}
    assert watched(ledger("remind", "--login")) <= READING | {
        "fasteners",
        "logging",
        "dateutil",
    }


def test_a_query_loads_its_parser(ledger: Loads) -> None:
    loaded = ledger("overdue", "owner:Li")

    assert watched(loaded) <= READING | {"dealtrack.query.parse"}


def test_a_card_also_loads_the_arithmetic_of_months(ledger: Loads) -> None:
    loaded = ledger("show", "1")

    assert watched(loaded) <= READING | PLAIN | {"dateutil"}


def test_json_loads_nothing_of_pages_on_a_screen(ledger: Loads) -> None:
    loaded = ledger("overdue", "--json")

    assert watched(loaded) <= READING | {"dealtrack.render.json"}


def test_html_loads_no_library(ledger: Loads) -> None:
    loaded = ledger("overdue", "-F", "html")

    own = {"dealtrack.render.html", "dealtrack.render.grid", "html"}
    assert own <= loaded
    assert watched(loaded) <= READING | own


@pytest.mark.parametrize(
    ("ending", "library", "others"),
    [("docx", "docx", {"xlsxwriter"}), ("xlsx", "xlsxwriter", {"docx", "lxml"})],
)
def test_a_document_loads_the_library_of_its_format_and_no_other(
    ending: str, library: str, others: set[str], ledger: Loads, tmp_path: Path
) -> None:
    loaded = ledger("overdue", "-o", str(tmp_path / f"overdue.{ending}"))

    assert library in loaded
    assert not loaded & (others | {"openpyxl", "rich"})


@pytest.mark.parametrize("words", ["overdue", "agenda", "list", "show 1"])
def test_lists_and_cards_on_a_terminal_need_no_rich(words: str, ledger: Loads) -> None:
    loaded = ledger(*words.split(), on_terminal=True)

    assert "dealtrack.render.console" in loaded
    assert watched(loaded) <= READING | SCREEN | {"dateutil"}


def test_what_is_framed_is_drawn_by_rich_without_what_no_page_uses(ledger: Loads) -> None:
    loaded = ledger("status", on_terminal=True)

    assert "rich.panel" in loaded
    unused = ("live", "logging", "markdown", "pretty", "progress", "prompt", "syntax", "table")
    assert not loaded & {f"rich.{name}" for name in (*unused, "traceback")}
    assert watched(loaded) <= READING | FRAMED | {"dateutil"}


def test_closing_a_follow_up_in_a_pipe_adds_the_lock(ledger: Loads) -> None:
    loaded = ledger("done", "1.1")

    assert "fasteners" in loaded
    assert watched(loaded) <= WRITING


def test_closing_a_follow_up_on_a_terminal_needs_no_rich(ledger: Loads) -> None:
    loaded = ledger("done", "1.1", on_terminal=True)

    assert watched(loaded) <= WRITING


@pytest.mark.parametrize("on_terminal", [False, True])
def test_logging_a_title_loads_neither_rich_nor_what_writes_toml(
    loads: Loads, on_terminal: bool
) -> None:
    loaded = loads(
        *("log", "Framework", "--party", "Example Cloud", "--playbook", "none"),
        on_terminal=on_terminal,
    )

    # The words for parties are those of the trip file.
    assert watched(loaded) <= WRITING | {"dealtrack.exchange", "dataclasses"}


@pytest.mark.parametrize(
    "words", [["overdue"], ["show", "1"], ["done", "1.1"], ["log", "Framework"]]
)
def test_a_command_loads_the_module_that_holds_it_and_no_other(
    words: list[str], ledger: Loads
) -> None:
    loaded = ledger(*words)

    holders = {f"dealtrack.cli.{module}" for module in MODULES.values()}
    assert loaded & holders == {f"dealtrack.cli.{MODULES[words[0]]}"}


def test_the_morning_loads_no_report_but_its_own(ledger: Loads) -> None:
    loaded = ledger("overdue")

    assert not {name for name in loaded if name.startswith("dealtrack.report.monthly")}
    assert not loaded & {"dealtrack.report.brief", "dealtrack.report.status"}
