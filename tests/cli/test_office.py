"""What an office program makes of Word and Excel files: LibreOffice opens and prints them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import MakeHome

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
READER = shutil.which("pdftotext")
PATIENCE = 180

pytestmark = pytest.mark.skipif(
    OFFICE is None or READER is None,
    reason="no LibreOffice or no pdftotext is installed: office files are not opened in one",
)

TITLES = {"en": "Monthly summary 2026-10", "zh": "月通报（2026年10月）"}
PARTS = {
    "en": ("1. Overall", "5. By sector and size", "6. Trips", "12. How it was counted"),
    "zh": ("一、总体情况", "五、分行业、分规模", "六、外出活动", "十二、口径说明"),
}
FIGURES = {
    "en": ("CNY 2.058 billion", "+195.7%", "digital economy", "2026-06-30"),
    "zh": ("20.58亿元", "+195.7%", "数字经济", "2026-06-30"),
}


@pytest.fixture(scope="module")
def printed(reader: MakeHome, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The texts of the bulletin as it comes out on paper, by the names of the files."""
    folder = tmp_path_factory.mktemp("office")
    files = []
    for language in ("en", "zh"):
        for ending in ("docx", "xlsx"):
            path = folder / f"{language}.{ending}"
            assert reader(language).run("month", "2026-10", "-o", path).code == 0
            (folder / ending).mkdir(exist_ok=True)
            files.append(path)
    for ending in ("docx", "xlsx"):
        subprocess.run(
            [
                *(str(OFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
                *("--headless", "--convert-to", "pdf", "--outdir", str(folder / ending)),
                *(str(path) for path in files if path.suffix == f".{ending}"),
            ],
            check=True,
            capture_output=True,
            timeout=PATIENCE,
        )
    return {path.name: text_of(folder / path.suffix[1:] / f"{path.stem}.pdf") for path in files}


def text_of(pdf: Path) -> str:
    """Return the text of a PDF, without the blanks that come of laying it out."""
    done = subprocess.run(
        [str(READER), "-layout", str(pdf), "-"], check=True, capture_output=True, timeout=60
    )
    return done.stdout.decode()


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_bulletin_comes_out_whole(
    printed: dict[str, str], language: str, ending: str
) -> None:
    text = squeezed(printed[f"{language}.{ending}"])

    for words in (TITLES[language], *PARTS[language], *FIGURES[language]):
        assert squeezed(words) in text, words


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_of_the_document_has_its_number(
    printed: dict[str, str], language: str
) -> None:
    pages = printed[f"{language}.docx"].split("\f")[:-1]

    feet = [re.findall(r"(\d+) */ *(\d+)\s*$", page)[-1] for page in pages]
    assert len(pages) > 5
    assert feet == [(str(n), str(len(pages))) for n in range(1, len(pages) + 1)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_figure_of_a_sheet_is_too_wide_for_its_column(
    printed: dict[str, str], language: str
) -> None:
    assert "###" not in printed[f"{language}.xlsx"]
