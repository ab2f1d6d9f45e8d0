"""A user of an office types what he typed before, and reads what he read before."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.home import Answer, Home
from tests.cli.writing import TRIP, editing

MOMENT = re.compile(r"20\d\d-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?")
UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

DAY = """
log 'Framework agreement' --party 'Our Zone (ours)' --party 'Example Cloud (theirs)'
 --signed 2026-10-12 --amount '2 亿' --sector digital-economy --unit Investment
 --follow-up 'Send the annex @ +2w @ Li Sample'
""".replace("\n ", " ")

SESSION = f"""
list
status
overdue --json
{DAY.strip()}
log 'Lease of a hall' --party 'Our Zone (ours)' --party 'Hall Owner (theirs)' --signed 2026-9-9
log trip.toml
log trip.toml
list
list --json
show 1
show 1 --json
show T1
follow 2 'Hand over the keys' --due 2026-10-20 --owner 'Wang Sample'
follow 2 'Pay the rent' --due 2026-11-30 --owner 'Wang Sample'
overdue
agenda --days 60
start 2.1
note 2.1 'The keys are being cut'
problem 2.1 'No locksmith' --by +1w
solve 2.1.1
done 2.1 --note 'Handed over'
done 2.1
done 99.1
reopen 2.1
postpone 2.2 --to 2026-12-10 --reason 'Agreed by telephone'
wait 2.2 --for 2.1
cancel 2.2 --note 'Paid by the zone'
advance 1 started --on 2026-11-01
plan 1 in-production 2027-03
fund 1 '5000 万' --on 2026-11-01
suspend 2 --reason 'Until the hall is dry'
resume 2
tag +port 1 2 --yes
set owner='Wang Sample' 2 --yes
assign 'Zhang Sample' --from 'Li Sample' --yes
edit 1
show 1
edit 2
list sector:digital-economy
list amount:1亿..
find annex
timeline 1
brief 'Example Cloud'
light
promises
import table.csv --dry-run
import table.csv --yes
import table.csv --yes
export csv -o list.csv
export json -o ledger.json
export jsonl
export ics -o tasks.ics
party list
party show 'Example Cloud'
party alias 'Example Cloud' 'Example Cloud Ltd'
party merge 'Hall Owner' 'Example Cloud' --yes
party duplicates
person duplicates
done 1.1 --evidence proof.pdf
evidence 1
evidence 1 --to papers
evidence 1.1
evidence 2
target set 2026 signed 20
target list
rates
slip issue 1 --text 'Nothing moves' --demand 'Move it' --to Investment --deadline 2026-11-20
slip show S2026-1
slip list
month 2026-09
month 2026-10 --json
month 2026-10 --close
month --list
month 2026-10 --diff
sectors
trips
trip show T1
remind
remind
remind --login
undo --list
undo --yes
redo --yes
undo 2 --yes
redo 2 --yes
history 1
history 2 --json
history
remove 2.2 --yes
remove 2 --yes
show 2
undo --yes
show 2 --as-of 2026-10-25
show 1 --as-entered 2030-01-01
list --as-of 2026-10-01
overdue --check
config set language en
"""

TABLE = """title,signed,parties,amount
Import of pumps,2026-08-01,Our Zone (ours); Pump Works (theirs),CNY 3000000
Export of pipes,2026-08-15,Our Zone (ours); Pipe Works (theirs),CNY 12000000
"""


def furnished(folder: Path, **environment: str) -> Home:
    folder.mkdir()
    home = Home(folder).having(USER="Li", **environment)
    (folder / "papers").mkdir()
    (folder / "proof.pdf").write_bytes(b"signed and sealed")
    (folder / "trip.toml").write_text(TRIP, encoding="utf-8")
    (folder / "table.csv").write_text(TABLE, encoding="utf-8")
    return editing(home, "sed -i 's/Framework agreement/Frame agreement/' \"$1\"")


@pytest.fixture
def served(office: str, tmp_path: Path) -> Home:
    """A home whose ledger is on a server, where its user is Li."""
    return furnished(
        tmp_path / "served",
        DEALTRACK_LEDGER=f"postgresql://Li@{office}",
        PGPASSFILE=os.environ["PGPASSFILE"],
    )


@pytest.fixture
def alone(tmp_path: Path) -> Home:
    """A home whose ledger is a file."""
    return furnished(tmp_path / "alone")


def words_of(line: str) -> Iterator[str]:
    import shlex

    yield from shlex.split(line)


def told(answer: Answer, home: Home) -> tuple[int, str, str]:
    """Return what was told, moments, addresses and random names apart."""
    address = home.variables()["DEALTRACK_LEDGER"]
    texts = []
    for text in (answer.out, answer.err):
        plain = text.replace(address, "LEDGER").replace(str(home.folder), "~")
        texts.append(UID.sub("UID", MOMENT.sub("MOMENT", plain)))
    return answer.code, texts[0], texts[1]


def test_a_long_session_reads_the_same_on_a_server_as_in_a_file(
    alone: Home, served: Home
) -> None:
    for line in SESSION.strip().splitlines():
        words = list(words_of(line))

        here, there = (told(home.run(*words), home) for home in (alone, served))

        assert (line, there) == (line, here)


def test_what_was_exported_reads_the_same(alone: Home, served: Home) -> None:
    for home in (alone, served):
        for line in SESSION.strip().splitlines():
            home.run(*words_of(line))

    for name in ("list.csv", "ledger.json", "tasks.ics"):
        here, there = (
            UID.sub("UID", MOMENT.sub("MOMENT", (home.folder / name).read_text("utf-8")))
            for home in (alone, served)
        )
        assert there == here


def test_no_file_of_a_ledger_is_made_for_a_ledger_on_a_server(served: Home) -> None:
    for line in SESSION.strip().splitlines():
        served.run(*words_of(line))

    made = {str(path.relative_to(served.folder)) for path in served.folder.rglob("*")}
    assert not any("postgresql:" in name or "journal" in name for name in made)
    assert not served.ledger.parent.exists()
