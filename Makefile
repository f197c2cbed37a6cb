# Everything a person does with a checkout. Needs python3 (3.11 or newer, with venv), git and make; sets up the rest.
# The second run of a target costs nothing: each stamp file says which lock and project file it was made from.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.PHONY: help setup run demo parts test lint bench lock clean

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 8

setup: .venv/run.stamp ## prepare .venv with what the dashboard needs

run: setup ## start on http://127.0.0.1:8050 with the database in data/
	$(BIN)/callerid-dash serve

demo: setup ## the same with sample data and simulated calls, in a database of its own
	CALLERID_DATABASE_URL=duckdb:///data/demo.duckdb $(BIN)/callerid-dash demo

parts: .venv/test.stamp # Chromium, PostgreSQL and a phone system for the tests, where this machine may have them
	@$(BIN)/python -m scripts.install_real_parts

test: parts ## all tests; narrow them with ARGS="-k words"
	$(BIN)/python -m pytest --numprocesses logical --maxprocesses 4 --dist loadgroup --no-loadscope-reorder --durations=10 $(ARGS)

lint: .venv/test.stamp ## style of Python, scripts and style sheets, types, import directions, translations
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/biome ci assets callerid_dash/web/static tests/js
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m scripts.check_translations

bench: parts ## measure; SIZE=1m for fewer calls, JSON=FILE keeps the figures, COMPARE=FILE shows ratios to kept ones
	$(BIN)/python -m bench $(if $(SIZE),--size $(SIZE)) $(if $(JSON),--json $(JSON)) $(if $(COMPARE),--compare $(COMPARE))

lock: .venv/test.stamp ## pin what pyproject.toml asks for anew; UPGRADE=1 takes the newest versions
	$(LOCK) requirements/node.in --output-file requirements/node.txt
	$(LOCK) pyproject.toml --extra postgres --extra cdr requirements/build.in --output-file requirements/run.txt
	$(LOCK) pyproject.toml --extra dev requirements/build.in --constraint requirements/run.txt \
		--output-file requirements/test.txt

clean: ## remove the set-up and all caches; databases in data/ stay
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build
	find callerid_dash tests scripts bench -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# venv and pip leave what is already right as it is, so an interrupted set-up goes on where it stopped.
.venv/run.stamp: requirements/run.txt requirements/node.txt pyproject.toml scripts/install_npm_files.py
	@echo "Installing what the dashboard needs into .venv (about a minute, once)"
	$(PYTHON) -m venv .venv
	$(PIP) --require-hashes --requirement requirements/run.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@$(BIN)/python scripts/install_npm_files.py
	@touch $@

.venv/test.stamp: requirements/test.txt requirements/npm/package-lock.json scripts/install_biome.py .venv/run.stamp
	@echo "Installing what the tests need (once)"
	$(PIP) --require-hashes --requirement requirements/test.txt
	@$(BIN)/python -m scripts.install_biome
	@touch $@
