import dataclasses
import json
from decimal import Decimal

import jsonschema

from extractor.emitters.json import report_object, to_json
from extractor.emitters.schema import DOCUMENT_FIELDS, report_schema
from extractor.emitters.wording import Wording
from extractor.model.outline import DocumentInfo
from extractor.model.report import Report
from extractor.model.text import Span

ORDER = [
    "schema", "source", "engine", "document", "document_at", "sections", "totals", "profile", "tables", "quantities", "checks", "findings", "citations",
    "coverage", "text",
]  # fmt: skip


def emitted(report: Report, wording: Wording, **options: bool) -> dict:
    return json.loads(to_json(report, wording, **options), parse_float=Decimal)


def test_fields_stand_in_the_order_of_the_contract(report: Report, wording: Wording) -> None:
    found = emitted(report, wording)
    assert list(found) == ORDER
    assert list(found["sections"][0]) == [
        "id", "label", "number", "level", "title", "kind", "score", "score_at", "parts", "deductions", "heading", "body", "children",
    ]  # fmt: skip
    assert list(found["checks"][0]) == [
        "id", "rule", "section", "operands", "stated", "computed", "interval", "verdict", "reason", "diagnosis",
    ]  # fmt: skip
    assert list(found["findings"][0]) == ["id", "rule", "severity", "section", "message", "params", "check", "evidence", "related"]
    assert list(found["document"]) == list(DOCUMENT_FIELDS)


def test_every_report_fulfils_the_published_schema(report: Report, paged_report: Report, wording: Wording) -> None:
    validator = jsonschema.Draft202012Validator(report_schema())
    validator.check_schema(report_schema())
    for one in (report, paged_report):
        for text in (True, False):
            validator.validate(json.loads(to_json(one, wording, text=text)))


def test_the_schema_refuses_what_the_contract_does_not_allow(report: Report, wording: Wording) -> None:
    validator = jsonschema.Draft202012Validator(report_schema())
    for path, wrong in (
        (("source", "sha256"), "ab"),
        (("checks", 0, "verdict"), "perhaps"),
        (("sections", 0, "score", "max"), "10"),
        (("sections", 0, "heading", "places", 0), {"line": 5, "page": 1}),
        (("document", "issuers"), None),
    ):
        found = json.loads(to_json(report, wording))
        inside = found
        for key in path[:-1]:
            inside = inside[key]
        inside[path[-1]] = wrong
        assert not validator.is_valid(found), path


def test_numbers_keep_their_printed_decimals(report: Report, wording: Wording) -> None:
    written = to_json(report, wording).decode()
    assert '"stated": 9.50' in written
    found = emitted(report, wording)
    assert str(found["totals"]["self"]) == "9.50"
    assert found["checks"][2]["computed"] == Decimal("0.333333333333")


def test_absent_is_null_and_never_zero(report: Report, wording: Wording) -> None:
    found = emitted(report, wording)
    assert found["totals"]["max"] is None
    assert found["document"]["title"] is None
    assert found["document"]["signers"] == []
    assert found["sections"][1]["parts"] == [
        {"title": "资金", "max": 5, "self": None, "at": found["sections"][1]["score_at"]["max"]},
    ]


def test_a_span_counts_into_the_text_and_keeps_the_printed_form(report: Report, wording: Wording) -> None:
    found = emitted(report, wording)
    span = found["sections"][0]["score_at"]["self"]
    assert found["text"][span["start"] : span["end"]] == "自评得分9分"
    assert span["orig"] == "自评得分９分"
    assert span["places"] == [{"line": 5}]
    assert "orig" not in found["sections"][0]["score_at"]["max"]


def test_pages_have_boxes_rounded_to_two_decimals(paged_report: Report, wording: Wording) -> None:
    found = emitted(paged_report, wording)
    place = found["sections"][0]["score_at"]["max"]["places"][0]
    assert place["page"] == 2
    assert place["box"] == [Decimal("202.0"), Decimal("100.0"), Decimal("250.0"), Decimal("116.0")]


def test_a_span_over_several_lines_is_no_changed_text(report: Report, wording: Wording) -> None:
    content = report.text.content
    start, end = content.index("二、"), content.index("检查") + 2
    finding = dataclasses.replace(report.verification.findings[0], evidence=(Span(start, end),))
    report = dataclasses.replace(report, verification=dataclasses.replace(report.verification, findings=(finding,)))
    span = emitted(report, wording)["findings"][0]["evidence"][0]
    assert span["places"] == [{"line": 7}, {"line": 8}]
    assert "orig" not in span


def test_coverage_counts_every_figure_once(report: Report, wording: Wording) -> None:
    coverage = emitted(report, wording)["coverage"]
    scores = coverage["scores"]
    assert scores["found"] == scores["extracted"] + scores["explained"] + len(scores["unexplained"]) == 7
    assert coverage["checks"] == {"holds": 1, "fails": 1, "unchecked": {"missing-operand": 1}}
    assert coverage["numbers"] == {"found": 0, "in_checks": 0, "holds": 0, "fails": 0, "unchecked": 0, "outside": 0}


def test_totals_list_every_place_that_states_them(report: Report, wording: Wording) -> None:
    totals = emitted(report, wording)["totals"]
    assert list(totals) == ["max", "self", "deducted", "bonus", "totals_at", "deductions"]
    assert [span["start"] for span in totals["totals_at"]["self"]] == [report.text.content.index("9.5分")] * 2
    assert "max" not in totals["totals_at"]


def test_the_message_is_the_rules_own_words(report: Report, wording: Wording) -> None:
    found = emitted(report, wording)
    assert found["findings"][0]["message"] == wording.finding(report.verification.findings[0])
    assert found["engine"]["options"] == {"lang": wording.lang, "text": True}


def test_the_text_can_be_left_out(report: Report, wording: Wording) -> None:
    found = emitted(report, wording, text=False)
    assert "text" not in found
    assert found["engine"]["options"]["text"] is False


def test_one_line_holds_the_same_report(report: Report, wording: Wording) -> None:
    line = to_json(report, wording, one_line=True)
    assert line.count(b"\n") == 1
    assert json.loads(line) == json.loads(to_json(report, wording))


def test_the_same_report_gives_the_same_bytes(report: Report, wording: Wording) -> None:
    assert to_json(report, wording) == to_json(report, wording)
    assert report_object(report, wording)["source"]["name"] == "甲.txt"


def test_every_field_of_the_document_is_one_of_the_model() -> None:
    fields = {field.name for field in dataclasses.fields(DocumentInfo)}
    assert set(DOCUMENT_FIELDS) == fields - {"date_valid", "cover", "at"}
