"""Which line each value stands on."""

from dealtrack.exchange.lines import find_lines, line_of, spell

TEXT = '''\
a.b = 1 # x = 1
"q.r" = """
[not]
a header"""

[[t]]
list = [ # [
  "]", 'it"s',
  { x = 1, y = [1,
    2] },
]
[[t.u]]
k = 1
[[t]]
[t.v]
k = 2021-01-01 10:00:00
'''


def test_keys_items_and_inline_tables_have_their_lines() -> None:
    lines = find_lines(TEXT)

    assert {spell(steps): line for steps, line in lines.items()} == {
        "a": 1,
        "a.b": 1,
        "q.r": 2,
        "t": 6,
        "t[1]": 6,
        "t[1].list": 7,
        "t[1].list[1]": 8,
        "t[1].list[2]": 8,
        "t[1].list[3]": 9,
        "t[1].list[3].x": 9,
        "t[1].list[3].y": 9,
        "t[1].list[3].y[1]": 9,
        "t[1].list[3].y[2]": 10,
        "t[1].u": 12,
        "t[1].u[1]": 12,
        "t[1].u[1].k": 13,
        "t[2]": 14,
        "t[2].v": 15,
        "t[2].v.k": 16,
    }


def test_what_has_no_line_has_that_of_what_holds_it() -> None:
    assert line_of(("t", 1, "missing", 3), find_lines(TEXT)) == 6
    assert line_of(("missing",), find_lines(TEXT)) == 0
