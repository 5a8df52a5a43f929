# `make demo` shows the program, `make test` checks it. Every target can be run again; what is up to date is left alone.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
PORT ?= 8001
DB ?= db/news.db

BIN := .venv/bin
# The locks are complete, so dependencies are not followed; hashes are asked for wherever a lock has them.
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps
# Files with parts written by a program; tests/test_docs.py finds any that is missing here.
COGGED := README.md docs/audits.md docs/cli.md docs/extract.md docs/glossary.md docs/input.md docs/policy.md docs/schema.md metadata.yml

.PHONY: help demo demo-data test test-slow lint format docs screenshots lock install install-dev install-train chromium clean

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

demo: demo-data ## Read the sample articles and serve them (PORT=8001)
	@exec $(BIN)/provenance serve --db $(DB) --port $(PORT)

demo-data: install ## Read the sample articles into db/news.db
	@$(BIN)/provenance ingest docs/samples --db $(DB)

test: lint chromium ## Run the linters and every test that is not marked slow
	$(BIN)/python -m pytest -m "not slow"

test-slow: lint chromium ## Run the linters and every test
	$(BIN)/python -m pytest

lint: install-dev ## Check style, types and the written-out parts of the documents
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --explicit-package-bases provenance benchmarks docs
	$(BIN)/cog --check --diff $(COGGED)

format: install-dev ## Lay out the code and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: install-dev ## Write the parts of the documents that the program itself says
	$(BIN)/cog -r $(COGGED)

screenshots: chromium ## Take the pictures in docs/screenshots anew
	$(BIN)/python -m docs.make_screenshots

install: .venv/run.stamp ## Make .venv with what the program needs
install-dev: .venv/dev.stamp ## Make .venv with what the tests need
install-train: .venv/train.stamp ## Make .venv with what training needs

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv

# --no-build-isolation: the package is built with the locked setuptools, not with whatever is newest today.
.venv/run.stamp: requirements/run.txt pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements/run.txt
	PYTHONWARNINGS="ignore:Editable installation" $(PIP) --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: requirements/dev.txt pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements/dev.txt
	PYTHONWARNINGS="ignore:Editable installation" $(PIP) --no-build-isolation --editable .
	@touch $@

.venv/train.stamp: requirements/train.txt requirements/torch.txt .venv/run.stamp
	$(PIP) --require-hashes -r requirements/train.txt
	$(PIP) -r requirements/torch.txt
	@touch $@

chromium: install-dev ## Make sure that there is a Chromium for the browser tests
	@./.ci/chromium $(BIN)/playwright

# Releases younger than a week are passed over: a bad one is usually found and withdrawn by then.
LOCK = .venv/lock/bin/uv pip compile --quiet --system-certs --upgrade --generate-hashes --universal --python-version 3.11 \
	--exclude-newer "7 days" --no-header
lock: ## Renew the locked dependencies in requirements/
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/python -m pip install --quiet --disable-pip-version-check --upgrade uv
	$(LOCK) pyproject.toml requirements/build.in -o requirements/run.txt
	$(LOCK) pyproject.toml requirements/build.in --extra dev -c requirements/run.txt -o requirements/dev.txt
	$(LOCK) requirements/train.in --no-deps -c requirements/run.txt -o requirements/train.txt

clean: ## Remove the environment and caches; databases stay, they may hold reviews
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find provenance db tests -name __pycache__ -prune -exec rm -rf {} +
