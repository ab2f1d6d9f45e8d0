"""The pictures of the documentation, drawn by the program from its sample data."""

from collections.abc import Iterator
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from dealtrack.cli.demo import DAY, load_samples
from dealtrack.days import Month
from dealtrack.render.console import svg
from dealtrack.report.ledger import Ledger
from dealtrack.report.monthly import sum_up
from dealtrack.report.page import Page, Section
from dealtrack.report.status import sum_status
from dealtrack.report.terms import Terms
from dealtrack.store.opening import open_store
from dealtrack.text import _, speak

MONTH = Month(2026, 10)
SOON = 7


def pictures() -> Iterator[tuple[str, str]]:
    """Yield the name of each picture and the picture, in both languages."""
    for language, suffix in (("en", ""), ("zh", "-zh")):
        speak(language)
        status, month = _pages()
        yield f"status{suffix}.svg", svg(status, title="dealtrack status")
        yield f"month{suffix}.svg", svg(month, title=f"dealtrack month {MONTH}")
    speak("en")


def _pages() -> tuple[Page, Page]:
    with (
        TemporaryDirectory() as folder,
        open_store(f"{folder}/ledger.json") as store,
    ):
        load_samples(store, DAY)
        status = sum_status(store, DAY, SOON).page()
        month = sum_up(Ledger.on(MONTH.last, store), Terms(MONTH, MONTH.last)).page()
    return status, _beginning(month)


def _beginning(page: Page) -> Page:
    """Return the parts of the month that fit into a picture."""
    wanted = {_("Overall"), _("Trips")}
    parts = (b for b in page.blocks if isinstance(b, Section) and b.title in wanted)
    return replace(page, blocks=tuple(parts))
