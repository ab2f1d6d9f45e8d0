"""Which part of a workbook is which sheet, and whether all that is read of it is safe."""

from collections.abc import Iterator
from posixpath import join, normpath
from xml.etree import ElementTree

from dealtrack.errors import TableRefused
from dealtrack.exchange.sheets.archive import Archive
from dealtrack.exchange.sheets.scan import Found, scan
from dealtrack.text import _

_WORKBOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
_ALWAYS = ("xl/worksheets/", "xl/_rels/", "_rels/")


def look_through(archive: Archive) -> dict[str, Found]:
    """Return what was found in each sheet, by its name.

    Raises:
        TableRefused: if the file is no workbook of this kind, or not safe to read.
    """
    if _WORKBOOK not in archive.parts or _LINKS not in archive.parts:
        raise _no_workbook(archive)
    always = filter(_is_always_read, archive.parts)
    found = {part: scan(archive, part) for part in always}  # before they are parsed below
    targets = dict(_targets(archive))
    for part in {*targets.values()} & {*archive.parts} - {*found}:
        found[part] = scan(archive, part)
    return {
        name: found[targets[link]]
        for name, link in _sheets(archive)
        if targets.get(link) in found
    }


def _is_always_read(part: str) -> bool:
    name = part.lower()
    is_on_top = name.startswith("xl/") and name.count("/") == 1
    return name.endswith((".xml", ".rels")) and (is_on_top or name.startswith(_ALWAYS))


def _no_workbook(archive: Archive) -> TableRefused:
    parts = archive.parts
    if "xl/workbook.bin" in parts:
        return archive.refusal(_("it is a binary workbook (.xlsb)"))
    if "content.xml" in parts:
        return archive.refusal(_("it is an OpenDocument file, such as .ods"))
    if any(part.startswith("word/") for part in parts):
        return archive.refusal(
            _("it is a document of Word"), _("Copy its table into a spreadsheet.")
        )
    return archive.refusal(_("it is a zip without a workbook in it"), _("Unpack it first."))


def _targets(archive: Archive) -> Iterator[tuple[str, str]]:
    """Yield the name of every link of the workbook within the file, and where it leads."""
    for link in _elements(archive, _LINKS, "Relationship"):
        if link.get("TargetMode") != "External":
            target = join("/xl", link.get("Target", ""))
            yield link.get("Id", ""), normpath(target).lstrip("/")


def _sheets(archive: Archive) -> Iterator[tuple[str, str]]:
    """Yield the name of every sheet, and the name of its link."""
    for sheet in _elements(archive, _WORKBOOK, "sheet"):
        link = next((v for key, v in sheet.attrib.items() if key.endswith("}id")), "")
        yield sheet.get("name", ""), link


def _elements(archive: Archive, part: str, tag: str) -> Iterator[ElementTree.Element]:
    try:
        tree = ElementTree.fromstring(b"".join(archive.read(part)))
    except (ElementTree.ParseError, LookupError, ValueError):
        raise archive.refusal(_("it is damaged")) from None
    return (element for element in tree.iter() if element.tag.rpartition("}")[2] == tag)
