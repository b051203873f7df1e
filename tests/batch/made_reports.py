"""Reports as JSON for the tests of what a batch writes: few fields matter, all are there; plain code, no reader takes part."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from extractor.batch.outcome import Reported
from extractor.emitters.encoding import encode

PLACE = {"start": 0, "end": 2, "places": [{"line": 3}]}


def section(
    label: str, title: str, top: str | None = None, own: str | None = None, *children: dict[str, Any], **more: Any
) -> dict[str, Any]:
    """A section with its 分值 and 自评 as printed; ``number`` and ``deductions`` (points as printed) among ``more``; ids come with `report`."""
    deductions = [{"points": Decimal(points), "reason": "材料不全", "at": PLACE} for points in more.pop("deductions", ())]
    made = {
        "id": "",
        "label": label,
        "number": None,
        "level": 1,
        "title": title,
        "kind": "normal",
        "score": {"max": None if top is None else Decimal(top), "self": None if own is None else Decimal(own)},
        "score_at": {"max": None, "self": None},
        "parts": [],
        "deductions": deductions,
        "heading": PLACE,
        "body": PLACE,
        "children": list(children),
    }
    return {**made, **more}


def finding(severity: str = "error", section: str | None = None, **more: Any) -> dict[str, Any]:
    """A finding of a sum that does not hold."""
    made = {
        "id": "5c2abccf4d",
        "rule": "score/total-self-sum",
        "severity": severity,
        "section": section,
        "message": "自评总分：各部分自评得分合计 30 + 66 = 96，与所列 97 不符",
        "params": {"stated": 97, "computed": 96, "equation": "30 + 66 = 96"},
        "check": None,
        "evidence": [PLACE],
        "related": [],
    }
    return {**made, **more}


def report(
    name: str, *sections: dict[str, Any], body: str = "青岚县民政局", totals: Mapping[str, str] | None = None, **more: Any
) -> dict[str, Any]:
    """A whole report. totals: ``max``, ``self``, ``deducted``, ``bonus`` as printed; ``findings``, ``document`` (fields to change) among ``more``."""
    stated = {field: Decimal(value) for field, value in (totals or {}).items()}
    document = dict.fromkeys(
        ("number", "title", "period", "date", "printed_by", "printed_on", "security", "urgency", "programme", "region")
    )
    lists = {field: [] for field in ("addressees", "attachments", "signatories", "signers", "copied_to")}
    return {
        "schema": "gouji.report/1",
        "source": {
            "name": name,
            "sha256": sha256(name.encode("utf-8", "surrogatepass")).hexdigest(),
            "bytes": 9,
            "format": "text",
            "pages": 1,
            "reader": "text",
            "ocr": False,
            "flags": [],
        },
        "engine": {"version": "0.1.0", "patterns": "0" * 64, "readers": {"pypdfium2": "5.1"}, "options": {"lang": "zh", "text": True}},
        "document": {**document, **lists, "issuers": [body] if body else [], **more.get("document", {})},
        "document_at": {},
        "sections": [_numbered(one, f"{index}", 1) for index, one in enumerate(sections, start=1)],
        "totals": {**dict.fromkeys(("max", "self", "deducted", "bonus")), **stated, "totals_at": {}, "deductions": []},
        "tables": [],
        "quantities": [],
        "checks": more.get("checks", []),
        "findings": more.get("findings", []),
        "citations": [],
        "coverage": {
            "scores": {"found": 8, "extracted": 7, "explained": 1, "unexplained": more.get("unexplained", [])},
            "headings": {"found": 2, "unexplained": []},
            "numbers": {"found": 0, "in_checks": 0, "holds": 0, "fails": 0, "unchecked": 0, "outside": 0},
            "checks": {"holds": 5, "fails": len(more.get("findings", [])), "unchecked": more.get("unchecked", {})},
        },
        "text": "满分，自评总分97分。\n一、资金管理",
    }


def _numbered(one: dict[str, Any], id: str, level: int) -> dict[str, Any]:
    children = [_numbered(child, f"{id}.{index}", level + 1) for index, child in enumerate(one["children"], start=1)]
    return {**one, "id": id, "level": level, "children": children}


def placed(reports: Sequence[dict[str, Any]], out: Path) -> list[Reported]:
    """The reports as files of a batch's folder, in the order of their names."""
    (out / "reports").mkdir(parents=True, exist_ok=True)
    found = []
    for one in reports:
        name, digest = one["source"]["name"], one["source"]["sha256"]
        path = out / "reports" / f"{digest[:16]}-{Path(name).name.encode('utf-8', 'replace').decode()}.json"
        path.write_text(encode(one), encoding="utf-8")
        found.append(Reported(name, path))
    return sorted(found)


RUBRIC = (
    ("一、", "资金管理", 1, (("（一）", "预算安排", 1, "10"), ("（二）", "资金拨付及时率", 2, "12"), ("（三）", "资金使用合规性", 3, "8"))),
    ("二、", "任务完成", 2, (("（一）", "低保应保尽保", 1, "20"), ("（二）", "特困人员供养", 2, "15"), ("（三）", "临时救助", 3, "10.5"))),
    ("三、", "工作成效", 3, (("（一）", "救助时效", 1, "9.5"), ("（二）", "群众满意度", 2, "15"))),
)
"""What the reports of `submissions` are scored by; a bonus of 3 points comes on top."""


def submissions(count: int, seed: int = 7) -> Iterator[dict[str, Any]]:
    """Reports of one programme as bodies hand them in: points lost here and there, titles that vary, one in nine with a wrong total."""
    chosen = random.Random(seed)
    names = [f"{first}{second}" for first in "青云松柳银禾竹麦碧霁" for second in "岚溪岭浦杉丰屏川泉湖"]
    for number in range(count):
        body = f"{names[number % len(names)]}县{'民政局' if number < len(names) else f'第{number}局'}"
        tops, lost, whole = [], Decimal(0), Decimal(0)
        for label, title, ordinal, below in RUBRIC:
            children, own = [], Decimal(0)
            for mark, name, place, top in below:
                points = chosen.choice(["0", "0", "0", "0.5", "1", "1.25"])
                scored = Decimal(top) - Decimal(points)
                lost, own, whole = lost + Decimal(points), own + scored, whole + Decimal(top)
                said = f"{name}情况" if chosen.random() < 0.1 else name
                children.append(section(mark, said, top, str(scored), number=place, deductions=[points] if points != "0" else []))
            full = sum(Decimal(top) for *_, top in below)
            tops.append(section(label, title, str(full), str(own), *children, number=ordinal))
        bonus = chosen.choice(["0", "1.5", "3"])
        tops.append(section("四、", "加分项", "3", bonus, number=4, kind="bonus"))
        own = whole - lost + Decimal(bonus)
        wrong = number % 9 == 4
        stated = {"max": str(whole), "self": str(own + 1 if wrong else own), "deducted": str(lost), "bonus": bonus}
        yield report(
            f"报送材料/{body}.txt",
            *tops,
            body=body,
            totals=stated,
            document={
                "title": f"{body}关于2022年度困难群众救助补助资金绩效自评情况的报告",
                "number": {"text": f"青民〔2023〕{number + 1}号", "agency": "青民", "year": 2023, "serial": number + 1},
                "period": {"year": 2022},
                "region": {"name": body[:3], "level": "county"},
            },
            findings=[finding()] if wrong else [finding("warning", "2.1")] if number % 7 == 3 else [],
            unchecked={"hedged": 1} if number % 5 == 2 else {},
        )


def write_all(count: int, out: Path) -> list[Reported]:
    """`submissions` as files, one at a time."""
    found = []
    for one in submissions(count):
        found += placed([one], out)
    return sorted(found)


def as_read(one: dict[str, Any]) -> dict[str, Any]:
    """A report as a batch reads it back."""
    read: dict[str, Any] = json.loads(encode(one), parse_float=Decimal)
    return read
