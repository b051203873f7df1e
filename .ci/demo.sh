#!/usr/bin/env bash
# Runs the tool on the reports in corpus/ and says in words what it did and where to look.
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
"$gouji" extract --fail-on never -o "$out" "${reports[@]}"
"$gouji" check --fail-on never "${reports[@]}" >"$out/check.txt"
"$gouji" check --fail-on never --lang en "${reports[@]}" >"$out/check.en.txt"

first=$("$gouji" check "${reports[0]}" --fail-on never)
echo
echo "$first"
cat <<WORDS

────────────────────────────────────────────────────────────────────────
Gouji 读取并核对了 corpus/ 中的 ${#reports[@]} 份报告；上面是第一份（${reports[0]}）的核对结果。
Gouji read and checked the ${#reports[@]} reports in corpus/; above is what it says of the first (${reports[0]}).

  $out/check.txt        所有报告的核对结果（中文）
  $out/check.en.txt     the same in English
  $out/*.json           one report each, in the form that \`gouji schema\` describes

试试你自己的报告 / try your own:   $gouji check FILE.pdf
WORDS
