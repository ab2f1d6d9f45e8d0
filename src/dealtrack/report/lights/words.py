"""How lights, their reasons and their rules are said."""

from collections.abc import Callable, Iterator

from dealtrack.model.stages import STAGES
from dealtrack.report.lights.judging import Colour, Judgement, Missing
from dealtrack.report.page import Tone, Toned
from dealtrack.settings.lights import Rule, RuleName
from dealtrack.text import _, language, later, plural

_TONES: dict[Colour, Tone] = {"red": Tone.BAD, "yellow": Tone.WARN, "green": Tone.GOOD}

_NAMES: dict[RuleName, str] = {
    "no-progress": later("no progress"),
    "behind-plan": later("behind plan"),
    "missed-month": later("planned month missed"),
}
_MISSING: dict[Missing, str] = {
    "progress": later("no dated fact to judge by"),
    "plan": later("there is no plan to judge by"),
    "end": later("the plan does not say when the work is to be finished"),
    "signed": later("the day of signing is not known"),
    "amount": later("the amount is not known"),
    "currency": later("the funds in place are in another currency"),
    "order": later("the plan ends before the signing"),
}


def say_hue(colour: Colour | None) -> Toned:
    """Say a colour in a word."""
    if colour is None:
        return Toned(_("not judged"), Tone.QUIET)
    words = {"red": _("red"), "yellow": _("yellow"), "green": _("green")}
    return Toned(words[colour], _TONES[colour])


def say_rule_name(name: RuleName) -> str:
    """Say what a rule is called."""
    return _(_NAMES[name])


def say_judgement(one: Judgement) -> str:
    """Say why a rule comes to its colour: ``no progress for 94 days, limit 92``."""
    return _(_MISSING[one.missing]) if one.missing else _SAID[one.rule](one)


def say_judgements(those: tuple[Judgement, ...]) -> str:
    """Say several in one line."""
    between = "；" if language() == "zh" else "; "
    return between.join(dict.fromkeys(map(say_judgement, those)))


def say_rule(rule: Rule) -> Iterator[str]:
    """Yield a sentence for each of the rules, and one on how they go together."""
    sentences: dict[RuleName, str] = {
        "no-progress": _(
            "A light is yellow after {yellow} months without progress, red after {red}; "
            "only what is signed and ongoing has one."
        ).format(yellow=rule.no_progress_yellow, red=rule.no_progress_red),
        "behind-plan": _(
            "A light is yellow from {yellow} points behind plan on, red beyond {red}: the "
            "share of the time from signing to the planned end, less that of the amount "
            "in place."
        ).format(yellow=rule.behind_plan_yellow, red=rule.behind_plan_red),
        "missed-month": _(
            "The light of what was planned and not reached is yellow from month {yellow} "
            "after the planned one on, red from month {red}."
        ).format(yellow=rule.missed_month_yellow, red=rule.missed_month_red),
    }
    names = tuple(dict.fromkeys(rule.rules))
    yield from (sentences[name] for name in names)
    if len(names) > 1:
        yield _("Of several rules the worst colour counts.")


def _say_progress(one: Judgement) -> str:
    days = one.days or 0
    if one.colour == "green":
        if days == 0:
            return _("last progress today")
        return plural("last progress {n} day ago", "last progress {n} days ago", days)
    sentence = plural(
        "no progress for {n} day, limit {limit}",
        "no progress for {n} days, limit {limit}",
        days,
    )
    return sentence.format(limit=one.limit)


def _say_missed(one: Judgement) -> str:
    if not one.stage:
        return _("everything planned has been reached")
    stage = STAGES.name(one.stage)
    if one.colour == "green":
        return _("next planned: {stage} by {day}").format(stage=stage, day=one.since)
    sentence = plural(
        "{stage} was planned by {day}, missed for {n} month, limit {limit}",
        "{stage} was planned by {day}, missed for {n} months, limit {limit}",
        one.months or 0,
    )
    return sentence.format(stage=stage, day=one.since, limit=one.limit)


def _say_behind(one: Judgement) -> str:
    if one.points is None:
        return _("the work is finished")
    if one.colour != "green":
        said = _("{n} points behind plan, limit {limit}").format(n=one.points, limit=one.limit)
    elif one.points > 0:
        said = _("{n} points behind plan").format(n=one.points)
    else:
        said = _("{n} points ahead of plan").format(n=abs(one.points))
    return _("{said} ({time}% of the time, {funds}% of the funds)").format(
        said=said, time=one.time, funds=one.funds
    )


_SAID: dict[RuleName, Callable[[Judgement], str]] = {
    "no-progress": _say_progress,
    "behind-plan": _say_behind,
    "missed-month": _say_missed,
}
