"""Words of the office's own: sectors that it adds, stages that it names differently."""

from collections.abc import Iterable, Mapping

import msgspec

from dealtrack.model.words import Word


class WordSetting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word that an office adds or renames: its names, synonyms and definition."""

    en: str = ""
    zh: str = ""
    synonyms: tuple[str, ...] = ()
    code: str = ""
    meaning_en: str = ""
    meaning_zh: str = ""


def merged(words: Iterable[Word], changes: Mapping[str, WordSetting]) -> list[Word]:
    """Return *words* with the *changes* of an office, its new ones last."""
    known = {word.key: word for word in words}
    for key, change in changes.items():
        known[key] = _changed(known.get(key, Word(key, key, key)), change)
    return list(known.values())


def _changed(word: Word, change: WordSetting) -> Word:
    return Word(
        word.key,
        change.en or word.en,
        change.zh or word.zh,
        (*word.synonyms, *change.synonyms),
        change.code or word.code,
        change.meaning_en or word.meaning_en,
        change.meaning_zh or word.meaning_zh,
    )
