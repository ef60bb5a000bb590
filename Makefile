# Two commands do everything: `make demo` and `make test`. Both set up .venv when it is not there.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
SERVE ?= 1

.PHONY: demo test bench docs clean
.DEFAULT_GOAL := demo

demo: .venv/.installed
	$(BIN)/qualcode demo demo --no-serve
ifneq ($(SERVE),0)
	$(BIN)/qualcode serve demo/study.qualcode --coder 'Robin Sample'
endif

test: .venv/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2

bench: .venv/.installed-dev
	$(BIN)/python -m benchmarks

docs: .venv/.installed-dev
	$(BIN)/python -m qualcode.cli.reference > docs/commands.md

clean:
	rm -rf .venv demo build *.egg-info

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "qualcode needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv

.venv/.installed: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/.installed-dev: .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
