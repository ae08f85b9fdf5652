#!/bin/sh
# Makes .venv when it is not there and installs one locked list into it: tools/venv.sh base|dev
# Needs Python 3.11 or newer and nothing else; uses uv when uv is on the PATH.
# --no-deps: the list is whole, so nothing is left to resolve. Asked to resolve, pip 23 looks past the pin of a package
# that another one wants with an extra, takes its newest release, and refuses it for want of a hash.
set -eu
cd "$(dirname "$0")/.."
lock=requirements/$1.txt

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

if ! is_new_enough .venv/bin/python; then
    python=
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if is_new_enough "$candidate"; then python=$candidate; break; fi
    done
    if [ -z "$python" ]; then
        echo "Hak Pekerja needs Python 3.11 or newer; found $(python3 --version 2>&1 || echo none)." >&2
        echo "Install it, or name it: make PYTHON=/path/to/python3.11 run" >&2
        exit 1
    fi
    echo "Making .venv with $("$python" --version)"
    if command -v uv >/dev/null; then
        uv venv --quiet --clear --seed --python "$("$python" -c 'import sys; print(sys.executable)')" .venv
    elif "$python" -c 'import ensurepip' 2>/dev/null; then
        "$python" -m venv --clear .venv
    elif "$python" -m pip --version >/dev/null 2>&1; then
        "$python" -m venv --clear --without-pip .venv  # Debian without python3-venv: pip from outside
        outside="$python -m pip --python .venv/bin/python"
    else
        echo "This Python can make no virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2
        exit 1
    fi
fi

echo "Installing $(grep -c '^[a-z0-9A-Z].*==' "$lock") locked packages; the first time this takes a minute or two"
if command -v uv >/dev/null; then
    uv pip install --python .venv/bin/python --require-hashes --no-deps -r "$lock"
elif .venv/bin/python -m pip --version >/dev/null 2>&1; then
    .venv/bin/python -m pip install --disable-pip-version-check --require-hashes --no-deps -r "$lock"
else
    ${outside:-python3 -m pip --python .venv/bin/python} install --require-hashes --no-deps -r "$lock"
fi
