# Everything is put into .venv and .papillon of this folder; nothing is written elsewhere.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CACHE := $(abspath $(VENV))/cache
UV := UV_CACHE_DIR=$(CACHE) $(BIN)/uv
OFFLINE := not builtin_model and not browser and not bluesky and not postgres and not chroma_server
INSTALL := $(UV) pip install --quiet --python $(BIN)/python --require-hashes --compile-bytecode

export PYTHONDONTWRITEBYTECODE =

.PHONY: run install test test-all check lint lock clean

run: $(VENV)/.run  ## start Papillon and open its page
	$(BIN)/papillon serve

install: $(VENV)/.run  ## all that `make run` installs, without starting it

test: $(VENV)/.test  ## run the tests, offline
	$(BIN)/python -m pytest -m "$(OFFLINE)" $(ARGS)

test-all: $(VENV)/.run $(VENV)/.test  ## the tests, and those with the built-in model, a real browser and real servers
	-$(BIN)/python tests/atproto_network/install.py
	$(BIN)/python -m pytest $(ARGS)

check: lint test  ## what a change must pass

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(BIN)/uv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Papillon needs Python 3.11 or newer; set PYTHON=python3.12, say.")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-cache-dir uv

$(VENV)/.base: requirements.lock pyproject.toml | $(BIN)/uv
	$(INSTALL) -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.run: requirements-model.lock $(VENV)/.base
	$(INSTALL) -r requirements-model.lock
	@touch $@

$(VENV)/.test: requirements-test.lock $(VENV)/.base
	$(INSTALL) -r requirements-test.lock
	@touch $@

lock: $(BIN)/uv  ## write the three lock files anew
	$(UV) pip compile pyproject.toml --group build $(LOCK) --output-file requirements.lock
	$(UV) pip compile pyproject.toml --extra builtin $(LOCK) --constraint requirements.lock --output-file $(CACHE)/model.txt
	$(UV) pip compile --group test --group lint $(LOCK) --constraint requirements.lock --output-file requirements-test.lock
	$(BIN)/python .ci/only_new.py requirements.lock $(CACHE)/model.txt > requirements-model.lock
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate

clean:  ## remove the environment; .papillon, with your database, stays
	rm -rf $(VENV)
