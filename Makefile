# The one runner, with the same words on every machine. `make demo` and `make test` begin with `make setup`.
PYTHON ?= python3
BIN := .venv/bin
TEST_OPTIONS ?=

# Checks read the settings; their keys must not come from an installation that happens to be on this machine.
export LANGNGHE_CHECK_HOME := $(CURDIR)/.setup-stamps/home
CHECK := LANGNGHE_HOME=$(LANGNGHE_CHECK_HOME) DJANGO_SETTINGS_MODULE=langnghe.config.settings

.PHONY: help setup demo test lint docs bench pins
.DEFAULT_GOAL := help

help:
	@echo "make demo    set up, make the demo year, and serve it on http://127.0.0.1:8000"
	@echo "make test    set up, then lint, types, import contracts, all tests, and the documentation"
	@echo "make setup   make .venv ready: packages, front end, fonts, catalogues"
	@echo "make lint    the checks without the tests"
	@echo "make docs    build the documentation, warnings as errors"
	@echo "make bench   run the benchmarks"
	@echo "make pins    write the pinned requirements anew"

setup:
	@$(PYTHON) tools/setup.py

demo: setup
	@$(BIN)/python tools/demo.py

test: lint
	CHROMIUM="$$($(BIN)/python tools/setup.py chromium)" $(BIN)/python -m pytest -n 2 --dist loadfile -q $(TEST_OPTIONS)
	@$(MAKE) --no-print-directory docs

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(CHECK) $(BIN)/mypy
	find src -name '*.html' -not -path '*/static/*' -print0 | xargs -0 -r $(BIN)/djade --check --target-version 5.2
	$(BIN)/lint-imports
	$(CHECK) $(BIN)/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run
	$(CHECK) $(BIN)/python tools/catalogues.py check

docs: setup
	$(CHECK) $(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build

bench: setup
	@for each in bench/language/run.py bench/language/addresses.py bench/scan/places.py bench/scan/series.py bench/cases/bench.py bench/search/bench.py; do echo "== $$each"; $(BIN)/python "$$each" || exit 1; done

pins:
	uv pip compile --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header \
		--python-version 3.11 --universal requirements/base.in -o requirements/base.txt
	uv pip compile --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header \
		--python-version 3.11 --universal requirements/dev.in -o requirements/dev.txt
