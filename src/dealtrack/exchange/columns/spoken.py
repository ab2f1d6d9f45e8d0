"""What a value is called in a text that a template makes of it."""

from typing import Any

from dealtrack.exchange.columns.days import Found
from dealtrack.model import Amount, Party, Person
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import KINDS, SECTORS, STATUSES
from dealtrack.money import format_amount
from dealtrack.text import language, listed


def spoken(key: str, value: Any) -> str:
    """Return a value as a title made of it says it."""
    match value:
        case str():
            words = {"kind": KINDS, "stage": STAGES, "status": STATUSES}.get(key)
            return words.name(value) if words else value
        case Amount():
            return format_amount(value.value, value.currency, language())
        case Found(day=day):
            return str(day)
        case tuple():
            names = (SECTORS.name(one) if key == "sectors" else one for one in value)
            return listed(
                one.name if isinstance(one, Party | Person) else str(one) for one in names
            )
        case _:
            return str(value)
