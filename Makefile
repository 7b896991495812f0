# Gemel's tasks. `make demo` and `make test` do all their set-up themselves.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# One target folder for all clones on this machine; `cargo build --release` by hand still uses ./target.
export CARGO_TARGET_DIR ?= $(HOME)/.cache/gemel/target
VENV := .venv
PYTHON := $(VENV)/bin/python
DATA ?= ./gemel-data
LISTEN ?= 127.0.0.1:8780

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | column -t -s "$$(printf '\t')"

.PHONY: demo
demo: build $(VENV)/ready ## Build, serve, load the demo plant, keep it alive
	@GEMEL_BIN=target/release/gemel GEMEL_DATA=$(DATA) GEMEL_LISTEN=$(LISTEN) $(PYTHON) examples/bakery/serve_demo.py

.PHONY: build
build: ## Build the release binary: target/release/gemel
	cargo build --release --locked -p gemel-server
	@mkdir -p target/release
	@if [ "$$(realpath -m $(CARGO_TARGET_DIR))" != "$$(realpath -m target)" ]; then \
		cp -f $(CARGO_TARGET_DIR)/release/gemel target/release/.gemel.new && mv -f target/release/.gemel.new target/release/gemel; fi

.PHONY: test
test: system $(VENV)/ready ## Run every check and test; the last line counts them
	@$(PYTHON) tests/run.py

.PHONY: check
check: ## What every commit must pass, no network needed
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	cargo xtask tidy
	cargo test --workspace --locked

.PHONY: bench
bench: build system-bench ## Measure against peers and floors; writes docs/ref/performance.md
	GEMEL_BIN=target/release/gemel cargo run --release --locked -p bench -- --write

.PHONY: console
console: ## Build the web console (a placeholder page until it exists)
	@echo "the console is one embedded page in this version (crates/server/src/console.html); nothing to build"

.PHONY: fuzz
fuzz: ## Fuzz each target for a minute (needs the nightly toolchain and cargo-fuzz)
	cd fuzz && for target in $$(cargo +nightly fuzz list); do cargo +nightly fuzz run $$target -- -max_total_time=60; done

# What the tests need of Debian; each is skipped, visibly, where it cannot be installed.
.PHONY: system system-bench
system: ; @tests/system-packages bubblewrap
system-bench: ; @tests/system-packages bubblewrap nginx-light wrk

$(VENV)/ready: tests/requirements.txt
	@test -x $(PYTHON) || python3 -m venv $(VENV)
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@
