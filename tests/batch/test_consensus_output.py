"""consensus.json and consensus.csv: written by the one pass, the reports left as they are."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from extractor.batch.consensus_output import consensus_outputs, said
from extractor.batch.outcome import Outcome, Reported
from extractor.batch.outputs import write
from extractor.emitters.json import to_json
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.pipeline import extract_bytes
from tests.compare.submissions import BODIES, RUBRIC, replaced, written


def test_both_files_and_the_counts(tmp_path: Path) -> None:
    wording = Wording(builtin())
    reported = []
    (tmp_path / "reports").mkdir()
    for number, body in enumerate(BODIES[:6]):
        name = f"{body}.txt"
        path = tmp_path / "reports" / f"{number}.json"
        text = written(body, replaced("监督检查") if number == 4 else RUBRIC)
        path.write_bytes(to_json(extract_bytes(name, text.encode()), wording))
        reported.append(Reported(name, path))
    before = [one.path.read_bytes() for one in reported]
    outputs, outcome = consensus_outputs(), Outcome()
    write(outputs, reported, outcome, tmp_path, tmp_path / "work", wording)
    composed = json.loads((tmp_path / "consensus.json").read_bytes())
    (group,) = composed["groups"]
    assert composed["schema"] == "gouji.consensus/1"
    assert (group["notice"]["number"], group["scored"], group["refused"]) == ("某民发〔2022〕15号", 6, None)
    assert group["items"][1]["items"][2] == {"title": "监督检查", "max": 10, "kind": "normal", "reports": 5, "with_max": 5, "items": []}
    (deviating,) = group["deviations"]
    assert deviating["report"] == f"{BODIES[4]}.txt"
    message = "缺少“监督检查”；同一通知的 6 份报告中有 5 份有此项（分值 10，某民发〔2022〕15号）"
    assert [one["message"] for one in deviating["findings"]] == [message]
    assert outcome.findings["error"] == 1
    with (tmp_path / "consensus.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [(row[0], row[3], row[6], row[-1]) for row in rows[1:]] == [(f"{BODIES[4]}.txt", "score/profile", message, "reports/4.json")]
    assert [one.path.read_bytes() for one in reported] == before
    assert said(outputs[0].groups, wording) == [
        "某民发〔2022〕15号：6 份有得分的报告中 6 份项目和分值大体一致，据此得出 10 项；1 份与多数不同，另有 0 份按别的框架写成"
    ]


def test_what_is_not_agreed_on_is_said(tmp_path: Path) -> None:
    wording = Wording(builtin())
    path = tmp_path / "one.json"
    path.write_bytes(to_json(extract_bytes("one.txt", written("安县").encode()), wording))
    outputs, outcome = consensus_outputs(), Outcome()
    write(outputs, [Reported("one.txt", path)], outcome, tmp_path, tmp_path / "work", wording)
    assert json.loads((tmp_path / "consensus.json").read_bytes())["groups"][0]["refused"] == "few"
    assert said(outputs[0].groups, wording) == ["某民发〔2022〕15号：只有 1 份有得分的报告（至少 5 份才能得出一致的项目），不作核对"]
    assert outcome.findings == {}
