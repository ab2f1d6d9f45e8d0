"""A primary that is killed under load: what was acknowledged is on the standby, once."""

import random
import time
from collections import Counter

import pytest

from dealtrack.store.opening import open_store
from tests.builders import TODAY
from tests.faults import crowds
from tests.faults.counting import SCALE, Tally
from tests.faults.served import begun, truth
from tests.postgres.pair import a_pair
from tests.postgres.server import OWNER, Server, Stop
from tests.postgres.workshop import Workshop

WRITERS = 4 if SCALE == 1 else 8
LOAD_SECONDS = 1.5
"""How long there is work before the primary is killed, at most."""

_WRITE = """
end = time.monotonic() + 60
number, after = 0, 0
while after < 3 and time.monotonic() < end:
    number += 1
    title = f"{name} {number}"
    try:
        with opened(20) as store:
            with store.transaction():
                store.agreements.add(a_draft(title=title))
                store.trips.add(a_trip_draft(title=title))
            port = store.ledger.server._db.info.port
    except SaveUnknown as unknown:
        print("unknown", title, unknown.key, sep="\\t", flush=True)
    except DealtrackError as refused:
        time.sleep(0.1)
        print("refused", title, type(refused).__name__, sep="\\t", flush=True)
    else:
        print("saved", title, "", sep="\\t", flush=True)
        after += port != FIRST
"""


def _code(first: int) -> str:
    """What a writer does: it goes on until it has saved three times on the other server."""
    return _WRITE.replace("FIRST", str(first))


@pytest.mark.parametrize("again", range(SCALE))
def test_what_a_primary_acknowledged_before_it_was_killed_is_on_its_standby(
    workshop: Workshop, tally: Tally, again: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_pair(workshop) as pair:
        monkeypatch.setenv("PGPASSWORD", pair.primary.passwords[OWNER])
        pair.primary.create_database("office")
        url = _bare(pair.url("office"), pair.primary)
        begun(url)
        names = [f"writer {n}" for n in range(WRITERS)]
        writers = crowds.start(url, _code(pair.primary.port), names)
        time.sleep(random.Random(again).uniform(0.5, LOAD_SECONDS))
        pair.fail_over()

        told = [line.split("\t") for writer in writers for line in writer.end()]

        found = truth(url)
        assert len(found.titles) == len(set(found.titles))
        assert _trips(url) | {"first"} == set(found.titles)
        outcomes: Counter[str] = Counter()
        for word, title, key in told:
            outcomes[_outcome(word, key, found.count(title), found.keys)] += 1
        written = {title for word, title, _key in told if word != "refused"}
        assert set(found.titles) - {"first"} <= written
        assert outcomes["acknowledged, and found"] >= 3 * WRITERS
        for outcome, times in outcomes.items():
            tally.add("failover", outcome, times)


def _trips(url: str) -> set[str]:
    """Return the other half of what was written."""
    with open_store(url) as store:
        return {trip.title for trip in store.trips.search(as_of=TODAY)}


def _outcome(word: str, key: str, times: int, keys: frozenset[str]) -> str:
    match word:
        case "saved":
            assert times == 1
            return "acknowledged, and found"
        case "unknown":
            assert times == (key in keys)
            return "unknown, and said so: it " + ("was" if times else "was not")
    assert times == 0
    return "not saved, and said so"


@pytest.mark.parametrize("again", range(SCALE))
def test_a_server_that_is_killed_and_started_again_has_what_it_acknowledged(
    workshop: Workshop, tally: Tally, again: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with workshop.serving() as server:
        monkeypatch.setenv("PGPASSWORD", server.passwords[OWNER])
        url = _bare(server.create_database("office"), server)
        begun(url)
        code = _WRITE.replace("after < 3", "number < 12").replace(
            "after += port != FIRST", "time.sleep(0.1)"
        )
        writers = crowds.start(url, code, [f"writer {n}" for n in range(WRITERS)])
        time.sleep(random.Random(again).uniform(0.3, 0.8))
        how = Stop.KILL if again % 2 == 0 else Stop.FAST
        server.stop(how)
        server.start()

        told = [line.split("\t") for writer in writers for line in writer.end()]

        found = truth(url)
        assert len(found.titles) == len(set(found.titles))
        for word, title, key in told:
            outcome = _outcome(word, key, found.count(title), found.keys)
            tally.add("restarted", outcome)


def _bare(url: str, server: Server) -> str:
    """Return the address without the password, which the environment has."""
    return url.replace(f":{server.passwords[OWNER]}@", "@")
