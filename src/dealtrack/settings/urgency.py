"""How much each sign of urgency weighs, as an office sees it."""

import re
from functools import lru_cache

import msgspec

from dealtrack.text import later


class Urgency(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The points that each sign brings at most; see ``docs/explanation/urgency.md``.

    *leaders* are words of a name or a post: who bears one of them is a leader.
    """

    late: float = 12
    soon: float = 8
    priority: float = 6
    leader: float = 4
    witness: float = 1
    ours: float = 3
    theirs: float = 1
    amount: float = 2
    blocks: float = 4
    blocked: float = 5
    possible: float = 3
    waiting: float = 3
    started: float = 2
    postponed: float = 3
    problem: float = 2
    age: float = 1
    leaders: tuple[str, ...] = (
        *("书记", "市长", "区长", "县长", "省长", "主席"),
        *("secretary", "mayor", "governor", "president", "minister"),
    )

    def is_leader(self, name: str) -> bool:
        """Whether *name*, said with a post or without, holds one of the words of leaders."""
        return bool(self.leaders and _one_of(self.leaders).search(name.casefold()))


@lru_cache
def _one_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word.casefold()) for word in words))


ABOUT = {
    "urgency.late": later("What being late counts, in full from 30 days on."),
    "urgency.soon": later("What being due within 14 days counts, in full on the day itself."),
    "urgency.priority": later("What a high priority counts; a low one counts as much against."),
    "urgency.leader": later("What a leader among the witnesses counts."),
    "urgency.witness": later("What it counts that somebody witnessed the signing."),
    "urgency.ours": later("What a commitment of our side counts."),
    "urgency.theirs": later("What a commitment of the other side counts."),
    "urgency.amount": later(
        "What the amount of the agreement counts, in full from 1 billion CNY on."
    ),
    "urgency.blocks": later("What it counts that others wait for it."),
    "urgency.blocked": later("What it counts against it that it has to wait for others."),
    "urgency.possible": later("What it counts that it became possible lately."),
    "urgency.waiting": later("What it counts against it that it is waiting or submitted."),
    "urgency.started": later("What it counts that somebody has begun."),
    "urgency.postponed": later("What being postponed counts, in full from 3 times on."),
    "urgency.problem": later("What an open problem counts."),
    "urgency.age": later("What its age counts, in full from a year on."),
    "urgency.leaders": later("Words in the name or post of a leader."),
}
"""What each weight is for, as translatable sentences."""

LIMITS = {key: (0.0, 1000.0) for key in ABOUT if key != "urgency.leaders"}
