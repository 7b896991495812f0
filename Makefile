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
SCENE ?= plant
# What the console is made of; files that git still lists but somebody removed do not count.
CONSOLE_SOURCES := $(wildcard $(shell git ls-files -co --exclude-standard -- console scene package.json tsconfig.base.json))

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | column -t -s "$$(printf '\t')"

.PHONY: demo
demo: console build $(VENV)/ready ## Build, serve, load the demo plant, keep it alive
	@GEMEL_BIN=target/release/gemel GEMEL_DATA=$(DATA) GEMEL_LISTEN=$(LISTEN) $(PYTHON) examples/bakery/serve_demo.py --scene $(SCENE)

.PHONY: build
build: ## Build the release binary: target/release/gemel
	cargo build --release --locked -p gemel-server
	@mkdir -p target/release
	@if [ "$$(realpath -m $(CARGO_TARGET_DIR))" != "$$(realpath -m target)" ]; then \
		cp -f $(CARGO_TARGET_DIR)/release/gemel target/release/.gemel.new && mv -f target/release/.gemel.new target/release/gemel; fi

.PHONY: test
test: system console $(VENV)/ready ## Run every check and test; the last line counts them
	@$(PYTHON) tests/run.py

.PHONY: check
check: node_modules/.ready ## What every commit must pass; no network needed once npm ci ran
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	cargo xtask tidy
	cargo test --workspace --locked
	npm run check
	npm test

.PHONY: bench
bench: build system-bench ## Measure against peers and floors; writes docs/ref/performance.md
	GEMEL_BIN=target/release/gemel cargo run --release --locked -p bench -- --write

.PHONY: bench-scene
bench-scene: node_modules/.ready $(VENV)/ready system ## Measure the scene view in software WebGL; writes docs/ref/performance-scene.md
	npx vite build --config bench/scene/vite.config.ts
	$(PYTHON) bench/scene/run.py --write docs/ref/performance-scene.md

.PHONY: console
console: console/dist/index.html ## Build the web console; the next cargo build puts it into the binary

console/dist/index.html: node_modules/.ready $(CONSOLE_SOURCES)
	npm run build --silent --workspace console

# npm writes what it installed; the stamp is younger than the lock file it came from.
node_modules/.ready: package-lock.json
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); if (a < 20 || (a === 20 && b < 19)) { console.error("error: the console needs Node 20.19 or later, this is " + process.versions.node); process.exit(1) }'
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: fuzz
fuzz: ## Fuzz each target for a minute (needs the nightly toolchain and cargo-fuzz)
	cd fuzz && for target in $$(cargo +nightly fuzz list); do cargo +nightly fuzz run $$target -- -max_total_time=60; done

# What the tests need of Debian; each is skipped, visibly, where it cannot be installed.
.PHONY: system system-bench
system: ; @tests/system-packages bubblewrap chromium fonts-dejavu-core
system-bench: ; @tests/system-packages bubblewrap nginx-light wrk

$(VENV)/ready: tests/requirements.txt
	@test -x $(PYTHON) || python3 -m venv $(VENV)
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@
