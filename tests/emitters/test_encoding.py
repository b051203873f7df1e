import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.emitters.encoding import LINE_WIDTH, decimal_literal, encode, encode_fields, fraction_decimal, literal


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        ("3.68", "3.68"),
        ("9.0", "9.0"),
        (".5", "0.5"),
        ("1E+4", "10000"),
        ("-0", "0"),
        ("-0.00", "0.00"),
        ("-10", "-10"),
        ("3.0000", "3.0000"),
    ],
)
def test_printed_decimals_are_kept(value: str, literal: str) -> None:
    assert decimal_literal(Decimal(value)) == literal


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_no_number_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="finite"):
        decimal_literal(Decimal(value))


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        (Fraction(67, 2), "33.5"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(7), "7"),
        (Fraction(1, 3), "0.333333333333"),
        (Fraction(2, 3), "0.666666666667"),
        (Fraction(44383200000001, 3), "14794400000000.0"),
        (Fraction(0), "0"),
    ],
)
def test_fractions_are_exact_or_rounded_to_twelve_digits(value: Fraction, literal: str) -> None:
    assert Decimal(encode(value)) == Decimal(literal)
    assert "E" not in encode(value)


@given(st.fractions())
def test_rounding_a_fraction_stays_within_half_a_unit_of_the_last_digit(value: Fraction) -> None:
    difference = abs(Fraction(fraction_decimal(value)) - value)
    assert difference <= abs(value) * Fraction(1, 2 * 10**11)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False, places=3) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(values, st.booleans())
def test_the_text_is_json_that_holds_the_same_values(value: object, one_line: bool) -> None:
    text = encode(value, one_line=one_line)
    assert json.loads(text, parse_float=Decimal) == value
    assert not one_line or "\n" not in text


def test_what_fits_stays_on_one_line() -> None:
    assert encode({"start": 1, "end": 2}) == '{"start": 1, "end": 2}'
    long = encode(["甲" * 60, "乙" * 60])
    assert long == '[\n "' + "甲" * 60 + '",\n "' + "乙" * 60 + '"\n]'
    assert len(encode(["甲" * (LINE_WIDTH - 10)]).splitlines()) == 1


def test_half_a_surrogate_pair_is_escaped_instead_of_breaking_the_output() -> None:
    assert encode("甲\ud800").encode("utf-8") == b'"\\u7532\\ud800"'


def test_anything_else_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        encode({"a": {1}})


def test_fields_are_written_as_the_object_that_they_make() -> None:
    fields = {"名": "甲" * LINE_WIDTH, "list": [{"a": Decimal("1.50")}, {"b": ["乙" * 70, "丙" * 70]}], "none": None, "half": "\udc80"}
    for one_line in (False, True):
        assert encode_fields(fields.items(), one_line=one_line).decode() == encode(fields, one_line=one_line)
    assert encode_fields([("list", map(str, (1, 2)))], one_line=True) == b'{"list": ["1", "2"]}'


def test_what_is_written_already_stands_as_it_is() -> None:
    short, long = {"start": 1, "places": [{"page": 2, "box": [1.5, 2.0]}]}, {"orig": "丁" * LINE_WIDTH}
    assert encode([literal(short), literal(long)]) == encode([short, long])
    assert isinstance(literal(short), str)
    assert literal(long) is long


def test_nothing_is_below_zero_and_none() -> None:
    assert encode([-0.0, Decimal("-0")]) == "[0.0, 0]"
    assert encode(json.loads(encode([-0.0]), parse_float=Decimal)) == encode([-0.0])


def test_names_with_a_sign_of_formatting_stand_as_they_are() -> None:
    assert encode({"100%s": 1, "%": "50%"}) == '{"100%s": 1, "%": "50%"}'
    wide = encode({"100%s": "a" * LINE_WIDTH, "%d": []})
    assert json.loads(wide) == {"100%s": "a" * LINE_WIDTH, "%d": []}
    assert wide.count("\n") == 3
