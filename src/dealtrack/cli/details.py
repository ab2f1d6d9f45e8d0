"""What can be told of an agreement with ``log``, option by option."""

from dealtrack.cli.command import Option
from dealtrack.text import _

OPTIONS = (
    Option(
        *(
            "parties",
            ("--party",),
            _('Who is in it; repeat. "Our Zone (ours)" names its side.'),
        ),
        metavar="NAME",
        many=True,
    ),
    Option(
        *("kind", ("--kind",), _("strategic, contract … See dealtrack help kinds."), "KIND"),
        completes="kinds",
    ),
    Option(
        "signed",
        ("--signed",),
        _("A day, a month, a year, an interval 2026-03-01/2026-03-02, or unknown."),
        "DAY",
    ),
    Option(
        "stage",
        ("--stage",),
        _("How far it has come, if it is not signed yet: negotiating."),
        "STAGE",
        completes="stages",
    ),
    Option(
        "plans",
        ("--plan",),
        _("By when a stage is to be reached; repeat: started 2027-03."),
        '"STAGE DAY"',
        many=True,
    ),
    Option("place", ("--place",), _("Where it was signed."), "PLACE"),
    Option(
        "sectors",
        ("--sector",),
        _("In which sector; repeat. See dealtrack help sectors."),
        "SECTOR",
        many=True,
        completes="sectors",
    ),
    Option("areas", ("--area",), _("An area of cooperation; repeat."), "TEXT", many=True),
    Option(
        "witnesses",
        ("--witness",),
        _('Who witnessed the signing: "name, post, organisation"; repeat.'),
        "PERSON",
        many=True,
    ),
    Option("amount", ("--amount",), _("The money agreed: 3.5亿, 20 million USD."), "AMOUNT"),
    Option("unit", ("--unit",), _("Which unit is responsible."), "NAME"),
    Option("owner", ("--owner",), _("Who is responsible."), "NAME"),
    Option(
        *("trip", ("--trip",), _("The trip it was signed on: T3."), "TRIP"), completes="trips"
    ),
    Option(
        *("intention", ("--intention",), _("The intention it came of, by its ref: T3/2.")),
        metavar="INTENTION",
    ),
    Option(
        "implements",
        ("--implements",),
        _("The earlier agreement that it carries out."),
        "REF",
        many=True,
        completes="records",
    ),
    Option(
        "supplements",
        ("--supplements",),
        _("The earlier agreement that it adds to."),
        "REF",
        many=True,
        completes="records",
    ),
    Option(
        "renews",
        ("--renews",),
        _("The earlier agreement that it continues."),
        "REF",
        many=True,
        completes="records",
    ),
    Option(
        "supersedes",
        ("--supersedes",),
        _("The earlier agreement that it takes the place of."),
        "REF",
        many=True,
        completes="records",
    ),
    Option(
        "follow_ups",
        ("--follow-up",),
        _("A follow-up; repeat. Due and owner may be left out."),
        '"TASK @ DUE @ OWNER"',
        many=True,
    ),
    Option("sources", ("--source",), _("Where the facts come from; repeat."), "URL", many=True),
    Option(
        "tags", ("--tag",), _("A word of your own to find it by; repeat."), "WORD", many=True
    ),
)
"""What can be said of an agreement: each fills the field of `Reported` of its name."""
