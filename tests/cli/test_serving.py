"""Commands about a ledger on a server: what they do there, and what they say instead."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread, Timer

import pytest

from dealtrack.model.changes import Step
from dealtrack.store.opening import open_store
from dealtrack.store.server.store import SqlStore
from dealtrack.store.sql.dialect import Sql
from tests.cli.home import Answer, Home
from tests.cli.terminals import Reply
from tests.cli.writing import begun, editing
from tests.postgres.server import Server, Stop
from tests.postgres.workshop import HASTY, Workshop

SECRET = "Li-knows"
AsWhom = Callable[[str], Home]


@pytest.fixture
def people(office: str, home: Home) -> AsWhom:
    """Homes of people of the office, in a folder that they share."""

    def having(name: str) -> Home:
        return home.having(
            USER=name,
            DEALTRACK_LEDGER=f"postgresql://{name}@{office}",
            PGPASSFILE=os.environ["PGPASSFILE"],
        )

    return having


@pytest.fixture
def li(people: AsWhom) -> Home:
    return people("Li")


def test_its_address_is_printed(li: Home) -> None:
    address = li.variables()["DEALTRACK_LEDGER"]

    assert li.run("ledger", "path").lines == [address]
    assert address in li.run("ledger", "path", "--json").out


@pytest.mark.parametrize("command", ["backup", "backup --list", "restore", "restore --dry-run"])
def test_backups_are_made_on_the_server(li: Home, command: str) -> None:
    answer = begun(li).run(*command.split())

    assert answer.code == 2
    assert "backed up there" in answer.err
    assert "pg_dump" in answer.err


def test_a_ledger_on_a_server_needs_no_tidying_up(li: Home) -> None:
    answer = begun(li).run("ledger", "compact", "--keep-years", "3")

    assert (answer.code, "pg_dump" in answer.err) == (2, True)


def test_it_is_proved_and_damage_is_exit_code_5(li: Home) -> None:
    begun(li)
    assert li.run("ledger", "verify").code == 0

    with open_it(li) as store:
        store.ledger.server.run(Sql('DELETE FROM "agreements_entries"'))
    answer = li.run("ledger", "verify")

    assert answer.code == 5
    assert "Tables to ask" in answer.out
    assert "wrong: 1 (entries)" in answer.out


def open_it(home: Home) -> SqlStore:
    with pytest.MonkeyPatch.context() as here:
        here.setenv("PGPASSFILE", home.variables()["PGPASSFILE"])
        store = open_store(home.variables()["DEALTRACK_LEDGER"])
    assert isinstance(store, SqlStore)
    return store


def test_an_upgrade_makes_the_tables_once(postgres: Server, database: str, home: Home) -> None:
    address, word = _parted(database)
    owner = home.having(DEALTRACK_LEDGER=address, PGPASSWORD=word)

    before = owner.run("list")
    first, again = owner.run("ledger", "upgrade"), owner.run("ledger", "upgrade")

    assert (before.code, "There is no ledger at" in before.err) == (0, True)

    assert first.out.startswith("The tables are made: ")
    assert again.out.startswith("The tables are up to date: ")
    assert owner.run("list").code == 0


def _parted(url: str) -> tuple[str, str]:
    """Return an address without its password, and that."""
    before, _at, host = url.rpartition("@")
    user, _colon, word = before.rpartition(":")
    return f"{user}@{host}", word


def test_tables_of_another_dealtrack_are_told_and_brought_up_to_date(li: Home) -> None:
    begun(li)
    with open_it(li) as store:
        store.ledger.server.run(Sql('UPDATE "ledger" SET "layout" = \'old\''))

    refused, examined = li.run("list"), li.run("doctor")

    assert (refused.code, "dealtrack ledger upgrade" in refused.err) == (5, True)
    assert "dealtrack ledger upgrade" in examined.out
    assert li.run("ledger", "upgrade").code == 0
    assert len(li.run("list").lines) == 1


def test_a_ledger_in_a_file_needs_no_upgrade(home: Home) -> None:
    assert begun(home).run("ledger", "upgrade").code == 2


def test_the_script_of_the_roles_is_printed(home: Home) -> None:
    answer = home.run("ledger", "roles")

    assert "GRANT dealtrack_editor TO dealtrack_keeper;" in answer.lines
    assert answer.lines[-1] == "COMMIT;"


class TestUndo:
    def test_what_somebody_else_did_is_not_undone_by_mistake(self, people: AsWhom) -> None:
        begun(people("Li"))

        refused = people("Wang").run("undo", "--yes")

        assert refused.code == 4
        assert "The last change is not yours: Li made it" in refused.err
        assert len(people("Li").run("list").lines) == 1

    def test_it_is_refused_before_anything_is_asked(self, people: AsWhom) -> None:
        begun(people("Li"))

        assert people("Wang").run("undo", typed="y\n", keyboard=True).code == 4

    def test_it_is_undone_by_force_and_brought_back_by_force(self, people: AsWhom) -> None:
        begun(people("Li"))

        assert people("Wang").run("undo", "--yes", "--force").code == 0
        assert people("Li").run("list").lines == []
        assert people("Wang").run("redo", "--yes").code == 4
        assert people("Li").run("redo", "--yes").code == 0

    def test_in_a_file_force_changes_nothing(self, home: Home) -> None:
        assert begun(home).run("undo", "--yes", "--force").code == 0


class TestKeys:
    def test_a_key_tells_as_which_revision_its_change_was_saved(self, li: Home) -> None:
        begun(li)
        with open_it(li) as store:
            ((key,),) = store.ledger.server.rows(Sql('SELECT "key" FROM "journal"'))

        answer = li.run("history", "--key", key)

        assert answer.code == 0
        assert answer.out.startswith("Saved as revision 1, at ")
        assert " by Li: log " in answer.out
        assert '"revision": 1' in li.run("history", "--key", key, "--json").out

    def test_a_key_that_the_ledger_has_not_is_exit_code_3(self, li: Home) -> None:
        answer = begun(li).run("history", "--key", "0000-nowhere")

        assert answer.code == 3
        assert "was not saved" in answer.err

    def test_who_may_still_be_saving_is_waited_for(self, li: Home) -> None:
        begun(li)
        with open_it(li) as saving:
            server = saving.ledger.server
            server.begin()
            server.run(Sql('UPDATE "ledger" SET "revision" = "revision" + 1'))
            text = (
                'INSERT INTO "journal" ("revision", "key", "what", "undoes", "redoes", '
                "\"counters\") VALUES (2, 'late', 'log', 0, 0, '{}')"
            )
            server.run(Sql(text))
            answers: list[Answer] = []
            asking = Thread(target=lambda: answers.append(li.child("history", "--key", "late")))
            asking.start()
            asking.join(2)
            assert not answers
            server.commit()
            asking.join()

        assert answers[0].code == 0, answers[0].err

    def test_changes_of_a_file_have_no_key(self, home: Home) -> None:
        assert begun(home).run("history", "--key", "any").code == 2


class TestSecrets:
    """A password is in no message, no file, no setting."""

    ADDRESS = f"postgresql://Li:{SECRET}@127.0.0.1:1/office"

    @pytest.mark.parametrize(
        "words",
        [
            ("list", "--ledger", ADDRESS),
            ("log", "X", f"--ledger={ADDRESS}"),
            ("list", "--ledger", f"postgresql://Li@h/office?password={SECRET}"),
            ("list", "--ledger", f"postgresql://Li:{SECRET}@[broken/office"),
            ("config", "set", "ledger", ADDRESS),
            ("doctor", "--ledger", ADDRESS),
            ("ledger", "path", "--ledger", ADDRESS),
            ("ledger", "copy", ADDRESS, "there.json"),
            ("ledger", "copy", "ledger.json", ADDRESS),
            ("remind", "--cron", "--ledger", ADDRESS),
            ("remind", "--systemd", "--ledger", ADDRESS),
            ("backup", "--ledger", ADDRESS),
        ],
    )
    def test_an_address_with_a_password_is_refused_everywhere(
        self, home: Home, words: tuple[str, ...]
    ) -> None:
        answer = home.run(*words)

        assert answer.code == 2
        assert SECRET not in answer.out + answer.err
        assert not _mentioned(home)

    @pytest.mark.parametrize(
        "words", ["list", "config list", "config get ledger", "remind --cron", "doctor"]
    )
    def test_nor_may_the_environment_have_one(self, home: Home, words: str) -> None:
        answer = home.having(DEALTRACK_LEDGER=self.ADDRESS).run(*words.split())

        assert answer.code == 2
        assert SECRET not in answer.out + answer.err

    def test_nor_the_settings(self, home: Home) -> None:
        path = home.folder / ".config" / "dealtrack" / "config.toml"
        path.parent.mkdir(parents=True)
        path.write_text(f'ledger = "{self.ADDRESS}"\n', encoding="utf-8")

        answer = home.having(DEALTRACK_LEDGER="").run("list")

        assert answer.code == 2
        assert SECRET not in answer.out + answer.err
        assert "ledger: a password must not stand in an address." in answer.err

    def test_a_wrong_password_is_not_repeated(self, li: Home) -> None:
        wrong = li.having(PGPASSFILE="/nonexistent", PGPASSWORD="not-this-one")

        for command in ("list", "log X", "doctor"):
            answer = wrong.run(*command.split())
            assert "refuses the name or the password" in answer.out + answer.err
            assert "not-this-one" not in answer.out + answer.err
        assert wrong.run("list").code == 6

    def test_it_is_not_in_a_crash_file(self, li: Home) -> None:
        """A bug while the connection is open: its words must not hold what opened it."""
        begun(li)
        with open_it(li) as store:
            as_bytes = 'ALTER TABLE "agreements" ALTER "document" TYPE bytea '
            as_bytes += "USING convert_to(\"document\"::text, 'UTF8')"
            store.ledger.server.run(Sql(as_bytes))
        told = li.having(PGPASSFILE="/nonexistent", PGPASSWORD=SECRET)

        answer = told.child("show", "1", check=False)

        assert answer.code == 70
        assert "AttributeError" in told.crash()
        assert SECRET not in told.crash() + answer.out + answer.err

    def test_it_is_in_no_word_of_the_journal(self, li: Home) -> None:
        begun(li.having(PGPASSFILE="/nonexistent", PGPASSWORD=SECRET))

        assert SECRET not in li.run("history", "--json").out


def _mentioned(home: Home) -> list[Path]:
    """Return the files of the home that the secret is in."""
    paths = (path for path in home.folder.rglob("*") if path.is_file())
    return [path for path in paths if SECRET.encode() in path.read_bytes()]


def test_the_text_of_a_failed_edit_is_kept_for_its_writer_alone(li: Home) -> None:
    begun(li)
    other = editing(
        li,
        f'"{sys.executable}" -m dealtrack note 1 "Meanwhile" >&2',
        'echo "# mine" >> "$1"',
        'sed -i "s/Framework/Frame/" "$1"',
    )

    answer = other.child("edit", "1")

    (kept,) = (li.folder / ".local/share/dealtrack/servers").rglob("edit-1-*.toml")
    assert answer.code == 4, answer.err
    assert str(kept) in answer.err
    assert "Frame agreement" in kept.read_text("utf-8")
    assert kept.stat().st_mode & 0o077 == 0
    assert kept.parent.stat().st_mode & 0o077 == 0


def test_two_people_remind_themselves(people: AsWhom) -> None:
    begun(people("Li"))
    later = [people(name).on("2026-12-01") for name in ("Li", "Wang")]

    told = [one.run("remind").out for one in later]

    assert all("1.1" in text for text in told)
    assert list((later[0].folder / ".local/share/dealtrack/servers").rglob("*reminded.json"))


def test_the_tab_key_offers_what_is_on_the_server(li: Home) -> None:
    begun(li)
    asking = li.having(
        _DEALTRACK_COMPLETE="complete_bash", COMP_WORDS="dealtrack show ", COMP_CWORD="2"
    )

    assert "1" in asking.child().out.split()


def test_a_setting_names_the_server(li: Home) -> None:
    address = li.variables()["DEALTRACK_LEDGER"]
    begun(li)
    settled = li.having(DEALTRACK_LEDGER="")

    assert settled.run("config", "set", "ledger", address).code == 0
    assert settled.run("config", "get", "ledger").lines == [address]
    assert len(settled.run("list").lines) == 1


def test_reminders_by_mail_find_the_server(li: Home) -> None:
    address = li.variables()["DEALTRACK_LEDGER"]

    assert f"DEALTRACK_LEDGER={address}" in li.run("remind", "--cron").out
    assert f"DEALTRACK_LEDGER={address}" in li.run("remind", "--systemd").out


def test_import_makes_no_backup_and_no_folder(li: Home) -> None:
    table = li.folder / "table.csv"
    table.write_text("title,signed\nImport of pumps,2026-08-01\n", encoding="utf-8")

    assert li.run("import", "table.csv", "--yes").code == 0

    assert not list(li.folder.rglob("*postgresql*"))
    assert not list(li.folder.rglob("backups"))


@pytest.mark.parametrize(
    ("language", "says"), [("en", "cannot be reached"), ("zh", "无法连接")]
)
def test_a_server_that_stopped_is_told_in_a_few_short_lines(
    workshop: Workshop, home: Home, language: str, says: str
) -> None:
    with workshop.serving(HASTY) as server:
        address, word = _parted(server.create_database("stopping"))
        here = home.speaking(language).having(DEALTRACK_LEDGER=address, PGPASSWORD=word)
        assert here.run("log", "X", "--party", "Y").code == 0
        server.stop(Stop.FAST)

        answer = here.run("list")

    assert answer.code == 6
    assert says in answer.err
    assert len(answer.err.splitlines()) <= 4
    assert word not in answer.err


def test_ctrl_c_while_asked_saves_nothing(li: Home) -> None:
    begun(li)
    answers: list[Reply] = [("?", "\x03")]

    answer = li.terminal("undo", columns=40, answers=answers)

    assert answer.code == 130
    assert len(li.run("list").lines) == 1


def test_psql_runs_the_script_as_the_page_says(database: str, home: Home) -> None:
    psql = shutil.which("psql")
    if psql is None:
        pytest.skip("no psql is installed")
    address, word = _parted(database)
    owner = home.having(DEALTRACK_LEDGER=address, PGPASSWORD=word)
    owner.run("ledger", "upgrade")

    done = subprocess.run(
        [psql, "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", database],
        input=owner.run("ledger", "roles").raw,
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


@pytest.fixture
def stoppable(workshop: Workshop, home: Home) -> Iterator[tuple[Server, Home]]:
    """A server of its own, and a home of somebody who has a ledger there."""
    with workshop.serving(HASTY) as server:
        address, word = _parted(server.create_database("stopping"))
        here = begun(home.having(DEALTRACK_LEDGER=address, PGPASSWORD=word))
        yield server, here


def test_a_server_that_stops_while_a_question_waits_and_comes_back_saves_the_answer(
    stoppable: tuple[Server, Home],
) -> None:
    server, home = stoppable
    begins_again = Timer(3, server.start)

    def away() -> str:
        server.stop(Stop.FAST)
        begins_again.start()
        return "y\n"

    answer = home.terminal("undo", "--no-color", answers=[("[y/N]", away)])

    begins_again.join()
    assert answer.code == 0, answer.out
    assert "The server does not answer" in answer.out
    assert home.run("list").lines == []


def test_ctrl_c_while_the_server_is_looked_for_saves_nothing(
    stoppable: tuple[Server, Home],
) -> None:
    server, home = stoppable

    def away() -> str:
        server.stop(Stop.FAST)
        return "y\n"

    answer = home.terminal(
        *("undo", "--no-color"), columns=40, answers=[("[y/N]", away), ("most", "\x03")]
    )

    assert answer.code == 130, answer.out
    assert "Stopped." in answer.out
    server.start()
    assert len(home.run("list").lines) == 1


def test_two_terminals_that_change_one_record_at_once_save_one_and_tell_the_other(
    people: AsWhom,
) -> None:
    begun(people("Li"))
    meanwhile: list[int] = []

    def overtaken() -> str:
        meanwhile.append(people("Wang").child("note", "1", "Meanwhile").code)
        return "y\n"

    answer = people("Li").terminal("remove", "1", "--no-color", answers=[("[y/N]", overtaken)])

    assert meanwhile == [0]
    assert answer.code in (0, 4), answer.out
    assert "Traceback" not in answer.out
    assert [step.by for step in _steps(people("Li"))][-1] == "Li"


def _steps(home: Home) -> list[Step]:
    with open_it(home) as store:
        return store.lately()
