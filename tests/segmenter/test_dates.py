import pytest

from extractor.language.patterns import builtin
from extractor.segmenter.dates import read_date, read_year


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("2017年3月21日", "2017-03-21"),
        ("2024年7月5日", "2024-07-05"),
        ("二〇二二年一月十日", "2022-01-10"),
        ("二○二二年一月十日", "2022-01-10"),
        ("二0二二年一月十日", "2022-01-10"),
        ("二零二二年十二月三十一日", "2022-12-31"),
        ("二О二二年十一月二十○日", "2022-11-20"),
        ("二〇二一年元月廿一日", "2021-01-21"),
        ("二〇二一年二月二十八日", "2021-02-28"),
        ("2021.5.18", "2021-05-18"),
        ("2021-05-18", "2021-05-18"),
        ("2021/5/18", "2021-05-18"),
        ("2021年5月18号", "2021-05-18"),
        ("09年3月1日", "2009-03-01"),
        ("2022年3月", "2022-03"),
        ("二〇二二年三月", "2022-03"),
        ("2020年2月29日", "2020-02-29"),
    ],
)
def test_a_date_is_read_into_iso(printed: str, value: str) -> None:
    assert read_date(printed, builtin()) == (value, True)


@pytest.mark.parametrize(
    "printed", ["2022年2月30日", "2021年2月29日", "2022年13月1日", "2022年4月31日", "2021.13.1", "2022年0月5日", "二〇二二年十月四十日"]
)
def test_a_day_that_does_not_exist_keeps_its_printed_form(printed: str) -> None:
    assert read_date(printed, builtin()) == (printed, False)


@pytest.mark.parametrize(
    "printed", ["2021年度", "2021.5", "20xx年3月1日", "2022年月日", "3月21日", "2017年3月21日印发", "2021.5-18", "7.21", ""]
)
def test_what_is_no_date_gives_none(printed: str) -> None:
    assert read_date(printed, builtin()) is None


@pytest.mark.parametrize(
    ("printed", "year"), [("2016", 2016), ("09", 2009), ("二〇二一", 2021), ("二○一九", 2019), ("20xx", None), ("××××", None)]
)
def test_a_year_in_any_digits(printed: str, year: int | None) -> None:
    assert read_year(printed, builtin()) == year
