"""Every command on a page of the documentation does what the page says."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from dealtrack.cli.demo import load_samples
from dealtrack.store.opening import open_store
from dealtrack.text import speak
from tests.calendars.server import PASSWORD, USER, serving
from tests.docs.session import ROOT, File, Page, Step, play
from tests.postgres.programs import NoPostgreSQLError
from tests.postgres.server import HOST, OWNER, Server
from tests.postgres.workshop import HASTY, Workshop, a_workshop

PAGES = sorted(
    path
    for place in ("*.md", "docs/*.md", "docs/tutorial/*.md", "docs/how-to/*.md")
    for path in ROOT.glob(place)
    if Page.read(path).steps
)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_shows_what_its_commands_print(
    path: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    page = Page.read(path)
    if page.ledger:
        keep_samples(tmp_path / ".local/share/dealtrack/ledger.json", page)

    with serving_for(page, tmp_path, request) as known:
        printed = play(page, tmp_path, **known)

    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(page.with_outputs(printed), encoding="utf-8")
        page = Page.read(path)
    assert len(printed) == len(page.steps)
    for step, output in zip(page.steps, printed, strict=True):
        shown = "\n".join(output)
        assert step.prints(output), f"{step.source}\nprinted\n{shown}"


def test_the_readme_begins_with_an_example_that_runs_anywhere() -> None:
    first = Page.read(ROOT / "README.md").doings[0]

    assert isinstance(first, Step)
    assert first.source.startswith("dealtrack ")


def test_a_page_can_have_files_and_commands_of_several_lines() -> None:
    text = (
        "<!-- file: a.txt -->\n```text\nhello\n```\n```console\n$ cat \\\n> a.txt\nhello\n```\n"
    )

    doings = Page(text, "", "").doings

    assert doings == [File("a.txt", "hello\n"), Step(("$ cat \\", "> a.txt"), ("hello",))]


def test_a_line_of_dots_stands_for_any_lines() -> None:
    step = Step(("$ cat",), ("a", "…", "d"))

    assert step.prints(("a", "b", "c", "d"))
    assert not step.prints(("a", "b", "c"))


@contextmanager
def serving_for(
    page: Page, home: Path, request: pytest.FixtureRequest
) -> Iterator[dict[str, str]]:
    """Start the server that *page* asks for, if it does; yield what the shell has to know."""
    if page.server == "postgresql":
        workshop: Workshop = request.getfixturevalue("workshop")
        with workshop.serving(HASTY) as postgres:
            yield known_to_psql(postgres, home)
        return
    if page.server == "postgres":
        with a_database() as known:
            yield known
        return
    if page.server != "caldav":
        yield {}
        return
    folder = home / ".server"
    folder.mkdir()
    with serving(folder) as server:
        settings = home / ".config/dealtrack/config.toml"
        settings.parent.mkdir(parents=True)
        settings.write_text(f'[calendar]\nurl = "{server.calendar()}"\nuser = "{USER}"\n')
        yield {"DEALTRACK_CALDAV_PASSWORD": PASSWORD}


def known_to_psql(server: Server, home: Path) -> dict[str, str]:
    """Return what leads to *server* whoever calls it ``db.example.org``."""
    programs = server.programs.folder
    if not (programs / "psql").exists():
        pytest.skip("no psql is there")
    passwords = home / ".pgpass"
    passwords.write_text(f"*:*:*:{OWNER}:{server.passwords[OWNER]}\n")
    passwords.chmod(0o600)
    return {
        "PATH": str(programs),
        "PGHOST": "db.example.org",
        "PGHOSTADDR": HOST,
        "PGPORT": str(server.port),
        "PGUSER": OWNER,
        "PGPASSFILE": str(passwords),
    }


@contextmanager
def a_database() -> Iterator[dict[str, str]]:
    """Serve the database ``deals``, which is li's; yield where every host is, for a while."""
    try:
        with a_workshop() as workshop, workshop.serving(HASTY) as server:
            server.create_user("li", "known")
            server.create_database("deals")
            server.ask("ALTER DATABASE deals OWNER TO li")
            yield {"PGHOSTADDR": HOST, "PGPORT": str(server.port), "PGPASSWORD": "known"}
    except NoPostgreSQLError as why:
        pytest.skip(f"no PostgreSQL: {why}")


def keep_samples(path: Path, page: Page) -> None:
    """Put the sample year into the ledger at *path*, in the language the page asks for."""
    speak(page.ledger.removeprefix("year-"))
    try:
        with open_store(str(path)) as store:
            load_samples(store, date.fromisoformat(page.today))
    finally:
        speak("en")
