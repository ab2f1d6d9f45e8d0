"""The words of the field: found however they are written, and never two under one name."""

from collections.abc import Callable

import pytest

from dealtrack.model import vocabulary
from dealtrack.model.followup import State
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import BINDING_OF, BINDINGS, KINDS, SECTORS, STATES, STATUSES
from dealtrack.model.words import Vocabulary, Word, folded
from dealtrack.text import language, speak

ALL = [v for v in vars(vocabulary).values() if isinstance(v, Vocabulary)] + [STAGES]
WORDS = [(v, word) for v in ALL for word in v]


def wide(text: str) -> str:
    """Return *text* in full-width letters."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def named(word: Word) -> tuple[str, ...]:
    return (word.key, word.en, word.zh, *word.synonyms)


def label(value: object) -> str:
    return value.sort if isinstance(value, Vocabulary) else str(getattr(value, "key", value))


@pytest.mark.parametrize("written", [str, str.upper, str.lower, str.title, wide])
@pytest.mark.parametrize(("words", "word"), WORDS, ids=label)
def test_a_word_is_found_by_each_of_its_names_in_any_case_and_width(
    words: Vocabulary, word: Word, written: Callable[[str], str]
) -> None:
    for name in named(word):
        assert words.find(written(name)) == word.key
        assert words.find(f"  {written(name)} ") == word.key


@pytest.mark.parametrize("words", ALL, ids=label)
def test_no_two_words_share_a_name(words: Vocabulary) -> None:
    owners: dict[str, set[str]] = {}
    for word in words:
        for name in named(word):
            owners.setdefault(folded(name), set()).add(word.key)

    assert {name: keys for name, keys in owners.items() if len(keys) > 1} == {}


@pytest.mark.parametrize("words", ALL, ids=label)
def test_every_word_has_a_key_that_can_be_typed_and_a_name_in_each_language(
    words: Vocabulary,
) -> None:
    for word in words:
        assert word.key == word.key.lower()
        assert word.key.replace("-", "").isascii()
        assert " " not in word.key
        assert word.en.isascii()
        assert not word.zh.isascii()
    assert len(set(words.keys)) == len(words.keys)


@pytest.mark.parametrize("words", ALL, ids=label)
def test_no_two_words_are_printed_alike(words: Vocabulary) -> None:
    for names in ([w.en for w in words], [w.zh for w in words]):
        assert len(set(names)) == len(names)


def test_an_unknown_word_is_not_found_but_its_neighbours_are_offered() -> None:
    assert SECTORS.find("enrgy") is None
    assert SECTORS.find("") is None
    assert SECTORS.nearest("enrgy")[0] == "energy"
    assert SECTORS.nearest("人工智") == ("artificial-intelligence",)
    assert SECTORS.nearest("qqqq") == ()


def test_a_word_is_named_in_the_language_spoken_and_an_unknown_key_by_itself() -> None:
    before = language()
    try:
        said = []
        for spoken in ("en", "zh"):
            speak(spoken)
            said.append((SECTORS.name("energy"), STAGES["started"].meaning[:3]))
    finally:
        speak(before)

    assert said == [("energy", "Con"), ("能源", "已开始")]
    assert SECTORS.name("magic") == "magic"


def test_words_stand_in_their_order_and_are_known_by_key() -> None:
    assert BINDINGS.keys == ("intent", "agreement", "contract")
    assert "energy" in SECTORS
    assert "能源" not in SECTORS
    assert [word.key for word in STATES] == list(State.__args__)  # type: ignore[attr-defined]


def test_every_kind_is_of_a_binding_class() -> None:
    assert set(BINDING_OF) == set(KINDS.keys)
    assert set(BINDING_OF.values()) == set(BINDINGS.keys)


def test_the_default_sectors_have_the_sections_of_the_classifications() -> None:
    assert all(word.code for word in SECTORS if word.key != "other")


def test_expiry_has_a_word_though_it_is_never_stored() -> None:
    assert STATUSES.keys == (
        *("ongoing", "suspended", "terminated", "fulfilled", "delayed", "expired"),
    )


# Words of an office


def of_office() -> Vocabulary:
    return Vocabulary(
        "sector", (Word("ai", "AI", "人工智能", ("robots",)), Word("other", "other", "其他"))
    )


def test_an_office_may_take_words_of_its_own_and_give_them_back() -> None:
    words = of_office()

    words.adopt((Word("space", "space", "航天"),))
    assert (words.keys, words.find("航天"), words.find("AI")) == (("space",), "space", None)

    words.adopt(words.usual)
    assert (words.keys, words.find("robots")) == (("ai", "other"), "ai")


def test_a_name_goes_before_a_synonym_of_another_word() -> None:
    words = of_office()
    robots = Word("robots", "robots", "机器人")

    words.adopt((robots, *words.usual))

    assert words.find("robots") == "robots"


def test_a_key_goes_before_a_name_of_another_word() -> None:
    words = of_office()

    words.adopt((*words.usual, Word("machines", "other", "机器")))

    assert words.find("other") == "other"


def test_a_former_word_is_named_and_means_what_took_it_over() -> None:
    words = of_office()
    gone = Word("robots", "robotics", "机器人")

    words.adopt((Word("ai", "AI", "人工智能", ("robots", "机器人")),), former=(gone,))

    assert (words.name("robots"), words.find("机器人"), "robots" in words) == (
        *("robotics", "ai"),
        False,
    )
    assert (words.all_keys("ai"), words.all_keys("other")) == (("ai", "robots"), ("other",))


def test_names_are_compared_without_case_width_blanks_hyphens_and_underscores() -> None:
    assert {
        folded(name)
        for name in ("Full-Capacity", "full_capacity", "ｆｕｌｌ　ＣＡＰＡＣＩＴＹ")
    } == {"fullcapacity"}
