#!/usr/bin/env bash
# Makes .venv with everything that Gouji and its tests and checks use, each file held against its hash in .ci/locked.txt, and Gouji itself (editable).
# PYTHON=… names the interpreter; else the first one of 3.11 or newer on PATH.
set -euo pipefail
cd "$(dirname "$0")/.."

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
can_make_environments() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

find_python() {
    local name
    for name in ${PYTHON:-python3.11 python3.12 python3.13 python3.14 python3 python /usr/bin/python3}; do
        if command -v "$name" >/dev/null && new_enough "$name"; then
            echo "$name"
            can_make_environments "$name" && return 0
        fi
    done
    return 1
}

# find_python prints every candidate and stops at the first that can make environments: the last line is the best one.
python=$(find_python | tail -n 1) || true
if [ -z "$python" ]; then
    echo "gouji: needs Python 3.11 or newer and found none. On Debian or Ubuntu: apt-get install python3 python3-venv" >&2
    exit 1
fi
if ! can_make_environments "$python"; then
    version=$("$python" -c 'import sys; print("{}.{}".format(*sys.version_info))')
    echo "gouji: $python has no venv module (Debian ships it as python3-venv)." >&2
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "gouji: installing python${version}-venv with apt-get" >&2
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "python${version}-venv"; } </dev/null >&2 || true
    fi
    if ! can_make_environments "$python"; then
        echo "gouji: run  apt-get install python${version}-venv  (as root) and try again." >&2
        exit 1
    fi
fi

echo "gouji: making .venv with $("$python" -V)" >&2
rm -rf .venv
"$python" -m venv .venv
install=(.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps)
"${install[@]}" --require-hashes --requirement .ci/locked.txt </dev/null
"${install[@]}" --no-build-isolation --editable . </dev/null # hatchling, which builds it, is locked too
touch .venv/.ready
