"""Digits as people type them: full-width, Chinese, traditional; all made plain."""

import re
import unicodedata

# What the compatibility forms of Unicode leave as it is: characters of
# traditional Chinese, circles typed for 〇, minus signs and typographic hyphens.
_SAME = str.maketrans(
    "後週號禮這個兩內開簽約結動發後聽○−‐‑", "后周号礼这个两内开签约结动发后听〇---"
)

_DIGITS = {digit: n for n, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_DIGIT = "[一二两三四五六七八九]"
_RUN = r"(?<![\d{0}])(?:[{0}]{{4}}(?=年)|[{0}十百]+)(?!\d)".format("〇零一二两三四五六七八九")
_BESIDE_CHINESE = r" (?=[\u3007\u4e00-\u9fff])|(?<=[\u3007\u4e00-\u9fff]) "


def plain(text: str) -> str:
    """Return *text* in lower case with plain digits and spaces: ``３ 月`` is ``3月``.

    The compatibility forms also undo what copying from a PDF does to 月 and 日,
    which often arrive as radicals that merely look the same.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFKC", text).lower().translate(_SAME)
    tight = re.sub(_BESIDE_CHINESE, "", " ".join(folded.split()))
    return re.sub(_RUN, lambda run: _in_digits(run.group()), tight, flags=re.ASCII)


def read_number(run: str) -> int | None:
    """Read a Chinese number below 1,000: ``二十三``, ``一百零五``; `None` if it is not one.

    ``三五`` is no number: ``三五天`` are three to five days.
    """
    tens = re.fullmatch(f"(?:({_DIGIT})百)?(?:({_DIGIT}?)(十)({_DIGIT})?)?", run)
    if run and tens:
        hundreds, many, ten, ones = tens.groups(default="")
        return _value(hundreds) * 100 + (_value(many) or bool(ten)) * 10 + _value(ones)
    single = re.fullmatch(f"(?:({_DIGIT})百零)?({_DIGIT})", run)
    return _value(single[1] or "") * 100 + _value(single[2]) if single else None


def _value(digit: str) -> int:
    return _DIGITS.get(digit, 0)


def _in_digits(run: str) -> str:
    """Return a run of Chinese digits as plain ones; as it is if it is no number."""
    if len(run) == 4 and not {"十", "百"} & set(run):
        return "".join(str(_value(digit)) for digit in run)
    number = read_number(run)
    return run if number is None else str(number)
