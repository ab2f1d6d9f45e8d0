"""Reading questions, and refusing what is none with a caret under the spot."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.days import Span
from dealtrack.errors import QueryError
from dealtrack.model import Amount, entries
from dealtrack.query.expr import EVERYTHING, NOTHING, And, Expr, Not, Op, Or, Term, both
from dealtrack.query.field import Field
from dealtrack.query.fields import FIELDS
from dealtrack.query.lexer import tokens_of
from dealtrack.query.match import matches
from dealtrack.query.parse import parse, unparse
from dealtrack.query.questions import OPEN, overdue, within
from dealtrack.query.states import STATES, State
from dealtrack.text import speak
from tests.builders import TODAY, a_task, an_agreement
from tests.strategies import exprs, wild_texts


def text(word: str) -> Term:
    return Term("text", Op.HAS, word)


def yuan(value: int) -> Amount:
    return Amount(value=Decimal(value))


ENERGY = Term("sector", Op.EQ, "energy")
ZHANG = Term("owner", Op.HAS, "张三")
LI = Term("owner", Op.HAS, "li")
CLOUD = Term("party", Op.HAS, "Tencent Cloud")
SOON = Term("due", Op.LE, date(2026, 12, 6))


def from_to(field: str, first: str, last: str) -> And:
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    return And((Term(field, Op.GE, begin), Term(field, Op.LE, end)))


@pytest.mark.parametrize(
    ("query", "expr"),
    [
        ("", EVERYTHING),
        ("   ", EVERYTHING),
        ([], EVERYTHING),
        (["", " "], EVERYTHING),
        # words and phrases
        ("robots", text("robots")),
        ("robots parks", And((text("robots"), text("parks")))),
        ('"smart parks"', text("smart parks")),
        (["smart parks"], text("smart parks")),
        (["smart", "parks"], And((text("smart"), text("parks")))),
        ("“智慧 园区”", text("智慧 园区")),
        ("「智慧 园区」", text("智慧 园区")),
        (r'"say \"hi\" \\ \n"', text(r'say "hi" \ \n')),
        ("能源", Or((text("能源"), ENERGY))),
        ('"能源"', text("能源")),
        ('7"', text('7"')),
        ("- -3 a-b", And((text("-"), text("-3"), text("a-b")))),
        # fields
        ("sector:energy", ENERGY),
        ("sector=energy", ENERGY),
        ("Sector:ENERGY", ENERGY),
        ("行业:能源", ENERGY),
        ("行业：新能源", ENERGY),
        ("sector: energy", ENERGY),
        ("sector:energy,health", Or((ENERGY, Term("sector", Op.EQ, "health")))),
        ("owner:张三、li", Or((ZHANG, LI))),
        ("owner:张三, li", Or((ZHANG, LI))),
        ("责任人：张三，li", Or((ZHANG, LI))),
        ("owner=li", Term("owner", Op.EQ, "li")),
        ('owner:"张三"', ZHANG),
        ('title:"a, b"', Term("title", Op.HAS, "a, b")),
        ("title:f(x)", Term("title", Op.HAS, "f(x)")),
        ("(title:f(x))", Term("title", Op.HAS, "f(x)")),
        ("title:or", Term("title", Op.HAS, "or")),
        ("source:https://a.example/b", Term("source", Op.HAS, "https://a.example/b")),
        ("title:-x", Term("title", Op.HAS, "-x")),
        ('title:""', Term("title", Op.HAS, "")),
        ("open:yes", OPEN),
        ("open:否", Term("open", Op.EQ, False)),
        ("ref:#17.2", Term("ref", Op.EQ, "17.2")),
        ("trip:3", Term("trip", Op.EQ, "T3")),
        ("trip:t3", Term("trip", Op.EQ, "T3")),
        ("currency:美元", Term("currency", Op.EQ, "USD")),
        # missing and present
        ("owner:none", Not(Term("owner", Op.KNOWN, True))),
        ("owner:ANY", Term("owner", Op.KNOWN, True)),
        ("到期:无", Not(Term("due", Op.KNOWN, True))),
        ('owner:"none"', Term("owner", Op.HAS, "none")),
        ("owner:li,none", Or((LI, Not(Term("owner", Op.KNOWN, True))))),
        # days
        ("due:today", Term("due", Op.EQ, TODAY)),
        ("due:..+2w", SOON),
        ("到期:..+2w", SOON),
        ("due:today..", Term("due", Op.GE, TODAY)),
        ("due:2026-10", from_to("due", "2026-10-01", "2026-10-31")),
        ("签约:2026", from_to("signed", "2026-01-01", "2026-12-31")),
        ("signed:2026Q1", from_to("signed", "2026-01-01", "2026-03-31")),
        ("signed:上月", from_to("signed", "2026-10-01", "2026-10-31")),
        ("signed:2026-01..2026-03", from_to("signed", "2026-01-01", "2026-03-31")),
        ("signed:7月29日..30日", from_to("signed", "2026-07-29", "2026-07-30")),
        ('signed:"last month..today"', from_to("signed", "2026-10-01", "2026-11-22")),
        (["signed:last month..today"], from_to("signed", "2026-10-01", "2026-11-22")),
        (["due:next monday"], Term("due", Op.EQ, date(2026, 11, 23))),
        ("due:12月1日", Term("due", Op.EQ, date(2026, 12, 1))),
        ("done:12月1日", Term("done", Op.EQ, date(2025, 12, 1))),
        ("due<2026-10", Term("due", Op.LT, date(2026, 10, 1))),
        ("due<=2026-10", Term("due", Op.LE, date(2026, 10, 31))),
        ("due>2026-10", Term("due", Op.GT, date(2026, 10, 31))),
        ("due≥2026-10", Term("due", Op.GE, date(2026, 10, 1))),
        ("due < +2w", Term("due", Op.LT, date(2026, 12, 6))),
        # numbers and money
        ("late:30..", Term("late", Op.GE, 30)),
        ("late:１０天..３０天", And((Term("late", Op.GE, 10), Term("late", Op.LE, 30)))),
        ("late:5..5", Term("late", Op.EQ, 5)),
        ("id:1,2", Or((Term("id", Op.EQ, 1), Term("id", Op.EQ, 2)))),
        ("amount:1亿..", Term("amount", Op.GE, yuan(100_000_000))),
        ("amount:1,200", Term("amount", Op.EQ, yuan(1200))),
        (
            ["amount>=20 million USD"],
            Term("amount", Op.GE, Amount(value=Decimal(20_000_000), currency="USD")),
        ),
        (
            'amount>"20 million USD"',
            Term("amount", Op.GT, Amount(value=Decimal(20_000_000), currency="USD")),
        ),
        (
            "金额:1万..2,000万元",
            And((Term("amount", Op.GE, yuan(10_000)), Term("amount", Op.LE, yuan(20_000_000)))),
        ),
        # not, and, or
        ("not sector:energy", Not(ENERGY)),
        ("-sector:energy", Not(ENERGY)),
        ("非行业:能源", Not(ENERGY)),
        ("非 行业:能源", Not(ENERGY)),
        ("not not a", Not(Not(text("a")))),
        ("-(a b)", Not(And((text("a"), text("b"))))),
        ("not(a)", Not(text("a"))),
        ("a and b", And((text("a"), text("b")))),
        ("a 且 b", And((text("a"), text("b")))),
        ("a or b", Or((text("a"), text("b")))),
        ("a OR b", Or((text("a"), text("b")))),
        ("a 或 b", Or((text("a"), text("b")))),
        ("a b or not c", Or((And((text("a"), text("b"))), Not(text("c"))))),
        ("a (b or c)", And((text("a"), Or((text("b"), text("c")))))),
        ("（a 或 b）且 c", And((Or((text("a"), text("b"))), text("c")))),
        ("(a (b c))", And((text("a"), And((text("b"), text("c")))))),
        ("order nothing android", And((text("order"), text("nothing"), text("android")))),
        # states
        ("is:overdue", overdue(TODAY)),
        ("is:逾期", overdue(TODAY)),
        ("is:open,undated", Or((OPEN, STATES[4].ask(TODAY)))),
        ("is:anything", EVERYTHING),
        ("is:nothing", NOTHING),
        # shell words
        (["sector:energy", "due:..+2w", "not", "owner:li"], And((ENERGY, SOON, Not(LI)))),
        (["sector:energy not owner:li"], And((ENERGY, Not(LI)))),
        ("sector:energy not owner:li", And((ENERGY, Not(LI)))),
        (["due<=+2w -owner:li"], And((SOON, Not(LI)))),
        (["party:Tencent Cloud"], CLOUD),
        (["party:Tencent", "Cloud"], And((Term("party", Op.HAS, "Tencent"), text("Cloud")))),
        ("party:Tencent Cloud", And((Term("party", Op.HAS, "Tencent"), text("Cloud")))),
        (["party:Tencent Cloud not owner:li"], And((CLOUD, Not(LI)))),
        (["not party:Tencent Cloud", "robots"], And((Not(CLOUD), text("robots")))),
        (["(party:Tencent Cloud or owner:li)"], Or((CLOUD, LI))),
        (["party:Tencent Cloud, Ubtech"], Or((CLOUD, Term("party", Op.HAS, "Ubtech")))),
        (['party:"Tencent Cloud" robots'], And((CLOUD, text("robots")))),
        (["sector:digital economy"], Term("sector", Op.EQ, "digital-economy")),
        (["a", "or", "b"], Or((text("a"), text("b")))),
        (["(a", "or", "b)"], Or((text("a"), text("b")))),
    ],
)
def test_reads(query: str | Sequence[str], expr: Expr) -> None:
    assert parse(query, TODAY) == expr


@pytest.mark.parametrize(
    ("query", "position", "why", "hint"),
    [
        ("sektor:energy", 0, '"sektor" is not a field.', "Did you mean sector"),
        ("a 行页:能源", 2, '"行页" is not a field.', "Quote it"),
        (
            "https://a.example",
            0,
            '"https" is not a field.',
            "Quote it to search for it as text",
        ),
        ("sector:enrgy", 7, '"enrgy" is not one of the words', "Did you mean energy?"),
        ("行业：能园", 3, '"能园" is not one of the words', "Did you mean energy?"),
        ("行业：火箭", 3, '"火箭" is not one of the words', "Known are: digital-economy"),
        ('sector:"enrgy"', 8, '"enrgy" is not one of', "Did you mean energy?"),
        ("sector:energy,helth", 14, '"helth" is not one of', "Did you mean health?"),
        (
            ["sector:energy", "kind:strategik"],
            19,
            '"strategik" is not',
            "Did you mean strategic",
        ),
        ("title<b", 0, "title cannot be compared this way.", "Write title:…"),
        ("sector>energy", 0, "sector cannot be compared this way.", ""),
        ("due:soonish", 4, '"soonish" is neither a day nor a period.', "Write 2026-03-01"),
        ("due:..soonish", 6, '"soonish" is neither', ""),
        ("due:2026-01..soonish", 13, '"soonish" is neither', ""),
        ("due:2026-02-30", 4, '"2026-02-30" is not in the calendar.', "Write"),
        ("due:03/04/2021", 4, '"03/04/2021" can be read two ways', "Write 2021-04-03"),
        ("due:signed+1m", 4, "", ""),
        ("due:2026-03..2026-01", 4, "The range ends before it begins.", ""),
        ("late:9..3", 5, "The range ends before it begins.", ""),
        ("amount:9..3", 7, "The range ends before it begins.", ""),
        ("amount:9..30USD", 7, "The two amounts are in different currencies.", ""),
        ("amount:many", 7, '"many" is not an amount', "Write 3.5亿"),
        ("late:..", 5, "A range needs at least one end.", "Write a.."),
        ("late:x", 5, '"x" is not a whole number.', "Write 30"),
        ("late:3..x", 8, '"x" is not a whole number.', "Write 30"),
        ("open:maybe", 5, '"maybe" is neither yes nor no.', "Write yes or no."),
        ("ref:abc", 4, '"abc" is not a ref.', "Write 17, 17.2 or T3."),
        ("is:overdu", 3, '"overdu" is not a state to ask for.', "Did you mean overdue"),
        ("is:xyzzy", 3, '"xyzzy" is not a state', "See: dealtrack help query"),
        ("owner:", 6, "A value is missing here.", ""),
        ("owner: or li", 6, "A value is missing here.", ""),
        ("owner:li,", 9, "A value is missing here.", ""),
        ("owner:,li", 6, "A value is missing here.", ""),
        (["owner:", "li"], 6, "A value is missing here.", ""),
        ("owner:(a or b)", 6, "A value cannot be in brackets.", "Write owner:li,wang"),
        ('owner:"li', 6, "This quotation is never closed.", ""),
        ("“张三", 0, "This quotation is never closed.", ""),
        ('"a"b', 3, "A blank is missing behind the quotation.", ""),
        ("(a", 0, "This bracket is never closed.", ""),
        ("a (b or (c)", 2, "This bracket is never closed.", ""),
        ("a )", 2, "No bracket is open here.", ""),
        ("()", 1, "Something is missing before this.", ""),
        ("or a", 0, "Something is missing before this.", ""),
        ("a or", 4, "Something is missing at the end.", ""),
        ("a or and b", 5, "Something is missing before this.", ""),
        ("not", 3, "Something is missing at the end.", ""),
        ("(" * 60 + "a" + ")" * 60, 50, "This is nested too deep.", ""),
        ("not " * 60 + "a", 200, "This is nested too deep.", ""),
    ],
)
def test_says_where_it_stopped_and_why(
    query: str | Sequence[str], position: int, why: str, hint: str
) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query, TODAY)

    fault = caught.value
    assert (fault.position, fault.why[: len(why)], fault.hint[: len(hint)]) == (
        position,
        why,
        hint,
    )
    assert fault.exit_code == 2


def test_the_caret_stands_under_the_spot_though_chinese_is_wide() -> None:
    with pytest.raises(QueryError) as caught:
        parse("行业：能源 到期：abc", TODAY)

    assert str(caught.value).splitlines()[:3] == [
        '"abc" is neither a day nor a period.',
        "  行业：能源 到期：abc",
        "  " + " " * 17 + "^",
    ]


def test_the_caret_knows_accents_and_hidden_characters() -> None:
    with pytest.raises(QueryError) as caught:
        parse("e\u0301 \x1b[31m due:x", TODAY)

    shown, caret = str(caught.value).splitlines()[1:3]
    assert shown == r"  " + "e\u0301 \\x1b[31m due:x"
    assert shown.replace("\u0301", "")[caret.index("^")] == "x"


def test_relative_days_are_resolved_by_the_parser() -> None:
    assert parse("due:+2w", date(2026, 1, 1)) == Term("due", Op.EQ, date(2026, 1, 15))


@pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: field.name)
def test_a_field_is_found_by_each_of_its_names(field: Field) -> None:
    for name in (field.name, *field.aliases):
        assert parse(f"{name}:any", TODAY) == Term(field.name, Op.KNOWN, True)


@pytest.mark.parametrize(
    "field", [f for f in FIELDS.values() if f.vocabulary], ids=lambda field: field.name
)
def test_words_are_understood_in_both_languages(field: Field) -> None:
    for word in field.vocabulary or ():
        for name in (word.key, word.en, word.zh):
            expected = Term(field.name, Op.EQ, word.key)
            assert parse(f'{field.name}:"{name}"', TODAY) == expected


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_state_is_found_by_each_of_its_names(state: State) -> None:
    for name in (state.name, *state.aliases):
        assert parse(f"is:{name}", TODAY) == state.ask(TODAY)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_errors_do_not_depend_on_the_language(language: str) -> None:
    speak(language)
    try:
        with pytest.raises(QueryError) as caught:
            parse("sector:enrgy", TODAY)
    finally:
        speak("en")

    assert "\n  sector:enrgy\n         ^\n" in str(caught.value)


@settings(max_examples=400, deadline=None)
@given(exprs)
def test_what_is_printed_is_read_as_the_same_question(question: Expr) -> None:
    question = without_lone_parts(question)
    query = unparse(question)

    assert parse(query, TODAY) == question
    assert parse([query], TODAY) == question
    assert unparse(parse(query, TODAY)) == query


@settings(max_examples=300, deadline=None)
@given(exprs)
def test_what_is_printed_means_the_same_whatever_its_shape(question: Expr) -> None:
    entry = next(entries(an_agreement(follow_ups=(a_task(),)), TODAY))

    assert matches(parse(unparse(question), TODAY), entry) == matches(question, entry)


def without_lone_parts(expr: Expr) -> Expr:
    """Return *expr* without groups of one: a text has no way to write them."""
    match expr:
        case Term():
            return expr
        case Not(part):
            return Not(without_lone_parts(part))
        case And((one,)) | Or((one,)):
            return without_lone_parts(one)
        case And(parts):
            return And(tuple(map(without_lone_parts, parts)))
        case Or(parts):
            return Or(tuple(map(without_lone_parts, parts)))


@settings(max_examples=300, deadline=None)
@given(wild_texts | st.text('ab :=<>()-"\\,.12年月no是非或（）：', max_size=14))
def test_whatever_is_typed_is_read_or_refused_within_its_length(query: str) -> None:
    for form in (query, [query], [query, query]):
        found = outcome(form)
        if isinstance(found, QueryError):
            assert 0 <= found.position <= len(found.query)
            assert "^" in str(found)
        else:
            assert parse(unparse(found), TODAY) == found


def outcome(query: str | list[str]) -> Expr | QueryError:
    """Return what *query* is read as, or why it is not."""
    try:
        return parse(query, TODAY)
    except QueryError as fault:
        return fault


@given(wild_texts)
def test_a_quoted_text_is_taken_as_it_is(word: str) -> None:
    quoted = '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'

    assert parse(f"title:{quoted}", TODAY) == Term("title", Op.HAS, word)


def test_tokens_know_their_place_in_the_line() -> None:
    line, tokens = tokens_of(["owner:li", "not (due:..+2w)"])

    assert line == "owner:li not (due:..+2w)"
    assert [line[token.at :][: len(token.text)] for token in tokens] == [
        "owner",
        "not",
        "(",
        "due",
        ")",
    ]


def test_both_is_flat_and_forgets_what_asks_for_nothing() -> None:
    assert both() == EVERYTHING
    assert both(EVERYTHING, LI) == LI
    assert both(And((LI, SOON)), EVERYTHING, ENERGY) == And((LI, SOON, ENERGY))


def test_a_range_is_printed_as_a_range() -> None:
    month = parse("due:2026-10..2026-11", TODAY)

    assert unparse(And((LI, month))) == "owner:li due:2026-10-01..2026-11-30"
    assert unparse(month) == unparse(within("due", _span("2026-10-01", "2026-12-01")))


def _span(begin: str, end: str) -> Span:
    return Span(date.fromisoformat(begin), date.fromisoformat(end))
