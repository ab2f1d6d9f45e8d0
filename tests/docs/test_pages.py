"""The pages of the documentation hold together: links, dependencies, no strange places."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.docs.session import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("sample_data/*.md")])
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)\s#]*)(?:#([^)\s]*))?\)")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
OUTSIDE = re.compile(r"(?<![\w/~.%)*-])/(?!home/li/|bin/sh|media/stick)[a-z]+/\w|--index-url")
"""A path from the root, but for those of a made-up user; a registry of packages."""


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def anchors(path: Path) -> set[str]:
    """Return the anchors of the headings of the page at *path*, as they are made on the web."""
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_link_leads_somewhere(path: Path) -> None:
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    for target, anchor in LINK.findall(text):
        there = (path.parent / target).resolve() if target else path

        assert there.exists(), target
        if anchor and there.suffix == ".md":
            assert anchor in anchors(there), f"{target}#{anchor}"


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_page_names_no_place_of_its_writer(path: Path) -> None:
    assert not OUTSIDE.search(path.read_text(encoding="utf-8"))


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        text = page.read_text(encoding="utf-8")
        waiting += [
            (page.parent / target).resolve() for target, _ in LINK.findall(text) if target
        ]

    assert reached >= set(PAGES)


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "explanation" / "dependencies.md").read_text(encoding="utf-8")
    wanted = [
        *project["project"]["dependencies"],
        *(
            one
            for extra in project["project"]["optional-dependencies"].values()
            for one in extra
        ),
        *project["build-system"]["requires"],
    ]

    for requirement in wanted:
        assert f"`{requirement}`" in page, requirement
