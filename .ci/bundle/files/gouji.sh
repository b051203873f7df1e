#!/bin/sh
# Installs Gouji from this folder on the first start (no network), then opens its page.
cd "$(dirname "$0")" || exit 3
for name in python3.12 python3.13 python3.11 python3; do
    if command -v "$name" >/dev/null && "$name" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$name" install.py "$@"
    fi
done
echo "Gouji needs Python 3.11, 3.12 or 3.13 with its venv module, and found none. See README.txt." >&2
exit 3
