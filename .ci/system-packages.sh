#!/usr/bin/env bash
# The Chinese fonts that the PDF tests set their pages in. Installed where that is allowed; elsewhere this says what is missing and goes on:
# the tests that need them are skipped with the same words.
set -uo pipefail

missing=()
for font in fonts-arphic-gbsn00lp:gbsn00lp fonts-arphic-gkai00mp:gkai00mp; do
    [ -f "/usr/share/fonts/truetype/arphic-${font##*:}/${font##*:}.ttf" ] || missing+=("${font%%:*}")
done
[ ${#missing[@]} -eq 0 ] && exit 0

say() { echo "gouji: $*" >&2; }
if ! command -v apt-get >/dev/null; then
    say "missing fonts: ${missing[*]} (no apt-get here); the tests that set PDFs are skipped"
    exit 0
fi
as_root=()
if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root=(sudo -n)
    else
        say "missing fonts: ${missing[*]}; the tests that set PDFs are skipped. As root: apt-get install ${missing[*]}"
        exit 0
    fi
fi
say "installing ${missing[*]} with apt-get"
if ! { "${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } </dev/null >/dev/null; then
    say "could not install ${missing[*]}; the tests that set PDFs are skipped"
fi
exit 0
