#!/usr/bin/env bash
# Writes the hash-pinned lock files anew. Needs `uv`; run it after changing dependencies, never in a build.
# The files hold no download address and no path of this machine: pip uses whatever index it is told to use.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() {
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
    --no-emit-index-url --no-emit-find-links "$@"
}
compile requirements-node.in --output-file requirements-node.txt
compile pyproject.toml --output-file requirements.txt
compile pyproject.toml requirements-dev.in --constraint requirements.txt --constraint requirements-node.txt \
  --output-file requirements-dev.txt
if grep -nE '://|--index|--find-links|^-e|file:' requirements.txt requirements-dev.txt requirements-node.txt; then
  echo "a lock file names an address" >&2
  exit 1
fi
