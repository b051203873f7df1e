"""Numerals against the corpus of spellings (numerals.toml) and against properties that hold for every number and every text."""

import tomllib
from decimal import Decimal, getcontext
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.language.numerals import chinese_to_int, find, int_to_chinese, parse, parse_year
from extractor.language.patterns import builtin, load
from extractor.model.claims import Hedge

CORPUS = tomllib.loads((Path(__file__).parent / "numerals.toml").read_text(encoding="utf-8"))
SPELLED = [(spelling, entry) for entry in CORPUS["value"] for spelling in entry["spellings"]]
ALPHABET = "〇○零一二两三四五六七八九十百千万亿廿壹拾佰点余多几数约近超负成半分之第统个人年0123456789０９.．，,。-－xX×* 左右以上"


@pytest.mark.parametrize(("spelling", "entry"), SPELLED, ids=[spelling for spelling, _ in SPELLED])
def test_a_spelling_gives_its_value(spelling, entry):
    numeral = parse(spelling)
    assert numeral is not None
    expected = Fraction(entry["value"])
    assert numeral.value is not None
    assert Fraction(numeral.value) == expected
    unscaled = Decimal(entry.get("unscaled", entry["value"]))
    assert (str(numeral.unscaled), numeral.decimals) == (str(unscaled), entry.get("decimals", 0))
    assert (numeral.scale, numeral.denominator) == (entry.get("scale", 1), entry.get("denominator", 1))
    assert numeral.hedge == entry.get("hedge", "exact")
    assert not numeral.masked
    assert (numeral.text, numeral.start, numeral.end) == (spelling, 0, len(spelling))
    assert Fraction(numeral.unscaled) * numeral.scale / numeral.denominator == expected


@pytest.mark.parametrize("spelling", [spelling for entry in CORPUS["vague"] for spelling in entry["spellings"]])
def test_where_only_the_order_is_said_there_is_no_value(spelling):
    numeral = parse(spelling)
    assert numeral is not None
    assert (numeral.value, numeral.unscaled, numeral.hedge, numeral.masked) == (None, None, Hedge.ABOUT, False)


@pytest.mark.parametrize("spelling", [spelling for entry in CORPUS["masked"] for spelling in entry["spellings"]])
def test_a_mask_has_no_value(spelling):
    numeral = parse(spelling)
    assert numeral is not None
    assert (numeral.value, numeral.unscaled, numeral.masked) == (None, None, True)


@pytest.mark.parametrize("text", [spelling for entry in CORPUS["nothing"] for spelling in entry["spellings"]])
def test_what_is_no_numeral_gives_nothing(text):
    assert parse(text) is None


@pytest.mark.parametrize("case", CORPUS["find"], ids=lambda case: case["text"][:12])
def test_numerals_in_running_text(case):
    assert [numeral.text for numeral in find(case["text"])] == case["gives"]


def test_the_corpus_is_large_and_has_no_spelling_twice():
    spellings = [
        spelling
        for key in ("value", "vague", "masked", "nothing")
        for entry in CORPUS[key]
        for spelling in dict.fromkeys(entry["spellings"])
    ]
    assert len(SPELLED) >= 300
    doubled = {spelling for spelling in spellings if spellings.count(spelling) > 1}
    assert doubled <= {"三成", "3成"}


def test_find_keeps_to_its_range():
    text = "共12人，其中34人"
    assert [(numeral.text, numeral.start) for numeral in find(text, 4)] == [("34", 7)]
    assert [numeral.text for numeral in find(text, 0, 3)] == ["12"]
    assert [numeral.text for numeral in find(text, 0, 2)] == ["1"]


def test_the_global_decimal_context_has_no_say():
    context = getcontext()
    before = context.prec
    context.prec = 2
    try:
        numeral = parse("3亿5005万4321")
        hundredths = parse("百分之98.7654")
    finally:
        context.prec = before
    assert numeral is not None
    assert numeral.value == 350054321
    assert hundredths is not None
    assert hundredths.value == Decimal("0.987654")


def test_a_very_long_number_stays_exact():
    spelled = parse("一" * 5000 + "点五")
    assert spelled is not None
    assert spelled.value is not None
    assert f"{spelled.value:f}" == "1" * 5000 + ".5"
    digits = "123456789" * 700
    numeral = parse(digits + ".5")
    assert numeral is not None
    assert str(numeral.value) == digits + ".5"


@pytest.mark.parametrize(
    "text", ["三四" * 3000 + "十", "二十" * 3000, "3亿" * 3000, "1," * 3000, "几十" * 3000, "1" * 6000 + "万" + "1" * 6000]
)
def test_hostile_runs_are_read_without_harm(text):
    assert parse(text) is None
    assert all(parse(numeral.text) is not None for numeral in find(text))


def test_a_users_pack_adds_a_spelling(tmp_path):
    (tmp_path / "own.toml").write_text(
        'schema = 1\nabout = "x"\n[[words]]\nid = "numeral.look-alike"\nadd = ["三个统筹"]\n', encoding="utf-8"
    )
    text = "三个统筹，三个项目"
    assert [numeral.start for numeral in find(text, patterns=builtin())] == [0, 5]
    assert [numeral.start for numeral in find(text, patterns=load([tmp_path]))] == [5]


@pytest.mark.parametrize(
    ("text", "value"),
    [("二十一", 21), ("十", 10), ("〇", 0), ("廿一", 21), ("一百零五", 105), ("二〇二二", 2022), ("一万三", 13000), ("壹佰", 100)]
    + [(text, None) for text in ("三四", "21", "", "一是", "十五百", "几十", "百", "三点五")],
)
def test_chinese_to_int(text, value):
    assert chinese_to_int(text) == value


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2016", 2016),
        ("２０１６", 2016),
        ("二〇二二", 2022),
        ("二○一六", 2016),
        ("二零零五", 2005),
        ("二0二二", 2022),
        ("二O二二", 2022),
        ("09", 2009),
    ]
    + [("98", 1998), ("〇九", 2009), ("一九九八", 1998)]
    + [(text, None) for text in ("20xx", "1205", "2016年", "201", "20166", "", "两千零五", "²⁰", "9")],
)
def test_parse_year(text, year):
    assert parse_year(text) == year


def chinese(number: int) -> str:
    """The standard reading of a whole number below 10**16, written here apart from the parser."""
    if number == 0:
        return "零"
    groups = []
    while number:
        number, group = divmod(number, 10000)
        groups.append(group)
    pieces = []
    for index in reversed(range(len(groups))):
        group = groups[index]
        if pieces and group and group < 1000 and not pieces[-1].endswith("零"):
            pieces.append("零")
        elif pieces and not group and index == 2 and pieces[-1] not in ("亿",):
            pieces.append("亿")  # a whole number of 万亿 keeps its 亿
        if not group:
            continue
        written = ""
        for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = group // place % 10
            if digit:
                written += "零一二三四五六七八九"[digit] + unit
            elif written and group % place and not written.endswith("零"):
                written += "零"
        pieces.append(written + ("", "万", "亿", "万")[index])
    return "".join(pieces)


@given(st.integers(0, 10**12))
def test_every_whole_number_is_read_back_from_chinese(number):
    text = chinese(number)
    numeral = parse(text)
    assert numeral is not None, text
    assert numeral.value == number
    assert chinese_to_int(text) == number


@given(st.decimals(min_value=0, max_value=10**12, places=4), st.sampled_from(["", "万", "亿"]))
def test_every_decimal_is_read_back_from_digits(number, scale):
    for printed in (f"{number:f}", f"{number:,f}"):
        numeral = parse(printed + scale)
        assert numeral is not None
        assert str(numeral.unscaled) == f"{number:f}"
        assert numeral.value == number * {"": 1, "万": 10**4, "亿": 10**8}[scale]
        assert numeral.decimals == 4


@given(st.text() | st.text(alphabet=ALPHABET, max_size=12))
def test_parse_never_raises_and_covers_the_whole_text(text):
    numeral = parse(text)
    assert numeral is None or (numeral.text == text and numeral.end == len(text))


@given(st.text(alphabet=ALPHABET, max_size=40), st.integers(0, 10))
def test_what_find_finds_is_parsed_to_the_same(text, start):
    last = min(start, len(text))
    for numeral in find(text, start):
        assert last <= numeral.start < numeral.end <= len(text)
        last = numeral.end
        assert numeral.text == text[numeral.start : numeral.end]
        again = parse(numeral.text)
        assert again is not None
        assert (again.value, again.decimals, again.scale, again.hedge, again.masked) == (
            numeral.value,
            numeral.decimals,
            numeral.scale,
            numeral.hedge,
            numeral.masked,
        )


@given(st.text(alphabet=ALPHABET, max_size=40))
def test_no_arabic_digit_is_passed_over_in_silence(text):
    """Every digit is inside a numeral that find gives, except in ordinals, chains and the like, which the pattern names as passed over."""
    covered = set()
    for numeral in find(text):
        covered.update(range(numeral.start, numeral.end))
    for match in builtin().one("numeral.candidate").finditer(text):
        if match["skip"] is not None:
            covered.update(range(*match.span()))
    assert [index for index, character in enumerate(text) if character.isdigit() and index not in covered] == []


@pytest.mark.parametrize("number", range(1, 100))
def test_label_numbers_are_spelled_and_read_back(number: int) -> None:
    assert chinese_to_int(int_to_chinese(number)) == number


@pytest.mark.parametrize("number", [0, 100, -1])
def test_only_label_numbers_are_spelled(number: int) -> None:
    with pytest.raises(ValueError, match="no label number"):
        int_to_chinese(number)
