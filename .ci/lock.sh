#!/usr/bin/env bash
# Resolves every dependency for every system and Python that Gouji supports and writes .ci/locked.txt (versions and hashes; the environment is made from
# it) and constraints.txt (the versions alone; for `pip install --constraint`). Versions that are locked stay, as long as pyproject.toml admits them;
# `.ci/lock.sh --upgrade` takes the newest. Needs the registry and the environment's uv.
set -euo pipefail
cd "$(dirname "$0")/.."
.venv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes --no-header --no-annotate "$@" \
    --output-file .ci/locked.txt pyproject.toml
{
    echo "# The versions that the project is tested with; pip takes it with --constraint. Made of .ci/locked.txt by .ci/lock.sh"
    sed -n 's/^\([A-Za-z0-9][^ ]*==[^\\]*[^\\ ]\) *\\\{0,1\}$/\1/p' .ci/locked.txt
} >constraints.txt
