"""Reminding from run to run, with the memory on the disk: nothing twice, nothing lost."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.actions.reminding import Morning, recall, remember
from dealtrack.model.telling import Channel, Matter, Reason
from dealtrack.report.things import Thing
from dealtrack.store.disk.files import Files

MONDAY = date(2026, 11, 2)
AGAIN = 7
OWNERS = ("Li", "张三", "")
REASONS: tuple[Reason, ...] = ("overdue", "soon", "waiting", "yellow")

things = st.builds(
    Thing,
    ref=st.sampled_from(("17.1", "T3.1")),
    reason=st.sampled_from(REASONS),
    day=st.sampled_from((MONDAY, MONDAY + timedelta(days=3))),
    owner=st.sampled_from(OWNERS),
    solver=st.sampled_from(("", "Li", "Wang")),
)
runs = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.lists(things, max_size=4, unique_by=lambda one: one.matter),
        st.sampled_from(("screen", "login")),
        st.sampled_from((None, None, *OWNERS)),
        st.booleans(),
    ),
    min_size=1,
    max_size=10,
)
"""How long after the run before; what there is; where it is told; to one alone; cut short."""


def a_morning(
    files: Files, found: list[Thing], today: date, owner: str | None = None
) -> Morning:
    return Morning(
        files=files,
        things=tuple(found),
        today=today,
        until=today,
        again=AGAIN,
        who="li",
        moment=datetime(2026, 11, 2, 8),
        owner=owner,
    )


@settings(max_examples=150, deadline=None)
@given(runs)
def test_every_thing_that_lasts_is_told_within_a_week_of_every_run_and_never_twice(
    history: list[tuple[int, list[Thing], Channel, str | None, bool]],
) -> None:
    told_on: dict[tuple[Channel, str, Matter], list[date]] = {}
    with TemporaryDirectory() as folder:
        files, today = Files.of(Path(folder) / "ledger.json"), MONDAY
        for pause, found, channel, owner, is_cut in history:
            today += timedelta(days=pause)
            morning = a_morning(files, found, today, owner)
            digests = morning.digests(recall(files)[0].heard(channel, "li"))
            lasting = {
                (channel, name, thing.matter) for thing in found for name in thing.recipients
            }
            asked = {key for key in lasting if owner in (None, key[1])}
            if is_cut:  # killed before it was remembered: it was not told
                continue
            remember(morning, channel, digests)

            over = [
                key
                for key in told_on
                if key[0] == channel and owner in (None, key[1]) and key not in asked
            ]
            for key in over:
                del told_on[key]
            for digest in digests:
                for matter in digest.matters:
                    told_on.setdefault((channel, digest.owner, matter), []).append(today)
            for key in asked:
                assert today - told_on[key][-1] < timedelta(days=AGAIN)
            for days in told_on.values():
                assert all(b - a >= timedelta(days=AGAIN) for a, b in pairwise(days))


def test_what_was_shown_to_one_is_new_to_another(tmp_path: Path) -> None:
    files = Files.of(tmp_path / "ledger.json")
    found = [Thing(ref="17.1", reason="overdue", owner="Li", solver="Wang")]
    to_li = a_morning(files, found, MONDAY, "Li")

    remember(to_li, "screen", to_li.digests({}))

    heard = recall(files)[0].heard("screen", "li")
    left = {d.owner: len(d.things) for d in a_morning(files, found, MONDAY).digests(heard)}
    assert left == {"Li": 0, "Wang": 1}


def test_nothing_new_leaves_the_file_alone(tmp_path: Path) -> None:
    files = Files.of(tmp_path / "ledger.json")

    remember(a_morning(files, [], MONDAY), "screen", ())

    assert list(tmp_path.iterdir()) == []
