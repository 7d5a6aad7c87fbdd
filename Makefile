# The developer's interface. `make` alone lists what there is; each thing is built once and again when its inputs change.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
UV := VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv --no-progress --quiet
INSTALL := $(UV) pip install
COMPILE := $(UV) pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11
PYTEST := $(BIN)/pytest -q -n 3 --dist loadfile --no-loadscope-reorder
# What runs side by side prints its lines together, where make can (4.0).
GROUPED := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)
# Tests are compiled once, not for each worker of each run.
unexport PYTHONDONTWRITEBYTECODE

# Stamps: older than their inputs means to be done again.
VENV := .venv/.made
RUN := .venv/.run
DEV := .venv/.dev
MODULES := frontend/node_modules/.installed
CLIENT := frontend/dist/.vite/.built
CLIENT_SOURCES := $(shell find frontend -path frontend/node_modules -prune -o -path frontend/dist -prune \
	-o -path frontend/.vite -prune -o -type f ! -name '*.tsbuildinfo' -print 2>/dev/null) schema.graphql

say = @printf '\n\033[1m%s\033[0m\n' '$(1)'

.PHONY: help
help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: up
up: $(RUN) $(CLIENT) ## try it: the demo shop on http://localhost:8000, with nothing else installed
	@exec $(BIN)/perennial up

.PHONY: client
client: $(CLIENT) ## build the web client into frontend/dist

.PHONY: check
check: $(DEV) ## the inner loop: format, lint, types, layers, fast tests on SQLite
	$(call say,Format and lint)
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	$(call say,Types)
	@$(BIN)/mypy
	$(call say,Layers)
	@$(BIN)/lint-imports --no-logo | tail -1
	$(call say,Fast tests)
	@$(PYTEST) -n 2 -m 'not slow and not postgres and not processes and not browser'

.PHONY: test
test: $(DEV) $(MODULES) ## every check there is; installs PostgreSQL, Redis and Chromium if it may
	$(call say,Tools)
	@scripts/ensure-tools
	@$(MAKE) -j2 $(GROUPED) test-python test-client
	$(call say,Everything on both databases with Redis and a browser)
	@$(PYTEST)

.PHONY: test-python
test-python: $(DEV)
	$(call say,Format)
	@$(BIN)/ruff format --check .
	$(call say,Lint)
	@$(BIN)/ruff check .
	$(call say,Types)
	@$(BIN)/mypy
	$(call say,Layers)
	@$(BIN)/lint-imports --no-logo

.PHONY: test-client
test-client: $(MODULES)
	$(call say,The client: lint and types and operations against the schema)
	@cd frontend && npm run --silent check
	$(call say,The client: tests)
	@cd frontend && npm test --silent
	$(call say,The client: build and page budgets)
	@$(MAKE) client
	@cd frontend && npm run --silent budget

.PHONY: format
format: $(DEV) ## format the Python and the client, and mend what the linters can
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .
	@if [ -d frontend/node_modules ]; then cd frontend && npx biome check --write .; fi

.PHONY: lock
lock: $(VENV) ## compute the lock files anew; LOCK_ARGS=--upgrade for newer versions
	@$(COMPILE) $(LOCK_ARGS) requirements-build.in -o requirements-build.lock
	@$(COMPILE) $(LOCK_ARGS) pyproject.toml -o requirements.lock
	@$(COMPILE) $(LOCK_ARGS) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

.PHONY: schema
schema: $(RUN) ## write schema.graphql, the snapshot that the client and the tests read
	@$(BIN)/perennial schema > schema.graphql.new
	@mv schema.graphql.new schema.graphql

.PHONY: migrations
migrations: $(RUN) ## start a migration in both dialects: make migrations NAME=what_it_does
	@if [ -z "$(NAME)" ]; then echo "Name it: make migrations NAME=what_it_does" >&2; exit 2; fi
	@$(BIN)/perennial migrations $(NAME)

.PHONY: bench
bench: $(DEV) $(CLIENT) ## measure against the targets, on an idle machine
	@$(BIN)/python -m bench

.PHONY: clean
clean: ## remove what was built; data/ stays
	@rm -rf .venv build *.egg-info frontend/node_modules frontend/dist frontend/.vite
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage* test-results
	@find backend bench tests -name __pycache__ -prune -exec rm -rf {} +

$(VENV): requirements-build.lock
	@[ -x $(BIN)/python ] || { python=$$(scripts/find-python) && "$$python" -m venv .venv; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-build.lock
	@touch $@

$(RUN): $(VENV) requirements.lock pyproject.toml
	@echo "Installing Perennial ..."
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): $(RUN) requirements-dev.lock
	@echo "Installing the tools of development ..."
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

$(MODULES): frontend/package.json frontend/package-lock.json
	@scripts/check-node
	@echo "Installing the client's packages ..."
	@cd frontend && npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

$(CLIENT): $(MODULES) $(CLIENT_SOURCES)
	@echo "Building the client ..."
	@cd frontend && npm run --silent build >/dev/null
	@touch $@
