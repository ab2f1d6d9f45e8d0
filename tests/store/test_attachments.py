"""Every store keeps the files that prove something, as they were, and once."""

from hashlib import sha256
from pathlib import Path

import pytest

from dealtrack.errors import BrokenRule, CannotRead, WrongUse
from dealtrack.store.base import Store
from dealtrack.store.server.attaching import LARGEST
from dealtrack.store.server.store import SqlStore
from tests.builders import TODAY, a_draft
from tests.store.conftest import Opener


def a_file(folder: Path, content: bytes, name: str = "scan of page 1.pdf") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("content", [b"", b"signed\x00and\xffsealed", bytes(range(256)) * 999])
def test_what_was_attached_comes_back_for_everybody(
    store: Store, opened: Opener, tmp_path: Path, content: bytes
) -> None:
    with store.transaction():
        kept = store.attach(a_file(tmp_path, content))
        store.agreements.add(a_draft())

    assert kept.sha256 == sha256(content).hexdigest()
    assert kept.file == f"attachments/{kept.sha256[:16]}-scan-of-page-1.pdf"
    assert store.attached(kept.file) == content
    assert opened().attached(kept.file) == content


def test_the_same_content_is_kept_once_whatever_it_is_called(
    store: Store, tmp_path: Path
) -> None:
    kept = []
    for name in ("one.pdf", "other.pdf"):
        with store.transaction():
            kept.append(store.attach(a_file(tmp_path, b"signed", name)))
            store.agreements.add(a_draft())

    assert kept[0] == kept[1]


def test_two_who_attach_the_same_at_once_both_keep_it(
    store: Store, opened: Opener, tmp_path: Path
) -> None:
    if not isinstance(store, SqlStore) or store.person == "":
        pytest.skip("here one waits for the other")
    proof = a_file(tmp_path, b"signed")
    store.agreements.add(a_draft())

    with store.transaction():
        first = store.attach(proof)
        other = opened("Wang")
        with other.transaction():
            second = other.attach(proof)
            other.agreements.add(a_draft(title="theirs"))
        store.agreements.add(a_draft(title="ours"))

    assert first == second
    assert store.attached(first.file) == b"signed"
    assert store.revision == 3


def test_on_a_server_it_is_gone_with_the_change_that_names_it(
    store: Store, tmp_path: Path
) -> None:
    if not isinstance(store, SqlStore):
        pytest.skip("files cannot be taken back: nothing names it, and doctor says so")
    store.agreements.add(a_draft())

    with pytest.raises(BrokenRule):
        _attach_and_fail(store, a_file(tmp_path, b"signed"))

    digest = sha256(b"signed").hexdigest()
    with pytest.raises(CannotRead):
        store.attached(f"attachments/{digest[:16]}-scan-of-page-1.pdf")


def _attach_and_fail(store: Store, path: Path) -> None:
    with store.transaction():
        store.attach(path)
        store.agreements.search(as_of=TODAY)  # the database is told of it before that
        store.agreements.add(a_draft(title=""))


def test_what_is_not_there_cannot_be_read(store: Store) -> None:
    with pytest.raises(CannotRead):
        store.attached("attachments/0123456789abcdef-scan.pdf")


def test_what_is_too_large_for_a_database_is_refused(store: Store, tmp_path: Path) -> None:
    if not isinstance(store, SqlStore):
        pytest.skip("beside a file there is more room")
    large = tmp_path / "large.bin"
    with large.open("wb") as file:
        file.truncate(LARGEST + 1)

    with pytest.raises(WrongUse, match="20 MB"), store.transaction():
        store.attach(large)
