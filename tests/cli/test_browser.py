"""HTML in a real Chromium: on a screen, on a phone, in the dark and on paper."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dealtrack.render import html
from dealtrack.report.page import Page
from tests.cli.browser import Browser, browser, needs_chromium
from tests.cli.conftest import MakeHome
from tests.render.sample import HOSTILE, page_of

pytestmark = needs_chromium

PAGES = {
    "month": ("month", "2026-10"),
    "status": ("status",),
    "list": ("list",),
    "show": ("show", "32"),
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("browser")) as one:
        yield one


@pytest.fixture(scope="module")
def files(
    reader: MakeHome, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], Path]:
    folder = tmp_path_factory.mktemp("html")
    made = {}
    for language in ("en", "zh"):
        for name, words in PAGES.items():
            path = made[language, name] = folder / f"{name}-{language}.html"
            assert reader(language).run(*words, "-o", path).code == 0
    made["en", "hostile"] = folder / "hostile.html"
    bad = page_of((*HOSTILE, "w" * 10_000, "长" * 10_000))
    made["en", "hostile"].write_text(html.text(bad), encoding="utf-8")
    return made


EVERY = [(language, name) for language in ("en", "zh") for name in PAGES] + [("en", "hostile")]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("key", EVERY, ids="-".join)
def test_nothing_is_wider_than_the_screen_and_nothing_is_fetched(
    shown: Browser, files: dict[tuple[str, str], Path], key: tuple[str, str], width: int
) -> None:
    shown.seen.clear()
    shown.asked.clear()

    shown.open(files[key], width, phone=width < 600)

    assert shown.value("document.documentElement.scrollWidth") <= width
    assert shown.seen == []
    assert shown.asked == [files[key].as_uri()]


def test_it_is_dark_for_who_prefers_that(
    shown: Browser, files: dict[tuple[str, str], Path]
) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"

    shown.open(files["zh", "status"], 1280)
    light = shown.value(paper)
    shown.open(files["zh", "status"], 1280, dark=True)

    assert (light, shown.value(paper)) == ("rgb(255, 255, 255)", "rgb(18, 23, 30)")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_paper_it_is_a4_and_no_row_is_parted(
    shown: Browser, files: dict[tuple[str, str], Path], language: str
) -> None:
    shown.open(files[language, "month"], 1280)

    pdf = shown.printed()

    sizes = {
        tuple(map(float, box))
        for box in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    }
    assert {(round(wide), round(high)) for wide, high in sizes} == {(595, 842)}
    shown.ask("Emulation.setEmulatedMedia", media="print")
    assert shown.value(_UNSPLIT) is True


_UNSPLIT = """
(() => {
  const of = (name, property) => [...document.querySelectorAll(name)].every(
    one => getComputedStyle(one)[property[0]] === property[1]);
  return of("tbody tr", ["breakInside", "avoid"])
    && of(".scroll thead", ["display", "table-header-group"])
    && of("nav", ["display", "none"]);
})()
"""


def test_a_hostile_text_does_nothing_in_a_browser(
    shown: Browser, files: dict[tuple[str, str], Path]
) -> None:
    shown.open(files["en", "hostile"], 1280)

    assert shown.value("document.scripts.length") == 0
    assert "<script>alert(1)</script>" in shown.value("document.body.textContent")


def test_the_page_of_nothing_is_a_page(shown: Browser, tmp_path: Path) -> None:
    path = tmp_path / "nothing.html"
    path.write_text(html.text(Page("", ())), encoding="utf-8")

    shown.open(path, 390)

    assert shown.value("document.title") == "dealtrack"
