"""A hostile record goes through every view, every format and every encoding."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dealtrack.text.hidden import find_hidden
from tests.cli import hostile
from tests.cli.home import Home

COMMANDS: dict[str, tuple[str, ...]] = {
    "overdue": ("overdue",),
    "agenda": ("agenda", "--days", "90"),
    "status": ("status",),
    "list": ("list",),
    "list-sorted": ("list", "--sort", "-amount,title"),
    "find": ("find", "⟦"),
    "show-agreement": ("show", "1"),
    "show-link": ("show", "3"),
    "show-trip": ("show", "T1"),
    "trip-show": ("trip", "show", "1"),
    "trips": ("trips",),
    "timeline": ("timeline", "1"),
    "timeline-trip": ("timeline", "T1"),
    "brief-party": ("brief", "⟦party.theirs⟧"),
    "brief-person": ("brief", "⟦lead.name⟧"),
    "month": ("month", "2026-10"),
    "sectors": ("sectors",),
    "party-list": ("party", "list"),
    "party-show": ("party", "show", "⟦party.theirs⟧"),
}
FORMATS = ("table", "tsv", "json", "html", "md")
_SGR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def den(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home whose ledger is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    home = Home(folder)
    with home.store() as store:
        hostile.fill(store)
    yield home
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def stored(den: Home) -> set[str]:
    """Every text that the hostile ledger holds."""
    with den.store() as store:
        records = [store.agreements.get(1), store.trips.get(1)]
    return {one for record in records for one in hostile.strings(hostile.plain(record))}


def raw_controls(text: str) -> list[str]:
    """Return the control characters of *text* that no renderer may print."""
    return re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]", text)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("command", COMMANDS)
class TestEveryView:
    @pytest.mark.parametrize("columns", [40, 100])
    def test_a_terminal_gets_no_raw_control(
        self, den: Home, command: str, language: str, columns: int
    ) -> None:
        home = den.speaking(language)

        coloured = home.run(*COMMANDS[command], screen=columns)
        plain = home.run(*COMMANDS[command], "--no-color", screen=columns)

        assert coloured.code == plain.code == 0
        assert not raw_controls(plain.out)
        bare = _SGR.sub("", coloured.out).splitlines()
        assert [line.rstrip() for line in bare] == plain.lines

    @pytest.mark.parametrize("form", FORMATS)
    def test_a_pipe_gets_no_raw_control(
        self, den: Home, command: str, language: str, form: str
    ) -> None:
        answer = den.speaking(language).run(*COMMANDS[command], "-F", form)

        assert answer.code == 0
        assert not raw_controls(answer.out)

    @pytest.mark.parametrize("encoding", ["gbk", "cp1252", "ascii"])
    def test_no_encoding_makes_it_fail(
        self, den: Home, command: str, language: str, encoding: str
    ) -> None:
        home = den.speaking(language)

        for form in FORMATS:
            assert home.run(*COMMANDS[command], "-F", form, encoding=encoding).code == 0
        assert home.run(*COMMANDS[command], screen=80, encoding=encoding).code == 0


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "cp1252", "ascii"])
@pytest.mark.parametrize("command", COMMANDS)
def test_json_loses_no_character(
    den: Home, stored: set[str], command: str, encoding: str
) -> None:
    answer = den.run(*COMMANDS[command], "--json", encoding=encoding)

    shown = set(hostile.strings(json.loads(answer.raw.decode("utf-8"))))
    marked = {one for one in shown if one.startswith("⟦") and len(one) > 100}
    assert marked <= stored


def test_json_of_an_agreement_holds_the_record_as_it_is(den: Home) -> None:
    found: Any = json.loads(den.run("show", "1", "--json").out)

    with den.store() as store:
        assert found["agreement"] == hostile.plain(store.agreements.get(1))


@pytest.mark.parametrize("key", ["title", "places", "lead", "members", "tags", "sources"])
def test_json_of_a_trip_holds_what_is_recorded(den: Home, key: str) -> None:
    found: Any = json.loads(den.run("show", "T1", "--json").out)

    with den.store() as store:
        assert found[key] == hostile.plain(store.trips.get(1))[key]


@pytest.mark.parametrize(
    "command", ["overdue", "agenda", "list", "find", "trips", "party-list"]
)
def test_a_pipe_gets_one_record_per_line(den: Home, command: str) -> None:
    lines = den.run(*COMMANDS[command]).lines
    table = den.run(*COMMANDS[command], "-F", "tsv").lines

    assert lines == table[1:]
    assert {line.count("\t") for line in table} == {table[0].count("\t")}


def test_markup_is_text_on_a_real_terminal(den: Home) -> None:
    shown = den.terminal("show", "1", columns=160).out

    assert "[red]x[/red] [/foo] [link=https://x.example]y[/link] :smile:" in shown
    assert r"\x1b]0;gone\x07 \x1b[2J \x9b31m \x7f \u202eevil" in shown


@pytest.mark.parametrize("encoding", ["gbk", "cp1252", "ascii"])
def test_a_real_stream_of_another_encoding_is_written_to(den: Home, encoding: str) -> None:
    answer = den.child("show", "1", encoding=encoding)

    assert answer.code == 0
    assert find_hidden(answer.out.replace("\n", "")) is None


def test_markdown_holds_no_live_markup(den: Home) -> None:
    page = den.run("show", "1", "-F", "md").out

    assert "<script>" not in page
    assert "**b**" not in page


def test_a_page_is_saved_where_it_is_asked_for_and_nowhere_else(
    den: Home, tmp_path: Path
) -> None:
    target = tmp_path / "card.md"

    assert den.run("show", "1", "-o", target).code == 0

    assert target.read_text(encoding="utf-8") == den.run("show", "1", "-F", "md").out
    assert [path.name for path in tmp_path.iterdir()] == ["card.md"]
