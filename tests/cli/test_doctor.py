"""``doctor``: every check of the ledger shown failing and passing."""

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from dealtrack.actions.examination import begin, examine
from dealtrack.model import Draft
from dealtrack.report.symptoms import NAMES
from dealtrack.store.disk.files import Files
from dealtrack.store.ledger import wall_clock
from dealtrack.store.safety import health
from dealtrack.store.tiny import TinyStore
from tests.builders import TODAY
from tests.cli.examining import backed_up, facts, fixed, found
from tests.cli.home import Home
from tests.cli.writing import begun, mode
from tests.store import children
from tests.store.forging import forge, forge_checkpoint, sealed

FORMATS = Path(__file__).parents[1] / "store" / "formats"


@pytest.fixture
def well(home: Home) -> Home:
    return backed_up(home)


@pytest.fixture
def files(home: Home) -> Files:
    return Files.of(home.ledger)


class TestAHealthyLedger:
    def test_every_check_is_told_in_its_order(self, well: Home) -> None:
        assert list(found(well)) == list(NAMES)

    def test_nothing_is_wrong(self, well: Home) -> None:
        wrong = {key for key, (status, _) in found(well).items() if status in {"no", "fixable"}}

        assert wrong == set()
        assert well.run("doctor", "--check").code == 0

    def test_nothing_at_all_is_there_yet(self, home: Home) -> None:
        checks = found(home)

        assert {status for status, _ in checks.values()} <= {"yes", "none", "unknown"}
        assert checks["ledger"] == ("none", ["empty"])
        assert not home.ledger.parent.exists()

    def test_it_changes_nothing(self, well: Home) -> None:
        before = {p: p.stat() for p in well.ledger.parent.rglob("*")}
        well.run("doctor")

        after = {p: p.stat() for p in well.ledger.parent.rglob("*")}
        assert after.keys() == before.keys()
        assert all(
            (s.st_mtime_ns, s.st_size, s.st_mode)
            == (before[p].st_mtime_ns, before[p].st_size, before[p].st_mode)
            for p, s in after.items()
        )


class TestThePlace:
    def test_the_environment_names_it(self, home: Home) -> None:
        assert found(home)["place"] == ("yes", ["environment"])
        assert facts(home, "place") == {"path": str(home.ledger)}

    def test_the_option_names_it(self, home: Home) -> None:
        assert found(home, "--ledger", str(home.ledger))["place"] == ("yes", ["option"])

    def test_the_settings_or_nobody_names_it(self, home: Home) -> None:
        plain = home.having(DEALTRACK_LEDGER="")

        assert found(plain)["place"] == ("yes", ["default"])
        plain.run("config", "set", "ledger", "elsewhere/ledger.json")
        assert found(plain)["place"] == ("yes", ["setting"])
        assert facts(plain, "place")["path"].endswith("elsewhere/ledger.json")

    def test_commands_name_a_ledger_that_is_not_the_usual_one(self, well: Home) -> None:
        well.ledger.chmod(0o644)
        other = well.having(DEALTRACK_LEDGER="")

        assert "dealtrack doctor --fix\n" in well.run("doctor").out
        named = f"dealtrack doctor --fix --ledger {well.ledger}\n"
        assert named in other.having(HOME="/").run("doctor", "--ledger", well.ledger).out

    def test_what_no_store_keeps_is_refused(self, home: Home) -> None:
        answer = home.run("doctor", "--ledger", "mysql://li@db/deals")

        assert (answer.code, answer.out) == (2, "")


class TestAccess:
    @pytest.mark.parametrize("name", ["ledger.json", "ledger.journal", "backups", "."])
    def test_what_others_may_read_is_closed(self, well: Home, name: str) -> None:
        path = well.ledger.parent / name
        path.chmod(0o755 if path.is_dir() else 0o644)
        assert found(well)["access"] == ("fixable", ["open"])

        answer = fixed(well)

        assert f"Take the rights of everybody else from {path.resolve()}\n" in answer.err
        assert mode(path) == ("0o700" if path.is_dir() else "0o600")
        assert found(well)["access"] == ("yes", ["private"])

    def test_backups_and_attachments_count_too(self, well: Home) -> None:
        (backup,) = (well.ledger.parent / "backups").iterdir()
        backup.chmod(0o640)

        assert facts(well, "access") == {"file": str(backup), "mode": "0640"}

    def test_a_folder_that_other_things_lie_in_is_not_ours_to_close(self, well: Home) -> None:
        (well.ledger.parent / "letters.txt").write_text("Dear")
        well.ledger.parent.chmod(0o755)

        assert found(well)["access"] == ("yes", ["private"])

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
    def test_a_file_of_somebody_else_is_no_thing_to_fix(self, well: Home) -> None:
        os.chown(well.ledger, 12345, 12345)

        assert found(well)["access"] == ("no", ["foreign"])
        assert facts(well, "access")["owner"] == "12345"
        os.chown(well.ledger, os.geteuid(), os.getegid())


class TestDamage:
    """What is damaged is told, with the command that shows what can be brought back."""

    def test_a_flipped_byte_in_the_checkpoint(self, well: Home) -> None:
        text = well.ledger.read_bytes()
        well.ledger.write_bytes(text.replace(b"Framework", b"Framewerk"))
        checks = found(well)

        assert checks["checkpoint"] == ("no", ["damaged"])
        assert checks["ledger"] == ("no", ["unreadable"])
        assert checks["records"] == checks["days"] == checks["clock"] == ("unknown", ["lost"])
        assert "dealtrack restore --dry-run" in well.run("doctor").out
        assert well.run("doctor", "--check").code == 1

    def test_a_flipped_byte_in_the_journal(self, well: Home, files: Files) -> None:
        text = files.journal.read_bytes()
        files.journal.write_bytes(text.replace(b"Framework", b"Framewerk", 1))

        assert found(well)["journal"] == ("no", ["damaged"])

    def test_a_journal_that_is_gone(self, well: Home, files: Files) -> None:
        files.journal.unlink()

        assert found(well)["journal"] == ("no", ["damaged"])

    def test_garbage_in_the_place_of_a_ledger(self, home: Home) -> None:
        home.ledger.parent.mkdir()
        home.ledger.write_bytes(os.urandom(5000))

        assert found(home)["checkpoint"] == ("no", ["damaged"])

    def test_it_is_not_repaired_by_guessing(self, well: Home) -> None:
        well.ledger.write_bytes(well.ledger.read_bytes()[:-20])
        well.ledger.chmod(0o644)
        answer = well.run("doctor", "--fix", "--yes")

        assert answer.code == 5
        assert "dealtrack restore" in answer.err
        assert mode(well.ledger) == "0o644"

    def test_a_file_in_the_place_of_the_folder(self, home: Home) -> None:
        blocked = home.folder / "blocked"
        blocked.write_text("no folder")
        checks = found(home.having(DEALTRACK_LEDGER=str(blocked / "ledger.json")))

        assert checks["ledger"] == ("no", ["unreadable"])

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
    def test_a_file_that_may_not_be_read(self, well: Home) -> None:
        well.ledger.chmod(0)

        assert found(well)["ledger"] == ("no", ["unreadable"])

    def test_a_newer_format_is_left_alone(self, home: Home) -> None:
        home.ledger.parent.mkdir()
        home.ledger.write_bytes(too_new())

        assert found(home)["format"] == ("no", ["newer"])

    def test_the_format_of_a_sound_one(self, well: Home, home: Home) -> None:
        assert found(well)["format"] == ("yes", ["same"])

    def test_an_older_format_is_read_and_upgraded_later(self, home: Home) -> None:
        shutil.copytree(FORMATS / "1", home.ledger.parent)
        checks = found(home)

        assert checks["format"] == ("yes", ["older"])
        assert checks["replay"] == ("yes", ["same"])

    def test_a_flaw_of_days_long_past_stops_fixing_too(self, well: Home, files: Files) -> None:
        with TinyStore(files.checkpoint) as store:
            store.compact()
        text = files.journal.read_bytes()
        files.journal.write_bytes(text.replace(b"Framework", b"Framewerk", 1))
        well.ledger.chmod(0o644)

        assert well.run("doctor", "--fix", "--yes").code == 5
        assert mode(well.ledger) == "0o644"

    def test_a_change_that_was_cut_off_is_no_damage(self, well: Home, files: Files) -> None:
        with files.journal.open("ab") as journal:
            journal.write(b'{"revision":')

        assert found(well)["journal"] == ("yes", ["torn"])

    def test_a_journal_that_tells_another_story(self, well: Home, files: Files) -> None:
        shift_a_word(files)

        assert found(well)["replay"] == ("no", ["different"])
        assert found(well)["checkpoint"] == ("yes", ["sound"])


class TestRecords:
    def test_one_that_cannot_be_read(self, well: Home, files: Files) -> None:
        rewrite(files, b'"title":"Framework', b'"tittle":"Framework')

        assert found(well)["records"][0] == "no"
        assert facts(well, "records")["ref"] == "1"

    def test_one_that_breaks_a_rule(self, well: Home, files: Files) -> None:
        rewrite(files, b'"task":"Send the annex', b'"task":"  ')

        assert found(well)["records"] == ("no", ["broken"])
        assert facts(well, "records")["why"] == "follow_ups[1].task: must not be empty."

    def test_a_trip_that_is_gone(self, home: Home) -> None:
        home.run("log", "Contract", "--party", "Example")
        with home.store() as store:
            store.agreements.save(replace(store.agreements.get(1), trip=4))

        assert found(home)["references"] == ("no", ["trip"])
        assert "dealtrack edit 1" in home.run("doctor").out

    def test_text_from_the_ledger_steers_no_terminal(self, well: Home, files: Files) -> None:
        rewrite(files, b'"task":"Send the annex', rb'"task":"\u001b[2J\u202e')
        for words in ((), ("--json",), ("-F", "md")):
            shown = well.run("doctor", *words).out

            assert "\x1b" not in shown
            assert "\u202e" not in shown


class TestAttachments:
    @pytest.fixture
    def proof(self, well: Home) -> Path:
        paper = well.folder / "minutes.txt"
        paper.write_text("signed", encoding="utf-8")
        assert well.run("done", "1.1", "--evidence", str(paper)).code == 0
        (kept,) = (well.ledger.parent / "attachments").iterdir()
        return kept

    def test_all_are_there(self, well: Home, proof: Path) -> None:
        assert found(well)["attachments"] == ("yes", ["sound"])

    def test_one_is_missing(self, well: Home, proof: Path) -> None:
        proof.unlink()

        assert found(well)["attachments"] == ("no", ["missing"])
        assert facts(well, "attachments") == {
            "file": f"attachments/{proof.name}",
            "ref": "1.1",
        }

    def test_one_was_altered(self, well: Home, proof: Path) -> None:
        proof.write_text("sIgned", encoding="utf-8")

        assert found(well)["attachments"] == ("no", ["altered"])

    def test_one_is_named_by_nobody(self, well: Home, proof: Path) -> None:
        other = proof.with_name("0123456789abcdef-stray copy.txt")
        shutil.copy(proof, other)

        assert found(well)["attachments"] == ("no", ["unnamed"])
        assert f"rm '{other}'" in well.run("doctor").out

    def test_one_that_an_undone_change_names_is_kept(self, well: Home, proof: Path) -> None:
        well.run("reopen", "1.1")
        with well.store() as store:
            record = store.agreements.get(1)
            task = replace(record.follow_ups[0], states=())
            store.agreements.save(record.with_follow_up(task))

        assert found(well)["attachments"] == ("yes", ["sound"])

    def test_there_are_none(self, well: Home) -> None:
        assert found(well)["attachments"] == ("none", ["none"])


class TestTheLock:
    def test_it_is_held(self, well: Home) -> None:
        child = children.start(
            well.ledger,
            "with store.transaction():\n print('held', flush=True)\n input()",
            "王芳",
        )
        assert child.stdout is not None
        child.stdout.readline()

        assert found(well)["lock"] == ("yes", ["held"])
        assert facts(well, "lock")["who"] == "王芳"
        children.say(child)
        children.finish(child)
        assert found(well)["lock"] == ("yes", ["free"])

    def test_a_dead_process_is_taken_out_of_it(self, well: Home, files: Files) -> None:
        files.lock.write_text(
            ' {"who":"王芳\\u001b[2J","process":9,"since":"2026-11-02T09:00:00"}'
        )
        assert found(well)["lock"] == ("fixable", ["stale"])

        answer = fixed(well)

        assert "Take the name of 王芳\\x1b[2J out of the lock file" in answer.err
        assert files.lock.read_bytes() == b""
        assert found(well)["lock"] == ("yes", ["free"])

    def test_garbage_in_it_names_nobody(self, well: Home, files: Files) -> None:
        files.lock.write_bytes(os.urandom(100))

        assert found(well)["lock"] == ("yes", ["free"])


class TestWhatLiesAbout:
    @pytest.mark.parametrize("name", ["ledger.json.new", "backups/ledger-2026.zip.new"])
    def test_files_of_dead_processes_are_deleted(self, well: Home, name: str) -> None:
        left = well.ledger.parent / name
        left.write_bytes(b"half")
        assert found(well)["strays"] == ("fixable", ["stray"])

        fixed(well)

        assert not left.exists()
        assert found(well)["strays"] == ("yes", ["none"])

    def test_a_damaged_file_that_was_set_aside_is_never_deleted(self, well: Home) -> None:
        aside = well.ledger.with_name("ledger.json.damaged-20261122T1450")
        aside.write_bytes(b"damaged")
        assert found(well)["damaged"] == ("no", ["kept"])

        fixed(well)

        assert aside.exists()
        assert f"rm {aside}" not in well.having(HOME="/").run("doctor").out


class TestTheIndex:
    @pytest.fixture
    def indexed(self, well: Home, files: Files) -> Home:
        with TinyStore(files.checkpoint, indexed_from=1) as store:
            store.agreements.add(Draft(title="Contract"))
        assert files.index.exists()
        return well

    def test_it_agrees_with_the_files(self, indexed: Home) -> None:
        assert found(indexed)["index"] == ("yes", ["fresh"])

    def test_a_stale_one_is_deleted(self, indexed: Home, files: Files) -> None:
        os.utime(files.index)
        assert found(indexed)["index"] == ("fixable", ["stale"])

        fixed(indexed)

        assert found(indexed)["index"] == ("none", ["absent"])

    def test_one_that_lies_is_deleted(self, indexed: Home, files: Files) -> None:
        before = files.index.stat()
        with closing(sqlite3.connect(files.index)) as connection, connection:
            connection.execute("DELETE FROM agreements_places WHERE id = 1")
        os.utime(files.index, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert found(indexed)["index"] == ("fixable", ["damaged"])

        fixed(indexed)

        assert not files.index.exists()

    def test_a_large_ledger_gets_one_with_the_next_change(self, home: Home) -> None:
        with TinyStore(home.ledger, indexed_from=None) as store, store.transaction():
            for number in range(1_000):
                store.agreements.add(Draft(title=f"Contract {number}"))

        assert found(home)["index"] == ("none", ["missing"])


class TestBackups:
    def test_there_is_none_yet(self, home: Home) -> None:
        begun(home)
        shutil.rmtree(home.ledger.parent / "backups", ignore_errors=True)
        assert found(home)["backup"] == ("fixable", ["absent"])

        fixed(home)

        assert found(home)["backup"] == ("yes", ["sound"])
        assert len(list((home.ledger.parent / "backups").iterdir())) == 1

    def test_the_newest_is_old(self, well: Home) -> None:
        (backup,) = (well.ledger.parent / "backups").iterdir()
        before = datetime.now() - timedelta(days=30)
        backup.rename(backup.with_name(f"ledger-{before:%Y-%m-%dT%H%M%S}.zip"))
        assert found(well)["backup"] == ("yes", ["sound"])  # nothing has changed since

        with_a_change(well)

        assert found(well)["backup"] == ("fixable", ["old"])
        assert facts(well, "backup")["days"] == "30"

    def test_the_newest_is_damaged(self, well: Home) -> None:
        (backup,) = (well.ledger.parent / "backups").iterdir()
        text = bytearray(backup.read_bytes())
        text[len(text) // 2] ^= 1
        backup.write_bytes(bytes(text))

        assert found(well)["backup"] == ("no", ["damaged"])


class TestThePremises:
    def test_the_disk_is_full(self, well: Home, monkeypatch: pytest.MonkeyPatch) -> None:
        assert found(well)["disk"] == ("yes", ["room"])
        usage = shutil.disk_usage(well.folder)
        monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1000))

        assert found(well)["disk"] == ("no", ["full"])

    def test_a_network_share(self, well: Home, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(health, "filesystem", lambda _path: "nfs4")
        assert found(well)["filesystem"] == ("no", ["network"])
        monkeypatch.setattr(health, "filesystem", lambda _path: "")
        assert found(well)["filesystem"] == ("unknown", ["unknown"])
        monkeypatch.setattr(health, "filesystem", lambda _path: "ext4")
        assert found(well)["filesystem"] == ("yes", ["local"])

    def test_a_clock_that_is_behind_the_last_change(self, well: Home, files: Files) -> None:
        assert found(well)["clock"] == ("yes", ["sane"])
        look = begin(files, wall_clock() - timedelta(days=400), TODAY)

        (clock,) = (check for check in examine(look) if check.key == "clock")
        assert (clock.status, clock.findings[0].says) == ("no", "behind")


def with_a_change(home: Home) -> None:
    """Change something without the day's first backup."""
    backups = home.ledger.parent / "backups"
    kept = {path: path.read_bytes() for path in backups.iterdir()}
    home.run("note", "1", "Called")
    for path in backups.iterdir():
        if path not in kept:
            path.unlink()


def rewrite(files: Files, old: bytes, new: bytes) -> None:
    """Put *new* for *old* into checkpoint and journal, with checksums that are right."""
    forge(files, lambda text: text.replace(old, new))


def shift_a_word(files: Files) -> None:
    """Have the checkpoint say another thing than the journal, both with right checksums."""
    forge_checkpoint(files, lambda text: text.replace(b"Framework", b"Frameworks"))


def too_new() -> bytes:
    return sealed(
        b'{"_meta": {"1": {"checksum":"00000000","format":99,"program":"dealtrack 9.0"}},\n'
        b'"agreements": {\n},\n"trips": {\n}}\n'
    )
