"""What a cell shows for the number it stores, case by case; the shown forms are those of Excel in Chinese."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.readers.xlsx.formats import BUILTIN, _number, _sections, day_of, general, shown, shown_text, stored

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '
CASES = [
    # scores, amounts
    ("95.5", "0.00", "95.50"),
    ("95", "0.00", "95.00"),
    ("1.005", "0.00", "1.01"),
    ("2.675", "0.00", "2.68"),
    ("0.34000000000000002", "0.0", "0.3"),
    ("-5", "0.0", "-5.0"),
    ("11077", "#,##0", "11,077"),
    ("999", "#,##0", "999"),
    ("1234567.891", "#,##0.00", "1,234,567.89"),
    ("1234", "0,000", "1,234"),
    ("12", "00000", "00012"),
    ("0.5", "#.##", ".5"),
    ("5", "0.##", "5."),
    ("12.30", "0.0#", "12.3"),
    ("0", "#", ""),
    ("13812345678", "000-0000-0000", "138-1234-5678"),
    # percent
    ("0.34", "0%", "34%"),
    ("0.345", "0%", "35%"),
    ("0.285", "0.0%", "28.5%"),
    ("0.9999", "0.00%", "99.99%"),
    ("2.43", "0%", "243%"),
    # units written by the format, thousands and ten thousands
    ("9.5", '0.0"分"', "9.5分"),
    ("95", 'General"分"', "95分"),
    ("12345", '0!.0,"万"', "1.2万"),
    ("12345", '0\\.0,"万"', "1.2万"),
    ("12345678", "0.00,,", "12.35"),
    ("12", "¥#,##0.00;[Red]¥-#,##0.00", "¥12.00"),
    ("-12", "¥#,##0.00;[Red]¥-#,##0.00", "¥-12.00"),
    ("12", "[$¥-804]#,##0.00", "¥12.00"),
    # positive, negative, zero, conditions
    ("-5", "0.00;(0.00)", "(5.00)"),
    ("-5", "0.00_);[Red]\\(0.00\\)", "(5.00)"),
    ("0", ACCOUNTING, "-"),
    ("12.5", ACCOUNTING, "12.50"),
    ("-12.5", ACCOUNTING, "-12.50"),
    ("0", "0;-0;;@", ""),
    ("5", ";;;", ""),
    ("95", '[>=90]"优";[>=80]"良";"差"', "优"),
    ("83", '[>=90]"优";[>=80]"良";"差"', "良"),
    ("3", '[>=90]"优";[>=80]"良";"差"', "差"),
    # dates and times
    ("44562", "yyyy/m/d;@", "2022/1/1"),
    ("44562", 'yyyy"年"m"月"d"日"', "2022年1月1日"),
    ("44562", '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "2022年1月1日"),
    ("44562", "yyyy.mm.dd", "2022.01.01"),
    ("44562", 'yy"年"mm"月"', "22年01月"),
    ("44562.5", "yyyy-mm-dd hh:mm", "2022-01-01 12:00"),
    ("44562.9999999", "yyyy/m/d h:mm", "2022/1/2 0:00"),
    ("0.75", "h:mm AM/PM", "6:00 PM"),
    ("0.75", '上午/下午h"时"mm"分";@', "下午6时00分"),
    ("1.5", "[h]:mm", "36:00"),
    ("0.0208333333333333", "mm:ss", "30:00"),
    ("59", "yyyy/m/d", "1900/2/28"),
    # General
    ("95.0", "General", "95"),
    ("0.30000000000000004", "General", "0.3"),
    ("33.333333333333336", "General", "33.33333333"),
    ("0.33333333333", "General", "0.333333333"),
    ("123456789012", "General", "123456789012"),
    ("1E+11", "General", "100000000000"),
    ("0.00001234", "General", "0.00001234"),
    ("12", "@", "12"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "code", "expected"), CASES)
def test_what_a_cell_shows(written: str, code: str, expected: str) -> None:
    assert shown(stored(written), code) == expected


def test_the_short_way_prints_what_the_long_one_does() -> None:
    values = [stored(one) for one in ("0", "1", "0.5", "0.005", "99.995", "999.5", "1000", "1234567.891", "0.285", "2.675")]
    codes = (
        "0",
        "0.0",
        "0.00",
        "#,##0",
        "#",
        "##",
        "#.00",
        "0%",
        "0.00%",
        '0.0"分"',
        '"约"0',
        "¥#,##0.00",
        "0.000 ",
        "#,###",
        "(0.00)",
        "##0.0",
    )
    for code in codes:
        (section,) = _sections(code)
        assert section.plain is not None, code
        for value in values:
            assert _number(section, value) == _number(section._replace(plain=None), value), (code, value)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1234", "0.00E+00"),
        ("0.333", "# ?/?"),
        ("44562", "[$-F800]dddd, mmmm dd, yyyy"),
        ("44562", "aaaa"),
        ("60", "yyyy/m/d"),
        ("-1", "yyyy/m/d"),
        ("3000000", "yyyy/m/d"),
    ],
)
def test_what_is_not_understood_is_said(written: str, code: str) -> None:
    assert shown(stored(written), code) is None


def test_the_epoch_of_1904() -> None:
    assert shown(stored("43100"), "yyyy/m/d", epoch_1904=True) == "2022/1/1"
    assert day_of(Decimal(60), epoch_1904=False) is None


@pytest.mark.parametrize(
    ("code", "expected"), [("@", "x"), ('@"号"', "x号"), ("0.00", "x"), ('0;0;0;"备注："@', "备注：x"), ("0;0;0;", "")]
)
def test_words_take_the_place_of_the_text_sign(code: str, expected: str) -> None:
    assert shown_text("x", code) == expected


@pytest.mark.parametrize("written", ["", "x", "NaN", "Infinity", "1E+400"])
def test_what_is_no_number(written: str) -> None:
    with pytest.raises(ArithmeticError):
        stored(written)


def test_every_built_in_format_is_written() -> None:
    value = stored("44562.5")
    unread = {number for number, code in BUILTIN.items() if shown(value, code) is None}
    assert unread == {11, 12, 13, 15, 16, 17, 48}  # powers of ten, fractions, names of months
    assert general(Decimal("-0.5")) == "-0.5"
