"""An address of a server has no password in it, and a folder of its own here."""

import pytest

from dealtrack.errors import WrongUse
from dealtrack.settings import Settings, beside, ledger_path, refuse_password

WITH = (
    "postgresql://li:hush@db.example.org/office",
    "postgresql://li:hush@db.example.org:5432/office?sslmode=require",
    "postgresql://li@db.example.org/office?password=hush",
    "postgresql://li@db.example.org/office?sslmode=require&PassWord=hush",
    "postgresql://li@db.example.org/office?sslpassword=hush",
    "postgresql://li@db.example.org/office?oauth_client_secret=hush",
    "postgresql://li@db.example.org/office?scram_client_key=hush",
    "postgresql://:hush@/office",
    "postgresql://li:hu@sh/x@db.example.org/office",
    "mysql://li:hush@db.example.org/office",
)
WITHOUT = (
    "postgresql://li@db.example.org/office",
    "postgresql://db.example.org:5432/office",
    "postgresql://li@one:5432,two:5433/office?target_session_attrs=read-write",
    "postgresql:///office?host=/var/run/postgresql",
    "/home/li/a:b@c/ledger.json",
)


@pytest.mark.parametrize("address", WITH)
def test_an_address_with_a_password_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(WrongUse) as refused:
        refuse_password(address)
    with pytest.raises(WrongUse):
        ledger_path(Settings(), {"DEALTRACK_LEDGER": address})

    assert "hush" not in str(refused.value)


@pytest.mark.parametrize("address", WITHOUT)
def test_an_address_without_a_password_is_taken(address: str) -> None:
    refuse_password(address)

    assert ledger_path(Settings(), {"DEALTRACK_LEDGER": address}) == address


def test_one_database_has_one_folder_whatever_else_its_address_says() -> None:
    folder = beside("postgresql://li@db.example.org:5432/office").parent

    assert folder.parent.name == "servers"
    assert folder.name.startswith("db.example.org-5432-office-")
    for same in (
        "postgres://wang@DB.example.org:5432/office",
        "postgresql://db.example.org:5432/office?sslmode=verify-full",
    ):
        assert beside(same).parent == folder


def test_two_databases_have_folders_apart() -> None:
    names = {
        beside(address).parent.name
        for address in (
            "postgresql://db/office",
            "postgresql://db/office?dbname=other",
            "postgresql://db:5433/office",
            "postgresql://db/of-fice",
            "postgresql:///office?host=/run/one",
            "postgresql:///office?host=/run/two",
        )
    }

    assert len(names) == 6
    assert not any(set(name) & set("/:?@=") for name in names)
