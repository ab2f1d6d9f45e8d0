"""``ledger path``, ``verify``, ``compact`` and ``copy``."""

import json
import re
import subprocess

import jsonschema
import pytest

from dealtrack.render.cells import width
from tests.cli.home import Answer, Home
from tests.cli.writing import begun
from tests.postgres.server import OWNER, Server


def valid(home: Home, answer: Answer) -> dict[str, object]:
    """Return the JSON of *answer*, which keeps the schema that it names."""
    report: dict[str, object] = json.loads(answer.out)
    name = str(report["schema"]).split("/")[1]
    schema = json.loads(home.run("help", "schemas", name).out)
    jsonschema.validate(report, schema, jsonschema.Draft202012Validator)
    return report


class TestPath:
    def test_it_is_the_only_thing_on_stdout(self, home: Home) -> None:
        answer = home.run("ledger", "path")

        assert (answer.code, answer.out, answer.err) == (0, f"{home.ledger}\n", "")
        assert not home.ledger.parent.exists()

    def test_a_shell_can_use_it(self, home: Home) -> None:
        begun(home)
        program = " ".join(home.command("ledger", "path"))
        done = subprocess.run(
            ["sh", "-c", f'head -c 12 "$({program})"'],
            env=home.variables(),
            capture_output=True,
            check=True,
        )

        assert done.stdout == b'{"_meta": {"'

    def test_a_link_is_followed_to_the_file_itself(self, home: Home) -> None:
        begun(home)
        link = home.folder / "link.json"
        link.symlink_to(home.ledger)

        assert home.run("ledger", "path", "--ledger", str(link)).out == f"{home.ledger}\n"

    def test_json_has_every_file_with_its_size(self, home: Home) -> None:
        begun(home)
        report = valid(home, home.run("ledger", "path", "--json"))

        files = {f["sort"]: f["size"] for f in report["files"]}  # type: ignore[attr-defined]
        assert report["path"] == str(home.ledger)
        assert files["checkpoint"] == home.ledger.stat().st_size
        assert files["journal"] > 0
        assert files["index"] is None

    def test_what_is_no_path_is_refused(self, home: Home) -> None:
        assert home.run("ledger", "path", "--ledger", "mysql://db/deals").code == 2


class TestVerify:
    def test_a_sound_ledger_is_proven_part_by_part(self, home: Home) -> None:
        begun(home)
        answer = home.run("ledger", "verify")
        found = {line.split("\t")[0]: line.split("\t")[1:] for line in answer.lines}

        assert (answer.code, answer.err) == (0, "")
        assert found["Checkpoint"] == ["ledger.json", "sound", "1 agreement, 0 trips"]
        assert found["Journal"] == ["ledger.journal", "sound", "1 change"]
        assert "replayed from revision 0" in found["History"][2]

    @pytest.mark.parametrize("name", ["ledger.json", "ledger.journal"])
    def test_damage_is_5_and_tells_the_way_back(self, home: Home, name: str) -> None:
        begun(home)
        path = home.ledger.with_name(name)
        path.write_bytes(path.read_bytes().replace(b"Framework", b"Framewerk", 1))
        answer = home.run("ledger", "verify")

        assert answer.code == 5
        assert "damaged" in answer.out
        assert "dealtrack restore --dry-run" in answer.err

    def test_a_damaged_backup_is_5_too_though_the_ledger_is_whole(self, home: Home) -> None:
        begun(home)
        assert home.run("backup").code == 0
        for backup in (home.ledger.parent / "backups").iterdir():
            backup.write_bytes(backup.read_bytes()[:-60])
        answer = home.run("ledger", "verify")

        assert (answer.code, answer.err) == (5, "")
        assert "Backup" in answer.out
        assert home.run("list").code == 0

    def test_a_lost_attachment_is_5(self, home: Home) -> None:
        begun(home)
        paper = home.folder / "minutes.txt"
        paper.write_text("signed")
        home.run("done", "1.1", "--evidence", str(paper))
        for kept in (home.ledger.parent / "attachments").iterdir():
            kept.unlink()
        answer = home.run("ledger", "verify")

        assert answer.code == 5
        assert re.search(r"Attachments\t.*damaged.*\(1\.1\)", answer.out)

    def test_json_keeps_its_schema(self, home: Home) -> None:
        begun(home)
        report = valid(home, home.run("ledger", "verify", "--json"))

        parts = {p["part"]: p for p in report["parts"]}  # type: ignore[attr-defined]
        assert parts["journal"]["counts"] == {"lines": 1}

    def test_where_there_is_no_ledger_nothing_is_verified(self, home: Home) -> None:
        answer = home.run("ledger", "verify")

        assert answer.code != 0
        assert "there is no ledger" in answer.err

    @pytest.mark.parametrize("command", ["verify", "compact"])
    def test_a_ledger_that_is_gone_is_5(self, home: Home, command: str) -> None:
        home.run("log", "Cold store")
        home.run("backup")
        home.ledger.unlink()
        home.ledger.with_suffix(".journal").unlink()

        answer = home.run("ledger", command)

        assert answer.code == 5
        assert "Newest good state: revision 1" in answer.err

    @pytest.mark.parametrize("columns", [40, 60, 80, 100, 160])
    def test_no_line_is_wider_than_the_terminal(self, sample: Home, columns: int) -> None:
        answer = sample.run("ledger", "verify", "--no-color", screen=columns)

        assert answer.code == 0
        assert max(map(width, answer.lines)) <= columns


class TestCompact:
    def test_it_says_what_was_done(self, home: Home) -> None:
        begun(home)
        answer = home.run("ledger", "compact")

        assert answer.code == 0
        assert re.search(r"Bytes of the journal before +\d", answer.out)
        assert home.run("ledger", "verify").code == 0

    def test_json_keeps_its_schema(self, home: Home) -> None:
        begun(home)

        assert valid(home, home.run("ledger", "compact", "--json"))["dropped"] == []

    def test_where_there_is_no_ledger_nothing_is_made(self, home: Home) -> None:
        answer = home.run("ledger", "compact")

        assert answer.code == 3
        assert not home.ledger.parent.exists()

    def test_before_years_are_deleted_it_asks(self, home: Home) -> None:
        begun(home)

        assert home.run("ledger", "compact", "--keep-years", "3").code == 2
        no = home.terminal(
            "ledger", "compact", "--keep-years", "3", answers=[("Do it?", "n\n")]
        )
        assert "Nothing was changed." in no.out
        assert home.run("ledger", "compact", "--keep-years", "3", "--yes").code == 0

    @pytest.mark.parametrize("number", ["-1", "many", "1.5"])
    def test_the_number_of_years_is_a_number(self, home: Home, number: str) -> None:
        begun(home)

        assert home.run("ledger", "compact", "--keep-years", number, "--yes").code == 2


class TestCopy:
    def test_the_copy_can_be_used(self, home: Home) -> None:
        begun(home)
        target = home.folder / "stick" / "ledger.json"
        answer = home.run("ledger", "copy", home.ledger, target)

        assert answer.code == 0
        assert f"dealtrack config set ledger {target}" in answer.err
        assert home.run("list", "--ledger", target).out == home.run("list").out
        assert home.run("ledger", "verify", "--ledger", target).code == 0

    def test_json_keeps_its_schema(self, home: Home) -> None:
        begun(home)
        target = home.folder / "stick" / "ledger.json"
        report = valid(home, home.run("ledger", "copy", home.ledger, target, "--json"))

        assert (report["agreements"], report["changes"]) == (1, 1)

    def test_nothing_is_written_over(self, home: Home) -> None:
        begun(home)
        before = home.ledger.read_bytes()
        answer = home.run("ledger", "copy", home.ledger, home.ledger)

        assert answer.code == 2
        assert "is not empty" in answer.err
        assert home.ledger.read_bytes() == before

    def test_both_names_are_needed(self, home: Home) -> None:
        assert home.run("ledger", "copy", "a").code == 2

    def test_a_relative_path_counts_from_here(self, home: Home) -> None:
        begun(home)

        assert home.run("ledger", "copy", home.ledger, "there/ledger.json").code == 0
        assert (home.folder / "there" / "ledger.json").exists()

    def test_to_a_server_and_back(self, home: Home, postgres: Server, database: str) -> None:
        begun(home)
        home = home.having(PGPASSWORD=postgres.passwords[OWNER])
        there = postgres.url(database.rpartition("/")[2], password=False)
        report = valid(home, home.run("ledger", "copy", home.ledger, there, "--json"))
        answer = home.run("ledger", "copy", there, "back/ledger.json")

        assert (report["target"], report["agreements"], report["changes"]) == (there, 1, 1)
        assert answer.code == 0
        assert home.run("list", "--ledger", "back/ledger.json").out == home.run("list").out
        assert home.run("list", "--ledger", there).out == home.run("list").out
        assert home.run("ledger", "verify", "--ledger", "back/ledger.json").code == 0

    def test_there_is_nothing_to_take_back(self, home: Home) -> None:
        begun(home)
        answer = home.run("ledger", "copy", home.ledger, "there.json", "--take-back")

        assert answer.code == 2
        assert "no database on a server" in answer.err
