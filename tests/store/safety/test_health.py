"""What the file system tells of a ledger."""

from pathlib import Path

import pytest

from dealtrack.model import Draft
from dealtrack.store.disk.files import Files
from dealtrack.store.safety import health
from dealtrack.store.tiny import TinyStore

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:44 / /home rw - btrfs /dev/sdb rw
31 30 0:45 / /home/li/my\\040share rw,nosuid shared:7 master:3 - nfs4 server:/x rw
32 22 0:46 / /home rw - xfs /dev/sdc rw
not a line of mounts
"""


def test_mounts_are_read_with_blanks_in_their_names() -> None:
    assert list(health.mounts(MOUNTS)) == [
        (Path("/"), "ext4"),
        (Path("/home"), "btrfs"),
        (Path("/home/li/my share"), "nfs4"),
        (Path("/home"), "xfs"),
    ]


def test_the_kind_of_this_file_system_is_known_or_nobody_says(tmp_path: Path) -> None:
    kind = health.filesystem(tmp_path / "not" / "yet" / "there.json")

    assert kind == "" or kind.replace(".", "").replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (999_949, "999.9 kB"),
        (12_300_000, "12.3 MB"),
        (7_000_000_000, "7.0 GB"),
        (2 * 10**15, "2000.0 TB"),
    ],
)
def test_sizes_are_said_as_people_read_them(size: int, said: str) -> None:
    assert health.spelled(size) == said


def test_only_what_is_the_ledgers_own_counts(tmp_path: Path) -> None:
    files = Files.of(tmp_path / "ledger" / "ledger.json")
    with TinyStore(files.checkpoint) as store:
        store.agreements.add(Draft(title="Contract"))
    other = files.checkpoint.with_name("letters.txt")
    other.write_text("Dear")

    assert other not in health.files_of(files)
    assert {files.checkpoint, files.journal, files.lock} <= set(health.files_of(files))


def test_a_folder_with_other_things_is_not_the_ledgers_own(tmp_path: Path) -> None:
    files = Files.of(tmp_path / "ledger.json")
    with TinyStore(files.checkpoint) as store:
        store.agreements.add(Draft(title="Contract"))

    assert health.is_own(tmp_path, files)
    (tmp_path / "letters.txt").write_text("Dear")
    assert not health.is_own(tmp_path, files)


def test_closing_takes_rights_from_others_and_leaves_the_owners(tmp_path: Path) -> None:
    paper = tmp_path / "paper"
    paper.write_text("x")
    paper.chmod(0o754)

    health.close(paper)

    assert paper.stat().st_mode & 0o777 == 0o700
