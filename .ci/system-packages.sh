#!/usr/bin/env bash
# What the tests set and convert documents with: Chinese fonts, a browser, a word processor. Installed where that is allowed; elsewhere this says what
# is missing and goes on: the tests that need it are skipped with the same words.
set -uo pipefail

say() { echo "gouji: $*" >&2; }
installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'; }

wanted=(
    fonts-arphic-gbsn00lp fonts-arphic-gkai00mp fonts-dejavu-core # typefaces of the test pages
    fonts-wqy-zenhei                                            # what the gallery's margin is written in
    chromium libreoffice-writer-nogui libreoffice-calc-nogui    # writers of hard PDFs; LibreOffice also shows how Word numbers, and computes workbooks
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0        # WeasyPrint sets pages with them
)
if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "no Debian packages here; tests that need one of these skip what they cannot do: ${wanted[*]}"
    exit 0
fi
missing=()
for package in "${wanted[@]}"; do
    installed "$package" || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root=(sudo -n)
    else
        say "missing: ${missing[*]}; tests that need them are skipped. As root: apt-get install ${missing[*]}"
        exit 0
    fi
fi
say "installing ${missing[*]} with apt-get"
"${as_root[@]}" apt-get update -qq </dev/null >/dev/null || say "apt-get update failed; trying with the list at hand"
for package in "${missing[@]}"; do # one by one: a package that can't be had must not cost the others
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" </dev/null >/dev/null 2>&1 ||
        say "could not install $package; the tests that need it are skipped"
done
exit 0
