"""The small change of HTML: texts in elements."""

from dealtrack.render.characters import escaped


def element(name: str, text: str, class_: str = "") -> str:
    """Return *text* in an element of that *name*."""
    sort = f' class="{class_}"' if class_ else ""
    return f"<{name}{sort}>{escaped(text)}</{name}>"
