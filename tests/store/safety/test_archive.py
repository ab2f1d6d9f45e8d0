"""A backup from anywhere: nothing of a forged or damaged one is believed."""

import io
import random
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dealtrack.errors import BackupDamaged, CannotRead, DealtrackError
from dealtrack.store.disk.files import Files
from dealtrack.store.safety import archive, backups
from dealtrack.store.safety.rescue import kept_in
from tests.store.damage import backed_up, begun, opened

Forge = Callable[[zipfile.ZipFile], None]


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return backed_up(begun(tmp_path)).path


def forged(sound: Path, forge: Forge) -> Path:
    """Return a backup like the *sound* one, to which *forge* adds members."""
    path = sound.with_name("forged.zip")
    path.write_bytes(sound.read_bytes())
    with zipfile.ZipFile(path, "a") as opened, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        forge(opened)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(BackupDamaged) as caught:
        kept_in(path)
    return caught.value.why


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.json",
        "/etc/passwd",
        "attachments/../ledger.json",
        "attachments/0123456789abcdef-../x",
        "attachments/note.txt",
        "ledger-20x6.journal",
        "C:\\evil.txt",
        "readme.txt",
        "attachments/",
    ],
)
def test_a_member_of_another_name_is_refused(sound: Path, name: str) -> None:
    path = forged(sound, lambda opened: opened.writestr(name, b"x"))

    assert refusal(path) == "it holds what no backup of dealtrack holds"


def test_two_members_of_one_name_are_refused(sound: Path) -> None:
    path = forged(sound, lambda opened: opened.writestr("ledger.json", b"{}"))

    assert refusal(path) == "two of its parts have the same name"


def test_what_unpacks_to_too_much_is_refused_before_it_is_read(sound: Path) -> None:
    path = forged(
        sound,
        lambda opened: opened.writestr(
            "ledger-2020.journal", b"0" * 80 * 1024**2, zipfile.ZIP_DEFLATED
        ),
    )

    assert refusal(path) == "it would unpack to more than it can hold"


def test_what_is_packed_in_another_way_is_refused(sound: Path) -> None:
    path = forged(
        sound,
        lambda opened: opened.writestr("ledger-2020.journal", b"{}", zipfile.ZIP_BZIP2),
    )

    assert refusal(path) == "it is packed in a way that dealtrack does not use"


@pytest.mark.parametrize("text", [b"", b"PK", b"no zip at all", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_backup_is_refused(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "some.zip"
    path.write_bytes(text)

    assert refusal(path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "it is no plain file"
    with pytest.raises(CannotRead, match="no such file"):
        kept_in(tmp_path / "none.zip")


def test_a_record_that_cannot_be_read_is_refused(sound: Path) -> None:
    path = sound.with_name("forged.zip")
    files = begun(sound.with_name("other"))
    forge_record(files, b'{"title":17,"id":1}')
    made = backed_up(files)
    path.write_bytes(made.path.read_bytes())

    assert refusal(path) == "the record 1 in it cannot be read"


def forge_record(files: Files, record: bytes) -> None:
    """Put *record* into the ledger under the id 1, as no dealtrack would."""
    store = opened(files)
    with store.transaction():
        store._ledger.put("agreements", 1, record)


def test_a_record_under_a_wrong_id_is_refused(tmp_path: Path) -> None:
    files = begun(tmp_path)
    forge_record(files, b'{"title":"x","id":2,"uid":"u"}')

    assert refusal(backed_up(files).path) == "the record 1 in it cannot be read"


def test_files_that_do_not_fit_together_are_refused(sound: Path) -> None:
    path = sound.with_name("mixed.zip")
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            lines = text.splitlines(keepends=True)
            new.writestr(name, b"".join(lines[:2]) if name == "ledger.journal" else text)

    assert refusal(path) == "its files do not fit together"


def test_however_a_backup_is_damaged_it_is_whole_or_refused(sound: Path) -> None:
    whole = sound.read_bytes()
    state = kept_in(sound).tables
    chance = random.Random(2026)
    path = sound.with_name("damaged.zip")

    refused = 0
    for _ in range(400):
        text = bytearray(whole)
        if chance.random() < 0.3:
            del text[chance.randrange(len(text)) :]
        else:
            text[chance.randrange(len(text))] ^= 1 << chance.randrange(8)
        path.write_bytes(text)
        try:
            assert kept_in(path).tables == state
        except DealtrackError:
            refused += 1

    assert refused > 300


def test_an_attachment_comes_back_only_if_it_is_what_its_name_says(sound: Path) -> None:
    name = "0123456789abcdef-letter.pdf"
    path = forged(sound, lambda opened: opened.writestr(f"attachments/{name}", b"forged"))

    with archive.opened(path) as opened, pytest.raises(BackupDamaged):
        opened.unpack(name, sound.with_name("letter.pdf"))

    assert not sound.with_name("letter.pdf").exists()


def test_a_backup_can_be_opened_by_hand(sound: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(sound.read_bytes())) as opened:
        names = opened.namelist()
        text = opened.read("ledger.journal")

    assert names == ["about.json", "ledger.json", "ledger.journal", "attachments.json"]
    assert text == (sound.parent.parent / "ledger.journal").read_bytes()


def test_a_damaged_backup_is_listed_as_what_it_is(sound: Path) -> None:
    sound.write_bytes(sound.read_bytes()[:100])

    one = backups.look_at(sound)

    assert one.fault == "it is no zip file, or was cut off"
