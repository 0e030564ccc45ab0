# make serve  - Pult with a demo company on this machine, from nothing      make test  - everything that shows it works
PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python

.PHONY: serve test check bench mutations dist check-install fixtures environment dev web clean \
	check-lint check-format check-types check-imports check-contracts check-web

environment:
	@$(PYTHON) tools/environment.py

dev:
	@$(PYTHON) tools/environment.py dev

web: environment
	@$(RUN) tools/node.py build

serve: web
	@exec $(BIN)/pult serve --demo

# The static contracts, at most two minutes; the parts run side by side.
check: dev
	@$(RUN) tools/node.py build
	@$(MAKE) --no-print-directory --jobs=4 --keep-going --output-sync=target \
		check-lint check-format check-types check-imports check-contracts check-web
	@echo "check: all good"

check-lint:
	@$(BIN)/ruff check
check-format:
	@$(BIN)/ruff format --check
check-types:
	@$(BIN)/basedpyright
check-imports:
	@$(BIN)/lint-imports
check-contracts:
	@$(RUN) -m pytest -q -p no:cacheprovider tests/test_*.py
check-web:
	@$(RUN) tools/node.py run check test size

# What `check` has shown of the tree itself is not shown again. A hundred processes read the same program in: what the
# first one has compiled is kept for the rest, also where that is switched off.
test: export PYTHONDONTWRITEBYTECODE =
test: check
	@$(RUN) tools/machine.py
	@$(RUN) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder --ignore-glob='tests/test_*.py'

bench: dev
	@$(RUN) tools/node.py build
	@$(RUN) -m pult.bench

# Takes each defence away in a copy of the tree: its test must fail. Minutes, so not part of `make test`.
mutations: dev
	@$(RUN) tools/node.py build
	@$(RUN) -m tools.mutations --record

# A wheel with the web side inside; it needs neither Node nor a database.
dist: dev
	@$(RUN) tools/node.py build
	@rm -rf dist
	@$(RUN) -m build --no-isolation --wheel --outdir dist >/dev/null
	@ls dist/*.whl

# The snapshots and entries that the reducers of both sides are tested with, recorded from the doors.
fixtures: dev
	@$(RUN) -m tests.replay.recorder

check-install:
	@$(PYTHON) tools/check_install.py

clean:
	rm -rf .venv dist pult/web web/node_modules
