"""Which part of a workbook is which sheet, and whether all that is read of it is safe."""

from collections.abc import Iterator
from posixpath import basename, dirname, join, normpath
from xml.etree import ElementTree

from dealtrack.errors import TableRefused
from dealtrack.exchange.sheets.archive import Archive
from dealtrack.exchange.sheets.scan import Found, scan
from dealtrack.text import _

_START = "_rels/.rels"


def look_through(archive: Archive) -> dict[str, Found]:
    """Return what was found in each sheet, by its name.

    Raises:
        TableRefused: if the file is no workbook of this kind, or not safe to read.
    """
    always = filter(_is_always_read, archive.parts)
    found = {part: scan(archive, part) for part in always}  # before they are parsed below
    workbook = _workbook(archive)
    links = join(dirname(workbook), "_rels", f"{basename(workbook)}.rels")
    if workbook not in found or links not in found:
        raise _no_workbook(archive)
    targets = dict(_targets(archive, links, dirname(workbook)))
    for part in {*targets.values()} & {*archive.parts} - {*found}:
        found[part] = scan(archive, part)
    return {
        name: found[targets[link]]
        for name, link in _sheets(archive, workbook)
        if targets.get(link) in found
    }


def _is_always_read(part: str) -> bool:
    """Whether it is XML, and not one of the pictures and links that nobody follows."""
    name = part.lower()
    passed = (
        "/drawings/",
        "/charts/",
        "/media/",
        "/theme/",
        "/externallinks/",
        "/printersettings/",
    )
    return name.endswith((".xml", ".rels")) and not any(folder in name for folder in passed)


def _workbook(archive: Archive) -> str:
    """Return the part that lists the sheets."""
    if _START not in archive.parts:
        raise _no_workbook(archive)
    for link in _elements(archive, _START, "Relationship"):
        if link.get("Type", "").endswith("/officeDocument"):
            return normpath(join("/", link.get("Target", ""))).lstrip("/")
    raise _no_workbook(archive)


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


def _targets(archive: Archive, links: str, folder: str) -> Iterator[tuple[str, str]]:
    """Yield the name of every link of the workbook within the file, and where it leads."""
    for link in _elements(archive, links, "Relationship"):
        if link.get("TargetMode") != "External":
            target = join("/", folder, link.get("Target", ""))
            yield link.get("Id", ""), normpath(target).lstrip("/")


def _sheets(archive: Archive, workbook: str) -> Iterator[tuple[str, str]]:
    """Yield the name of every sheet, and the name of its link."""
    for sheet in _elements(archive, workbook, "sheet"):
        link = next((v for key, v in sheet.attrib.items() if key.endswith("}id")), "")
        yield sheet.get("name", ""), link


def _elements(archive: Archive, part: str, tag: str) -> Iterator[ElementTree.Element]:
    try:
        tree = ElementTree.fromstring(b"".join(archive.read(part)))
    except (ElementTree.ParseError, LookupError, ValueError):
        raise archive.refusal(_("it is damaged")) from None
    return (element for element in tree.iter() if element.tag.rpartition("}")[2] == tag)
