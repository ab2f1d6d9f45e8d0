"""``demo``: the sample data in a ledger that is gone afterwards."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import dealtrack
from dealtrack.actions.trips import log_file
from dealtrack.cli.command import Commands
from dealtrack.cli.concerning import at_hand
from dealtrack.cli.run import Run
from dealtrack.days import Month
from dealtrack.errors import NotFound
from dealtrack.exchange.files import decode_file
from dealtrack.exchange.plan import plan
from dealtrack.exchange.trip import read
from dealtrack.query.expr import EVERYTHING
from dealtrack.report.page import Report
from dealtrack.store.base import Store
from dealtrack.store.opening import open_store
from dealtrack.text import _, language

commands = Commands()

DAY = date(2026, 11, 2)
"""The day that the sample year is looked at: what is late and what is due is made for it."""


@commands.add(
    "demo",
    _("Show the main job on sample data, in a ledger that is gone afterwards."),
    shared="common",
)
def demo(run: Run) -> None:
    run = _on_the_day(run)
    run.say(
        _(
            "Sample data: a real trip of July 2021 and a made-up year. "
            "Today is taken for {day}."
        ).format(day=run.today)
    )
    with (
        TemporaryDirectory(prefix="dealtrack-demo-") as folder,
        open_store(str(Path(folder) / "ledger.json"), author="demo", words="demo") as store,
    ):
        load_samples(store, run.today)
        shown = _reports(run, store)
    for command, report in shown:  # the folder is gone by now, whatever becomes of the pager
        run.tell(f"$ dealtrack {command}")
        run.show(report)
        run.tell("")
    run.say(
        _(
            'Now your own: dealtrack log "Title" --party "Our side (ours)" '
            '--party "Their side"\n'
            "A trip in one file: dealtrack log --template > trip.toml\n"
            "All commands: dealtrack help"
        )
    )


def _on_the_day(run: Run) -> Run:
    """Return *run* on the day that the samples are made for, unless another was given."""
    if run.today != date.today() or os.environ.get("DEALTRACK_TODAY"):
        return run
    return run._replace(today=DAY, as_of=DAY)


def load_samples(store: Store, today: date) -> None:
    """Log every sample file, all in one transaction."""
    with store.transaction():
        for path in sample_files():
            harvest = read(decode_file(path), today)
            log_file(
                store,
                lambda there, harvest=harvest: plan(  # type: ignore[misc]
                    harvest,
                    there.trips.search(as_of=today),
                    there.agreements.search(as_of=today),
                ),
            )


def sample_files() -> Iterator[Path]:
    """Yield the sample files in the language spoken now: the real trip, then the year."""
    folder = sample_folder()
    yield folder / "2021-07-shenzhen.toml"
    yield from sorted((folder / f"year-{language()}").glob("*.toml"))


def sample_folder() -> Path:
    """Return where the sample data lies: in the package, or beside its source.

    Raises:
        NotFound: if it was installed without.
    """
    package = Path(dealtrack.__file__).parent
    for folder in (package / "sample_data", package.parent.parent / "sample_data"):
        if folder.is_dir():
            return folder
    raise NotFound("sample_data")


def _reports(run: Run, store: Store) -> tuple[tuple[str, Report], ...]:
    """Return what a morning and a month end show, each with its command."""
    from dealtrack.report.ledger import Ledger
    from dealtrack.report.monthly import sum_up
    from dealtrack.report.overdue import find_overdue
    from dealtrack.report.status import sum_status
    from dealtrack.report.terms import Terms

    book = at_hand(store, EVERYTHING, run.today)
    month = Month.of(run.today).previous
    terms = Terms(month, month.last)
    return (
        ("status", sum_status(book, run.today, run.settings.soon)),
        ("overdue", find_overdue(book, run.today, limit=10)),
        (f"month {month}", sum_up(Ledger.on(terms.as_of, book), terms)),
    )
