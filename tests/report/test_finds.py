"""Finding words in whichever text they stand."""

from unicodedata import normalize

from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.model import Agreement, FollowUp, Kept
from dealtrack.report import finds
from dealtrack.report.finds import find_words
from tests.builders import TODAY, an_agreement
from tests.strategies import wild_ledgers, words


def found(one: Agreement, *words: str) -> list[tuple[str, str]]:
    return [(hit.ref, hit.text) for hit in find_words([one], words, TODAY).hits]


def test_a_short_text_is_shown_whole() -> None:
    one = an_agreement(title="Assembly of rehabilitation robots")

    assert found(one, "robots") == [("1", "Assembly of rehabilitation robots")]


def test_of_a_long_text_the_piece_around_the_word_is_shown_from_a_whole_word_on() -> None:
    one = an_agreement(follows="word " * 20 + "needle " + "more " * 20)

    (_ref, text), *_ = found(one, "needle")
    assert text.startswith("…word ")
    assert "needle" in text
    assert text.endswith("…")


def test_signs_that_grow_when_folded_do_not_move_the_piece() -> None:
    one = an_agreement(follows="㍿" * 60 + "needle" + "㍿" * 60)

    assert "needle" in found(one, "needle")[0][1]


def test_a_follow_up_is_found_by_itself() -> None:
    one = an_agreement(follow_ups=(FollowUp(number=1, task="Send the annex"),))

    assert found(one, "ANNEX") == [("1.1", "Send the annex")]


def test_keys_and_days_are_no_texts() -> None:
    one = an_agreement(key="secret", count="unknown")

    for word in ("secret", "theirs", "2026", "unknown", one.uid):
        assert found(one, word) == []


def test_a_sector_is_found_by_its_name() -> None:
    assert found(an_agreement(), "digital economy") == [("1", "digital economy")]


def test_a_limit_leaves_the_count_as_it_is() -> None:
    both = [an_agreement(1), an_agreement(2)]

    report = find_words(both, ["strategic"], TODAY, limit=1)
    assert (report.total, len(report.hits)) == (2, 1)


needles = st.text(min_size=1, max_size=2) | words | st.sampled_from(['"', "\\", "\n", "a b"])


@given(wild_ledgers(), st.lists(needles, min_size=1, max_size=2), st.data())
@settings(max_examples=100, deadline=None)
def test_what_is_written_of_a_record_hides_none_of_its_texts(
    records: list[Kept], wanted: list[str], data: st.DataObject
) -> None:
    every = [text for record in records for text in finds._texts(record)]
    if every:
        wanted[0] = data.draw(st.sampled_from([wanted[0], *every]))
    asked = tuple(finds.Word.of(word, ()) for word in wanted)

    hits = find_words(records, wanted, TODAY).hits

    assert hits == tuple(hit for record in records for hit in finds._hits(record, asked))


WIDE = str.maketrans({chr(n): chr(n + 0xFEE0) for n in range(0x21, 0x7F)})
PIECES = ("新能源", "Cloud", "txy", "能", " ", "㈱", "ﬁ", "②", "⼀", "Ａ", "İ", "ß", "…", "—")
WORDS = ("新能源", "cloud", "CLOUD", "txy", "能源", "一", "a", "fi", "2", "ss", "株", "i")


@given(
    title=st.lists(st.sampled_from(PIECES), min_size=1).map("".join),
    word=st.sampled_from(WORDS),
    is_wide=st.booleans(),
)
def test_a_word_is_found_wherever_folding_the_text_brings_it_out(
    title: str, word: str, is_wide: bool
) -> None:
    written = title.translate(WIDE) if is_wide else title

    held = found(an_agreement(title=written, parties=(), sectors=(), kind=""), word)

    text, wanted = (normalize("NFKC", one).casefold() for one in (written, word))
    assert bool(held) == (wanted in text)
