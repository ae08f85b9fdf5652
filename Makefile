# `make help` lists what can be done. Nothing is needed before but Python 3.11+ and make.

SHELL := /bin/sh
.DEFAULT_GOAL := help
PY := .venv/bin/python
CASES ?= 100000
WORKERS ?= 10000

# A list is installed again only when it changed; the stamp is written last, so a broken install is repeated.
.venv/.installed-%: requirements/%.txt tools/venv.sh
	@tools/venv.sh $*
	@touch $@

.PHONY: help run demo test lint types bench lock assets messages

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

run: export DEMO ?= 1
run: .venv/.installed-base ## the whole system on this machine (PORT=8000, DEMO=1, DATA_DIR=var); Ctrl-C ends it
	@exec $(PY) -m config.supervisor

demo: .venv/.installed-base ## who logs in with what, and the receipts to follow a case with
	@DEMO=1 $(PY) manage.py demo --show

test: .venv/.installed-dev ## every test: rooms on SQLite and PostgreSQL, journeys, faults, the embedded start
	@$(PY) tools/test.py

lint: .venv/.installed-dev types ## style, types, import contracts, pending migrations
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@.venv/bin/lint-imports --no-cache
	@$(PY) manage.py makemigrations --check --dry-run

types: .venv/.installed-dev ## mypy; what it does not hold yet is listed in pyproject.toml
	@$(PY) -m mypy .

bench: .venv/.installed-dev ## speed on PostgreSQL beside a bare Django page, and of a case of many workers (CASES=100000 WORKERS=10000)
	@$(PY) -m bench --cases $(CASES) --workers $(WORKERS)

lock: ## pin requirements/*.in with hashes (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet \
		requirements/base.in -o requirements/base.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet \
		requirements/dev.in -o requirements/dev.txt

assets: ## build static/ from assets/ (needs Node; commit what it built)
	npm --prefix assets ci --no-audit --no-fund
	npm --prefix assets run build

messages: .venv/.installed-dev ## collect the texts into the English catalogues and name what lacks English
	@$(PY) tools/messages.py
