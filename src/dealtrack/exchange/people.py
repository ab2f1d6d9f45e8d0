"""People and parties as people write them: ``Li Sample, director, Sample Zone``."""

import re

from dealtrack.exchange.forms import Schema, Text
from dealtrack.exchange.place import Context, Place
from dealtrack.exchange.tables import Key, Table
from dealtrack.exchange.toml import Plain
from dealtrack.exchange.words import side
from dealtrack.model import Party, Person
from dealtrack.model.vocabulary import SIDES
from dealtrack.text import _

_SEPARATOR = re.compile(r"\s*[,，]\s*")
_SIDE = re.compile(r"(?P<name>.+?)\s*[(（](?P<side>[^()（）]+)[)）]", re.DOTALL)


def parse_person(text: str) -> Person:
    """Read ``name``, ``name, post`` or ``name, post, organisation``.

    A post may hold commas itself: the last part is the organisation.
    """
    name, *rest = _SEPARATOR.split(text.strip())
    post, organisation = (rest, []) if len(rest) < 2 else (rest[:-1], rest[-1:])
    return Person(name=name, post=", ".join(post), organisation="".join(organisation))


def parse_party(text: str) -> Party:
    """Read ``name`` or ``name (ours)``; brackets that name no side belong to the name."""
    text = text.strip()
    found = _SIDE.fullmatch(text) if text.endswith((")", "）")) else None
    side = SIDES.find(found["side"]) if found else None
    if found is None or side is None:
        return Party(name=text)
    return Party(name=found["name"], side=side)  # type: ignore[arg-type]  # a key of SIDES


class PersonForm:
    """Somebody: a text, a bare name that was given in full before, or a table."""

    def read(self, place: Place) -> Person | None:
        """Read a person; a table says all there is, a bare name may say more."""
        if isinstance(place.value, dict):
            person: Person | None = _person_table().read(place)
        else:
            text = Text().read(place)
            person = None if text is None else self._named(text, place)
        if person:
            place.reading.meet(person)
        return person

    @staticmethod
    def _named(text: str, place: Place) -> Person | None:
        person = parse_person(text)
        if not person.name:
            return place.refuse(_("must begin with a name"))
        if person != Person(name=person.name):
            return place.reading.keep(person, place.steps)
        match place.reading.recall(person.name):
            case []:
                return place.reading.keep(person, place.steps)
            case [one]:
                return one
            case several:
                names = " / ".join(map(str, several))
                return place.refuse(
                    _("could be several people: {names}. Write the post too").format(
                        names=names
                    )
                )

    def write(self, value: Person, context: Context) -> Plain:
        """Write the shortest form that is read as the same person."""
        bare = Person(name=value.name)
        if parse_person(value.name) == bare and (context.recall(value.name) or [bare]) == [
            value
        ]:
            return value.name
        alone = value == bare and context.recall(value.name)
        context.meet(value)
        text = str(value)
        if parse_person(text) == value and not alone:
            return text
        return _person_table().write(value, context)

    def schema(self, defs: Schema) -> Schema:
        """Accept a text or a table."""
        return {"anyOf": [{"type": "string"}, _person_table().schema(defs)]}


class PartyForm:
    """A party: a text, ``?`` for one that is not named, or a table."""

    def read(self, place: Place) -> Party | None:
        """Read a party."""
        if isinstance(place.value, dict):
            party: Party | None = _party_table().read(place)
            return party
        text = Text().read(place)
        return None if text is None else place.reading.keep(parse_party(text), place.steps)

    def write(self, value: Party, context: Context) -> Plain:
        """Write the shortest form that is read as the same party."""
        text = f"{value.name} ({value.side})" if value.side else value.name
        return text if parse_party(text) == value else _party_table().write(value, context)

    def schema(self, defs: Schema) -> Schema:
        """Accept a text or a table."""
        return {"anyOf": [{"type": "string"}, _party_table().schema(defs)]}


def _person_table() -> Table:
    return Table(
        "person",
        (
            Key("name", Text(), zh="姓名", required=True),
            Key("post", Text(), zh="职务"),
            Key("organisation", Text(), zh="单位"),
        ),
        Person,
    )


def _party_table() -> Table:
    return Table(
        "party",
        (
            Key("name", Text(), zh="名称", required=True),
            Key("role", Text(), zh="角色"),
            Key("side", side(), zh="方"),
            Key("signatory", PersonForm(), zh="签署人"),
        ),
        Party,
    )
