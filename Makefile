# Two commands: `make demo` shows the main job, `make test` proves it. `make help` lists the rest.
ARGS ?=
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null \
	&& command -v $$p && break; done)
SOURCES := $(shell find alerts console copywatch fingerprints hits matcher spiders -type f -not -name '*.pyc' 2>/dev/null) pyproject.toml
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1
TEST := .venv/bin/python

.PHONY: help demo test check bench bench-data bench-text bench-names bench-tables bench-resemblance bench-lookback bench-scale bench-images lock site clean setup-tests

help:
	@echo "make demo [ARGS='--once --json']   the main job on a small local world"
	@echo "make test                          set up and run all tests"
	@echo "make check                         format, lint, types, imports"
	@echo "make bench                         quality and speed on labelled data (COPYWATCH_BENCH_DATA)"
	@echo "make bench-text-quick              a short look at text and code, from Python packages only"
	@echo "make site NAME=SPIDER/CASE URL=...  write the first expected sighting of a saved page"
	@echo "make lock                          write the lock files anew (needs uv)"

.PHONY: venv-possible
venv-possible:
	@test -n "$(PYTHON)" || { echo "Copywatch needs Python 3.11 to 3.14: apt install python3" >&2; exit 2; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing: apt install python3-venv" >&2; exit 2; }

.venv-run/locked: locks/runtime.lock | venv-possible
	@echo "installing the runtime (a minute or two, once)" >&2
	@rm -rf .venv-run && "$(PYTHON)" -m venv .venv-run
	@$(PIP) .venv-run/bin/pip install -q --require-hashes -r locks/runtime.lock >&2
	@touch $@

.venv-run/installed: .venv-run/locked $(SOURCES)
	@$(PIP) .venv-run/bin/pip install -q --no-deps --no-build-isolation --force-reinstall . >&2
	@touch $@

demo: .venv-run/installed
	@.venv-run/bin/copywatch demo $(ARGS)

.venv/locked: locks/tests.lock | venv-possible
	@rm -rf .venv && "$(PYTHON)" -m venv .venv
	@$(PIP) .venv/bin/pip install -q --require-hashes -r locks/tests.lock
	@echo "$(CURDIR)" > "$$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/copywatch.pth"
	@touch $@

setup-tests: .venv/locked

test: .venv/locked
	@$(TEST) -m tests.run $(ARGS)

check: .venv/locked
	$(TEST) -m ruff format .
	$(TEST) -m ruff check .
	$(TEST) -m mypy
	.venv/bin/lint-imports

bench: bench-data bench-text bench-names bench-resemblance bench-images
	$(TEST) -m benchmarks.pages

bench-data: .venv/locked
	$(TEST) -m benchmarks.data

bench-text: .venv/locked
	$(TEST) -m benchmarks.text

bench-text-quick: .venv/locked
	$(TEST) -m benchmarks.text --quick

bench-resemblance: .venv/locked
	$(TEST) -m benchmarks.resemblance

bench-lookback: .venv/locked
	$(TEST) -m benchmarks.lookback $(ARGS)

bench-tables: .venv/locked
	$(TEST) -m benchmarks.tables

bench-names: .venv/locked
	$(TEST) -m benchmarks.names

bench-scale: .venv/locked
	$(TEST) -m benchmarks.scale $(ARGS)
	$(TEST) -m benchmarks.scale_pages

bench-images: .venv/locked
	$(TEST) -m benchmarks.images
	$(TEST) -m benchmarks.images.beyond
	$(TEST) -m benchmarks.images.seen
	$(TEST) -m benchmarks.images.cost
	$(TEST) -m benchmarks.images.parts
	$(TEST) -m benchmarks.images.logos
	$(TEST) -m benchmarks.images.drawings
	$(TEST) -m benchmarks.images.words

site: .venv/locked
	$(TEST) -m tests.spiders.save_page "$(NAME)" "$(URL)"

UV ?= uv
COMPILE := $(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q
lock:
	$(COMPILE) pyproject.toml locks/runtime.in -o locks/runtime.lock
	$(COMPILE) pyproject.toml locks/tests.in -c locks/runtime.lock -o locks/tests.lock
	$(COMPILE) locks/servers.in -o locks/servers.lock
	$(COMPILE) benchmarks/copydetect.in -o benchmarks/copydetect.lock

clean:
	rm -rf .venv .venv-run .venv-servers .cache dist build
