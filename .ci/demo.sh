#!/usr/bin/env bash
# Runs a batch over the reports in corpus/ and says in words what it did and where to look.
set -euo pipefail
cd "$(dirname "$0")/.."

gouji=.venv/bin/gouji
out=build/demo
shopt -s nullglob
reports=(corpus/*.txt corpus/*.pdf)
if [ ${#reports[@]} -eq 0 ]; then
    echo "gouji: corpus/ holds no reports" >&2
    exit 1
fi
rm -rf "$out"
mkdir -p "$out"

# Findings are what the demonstration is for: it must not fail on them, only on inputs that cannot be read.
"$gouji" batch --fail-on never -o "$out" "${reports[@]}"
"$gouji" check --fail-on never "${reports[@]}" >"$out/check.txt"
"$gouji" check --fail-on never --lang en "${reports[@]}" >"$out/check.en.txt"

first=$("$gouji" check "${reports[0]}" --fail-on never)
echo
echo "$first"
cat <<WORDS

────────────────────────────────────────────────────────────────────────
Gouji 批量读取并核对了 corpus/ 中的 ${#reports[@]} 份报告；上面是第一份（${reports[0]}）的核对结果。
Gouji read and checked the ${#reports[@]} reports in corpus/ as a batch; above is what it says of the first (${reports[0]}).

再运行一次只补做缺少的 / again, only what is missing:   $gouji batch -o $out ${reports[0]%/*}/*.txt
试试你自己的报告 / try your own:                        $gouji check FILE.pdf

WORDS
# What a batch makes grows with the tool: show what is there, each with what it is.
while IFS='|' read -r name about; do
    if [ -e "$out/$name" ]; then
        printf '  %-28s %s\n' "$out/$name" "$about"
    fi
done <<'FILES'
index.html|批次首页，从浏览器打开 / the page of the batch, for the browser
summary.xlsx|汇总表：每份报告一行 / the workbook: a row a report
findings.csv|所有问题，每个一行 / every finding, a row each
check.txt|所有报告的核对结果（中文）
check.en.txt|the same in English
reports|每份报告一个 JSON（见 gouji schema） / one report each, as `gouji schema` has it
dataset|数据表与检索文件（docs/dataset.md） / tables and the search file
failed.json|读不了的文件及原因 / inputs that could not be read, and why
FILES
