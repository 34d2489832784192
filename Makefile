# make run   builds what is missing and opens the shell (without a terminal: runs the tour)
# make test  runs every test
# make engines       builds scomm-postgres, which --engine postgres:… needs
# make test-engines  runs the tests of other engines: DuckDB, PostgreSQL, Spark
SHELL := /bin/bash
STATIC := .build-static/release/scomm
PACKAGES := libreadline-dev libsqlite3-dev
PYTHON := .venv-test/bin/python
ENGINES := .build-engines/release/scomm-postgres
PYTHON_ENGINES := .venv-engines/bin/python

.PHONY: run build engines test test-engines hunt lint libraries library-postgres programs-engines \
  tests-swift tests-binary transcripts manual bench bench-loading growth clean

# Installs Debian packages where that is allowed, else names them in one line.
install = if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
    apt-get update -qq && apt-get install -y -qq $(1); \
  elif sudo -n true 2>/dev/null && command -v apt-get >/dev/null; then \
    sudo apt-get update -qq && sudo apt-get install -y -qq $(1); \
  else echo "Please install first: apt-get install $(1)"; exit 1; fi

run: build
	@if [ -t 0 ] && [ -t 1 ]; then exec .build/release/scomm; \
	else .build/release/scomm examples/tour.scq; fi

# The system's libraries.
libraries:
	@if ! printf '#include <stdio.h>\n#include <readline/readline.h>\n#include <sqlite3.h>\n' \
	  | cc -fsyntax-only -x c - 2>/dev/null; then $(call install,$(PACKAGES)); fi

# libpq, for scomm-postgres and for the tests, which build it, too.
library-postgres:
	@if ! printf '#include "Sources/CPostgres/shim.h"\n' | cc -I. -fsyntax-only -x c - 2>/dev/null; \
	  then $(call install,libpq-dev); fi

# One static file without symbols, to which .build/release/scomm links.
build: libraries
	@mkdir -p .build-static
	@echo "Building scomm (a minute or two the first time) …" >&2
	@swift build -c release --product scomm -Xswiftc -static-executable --static-swift-stdlib -Xlinker -s \
	  --scratch-path .build-static > .build-static/build.log 2>&1 \
	  || { grep -A3 'error:' .build-static/build.log || tail -20 .build-static/build.log; exit 1; }
	@test -x $(STATIC)
	@mkdir -p "$$(swift build -c release --show-bin-path)"
	@ln -sf "$(CURDIR)/$(STATIC)" "$$(swift build -c release --show-bin-path)/scomm"
	@test -e .build/release || ln -sfn "$$(basename "$$(dirname "$$(swift build -c release --show-bin-path)")")/release" .build/release

# The program that speaks with PostgreSQL: dynamic, as libpq is, and beside scomm.
engines: build library-postgres
	@mkdir -p .build-engines
	@echo "Building scomm-postgres …" >&2
	@swift build -c release --product scomm-postgres --static-swift-stdlib \
	  --scratch-path .build-engines > .build-engines/build.log 2>&1 \
	  || { grep -A3 'error:' .build-engines/build.log || tail -20 .build-engines/build.log; exit 1; }
	@ln -sf "$(CURDIR)/$(ENGINES)" "$$(dirname "$$(readlink -f $(STATIC))")/scomm-postgres"
	@ln -sf "$(CURDIR)/$(ENGINES)" .build/release/scomm-postgres

test: lint build tests-swift tests-binary

lint: libraries
	swift format lint --strict --recursive --parallel Sources Tests Benchmarks Package.swift

tests-swift: libraries library-postgres
	swift test -c release -Xswiftc -enable-testing --scratch-path .build-test --disable-xctest

$(PYTHON): Tests/requirements.txt
	python3 -m venv .venv-test || { [ "$$(id -u)" = 0 ] && apt-get install -y -qq python3-venv && python3 -m venv .venv-test; }
	.venv-test/bin/pip install -q --disable-pip-version-check -r Tests/requirements.txt
	touch $(PYTHON)

# What users meet: the binary, its transcripts, a pseudo-terminal, and SQL over the same files.
tests-binary: build $(PYTHON)
	SCOMM=$(CURDIR)/.build/release/scomm $(PYTHON) -m pytest -q Tests/Program Tests/Terminal Tests/Differential/oracle
	SCOMM=$(CURDIR)/.build/release/scomm $(PYTHON) -m pytest -q Tests/Differential/engines -m "not server"
	@for script in examples/*.scq; do \
	  .build/release/scomm --verify "$${script%.scq}.transcript" || exit 1; done

# Random queries against the laws of the language, SQLite and DuckDB.
SEED ?= 1
COUNT ?= 10000
DUCKDB ?= $(shell command -v duckdb)
HUNT = "$$(swift build -c release --show-bin-path)/scomm-hunt"
hunt: libraries
	swift build -c release --product scomm-hunt
	$(HUNT) laws $(SEED) $(COUNT)
	$(HUNT) sqlite $(SEED) $(COUNT)
	@if [ -n "$(DUCKDB)" ]; then $(HUNT) duckdb $(SEED) $(COUNT) "$(DUCKDB)"; \
	else echo "DuckDB's program is not installed; it was not asked."; fi

# What only other engines need: their programs, and a Python that can start them.
programs-engines:
	@command -v java >/dev/null || $(call install,default-jre-headless)
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null \
	  || $(call install,postgresql)

$(PYTHON_ENGINES): Tests/Differential/engines/requirements.txt
	python3 -m venv .venv-engines
	.venv-engines/bin/pip install -q --disable-pip-version-check -r Tests/Differential/engines/requirements.txt
	touch $(PYTHON_ENGINES)

# The examples, failures and random queries in DuckDB, PostgreSQL and Spark: half an hour.
test-engines: engines programs-engines $(PYTHON_ENGINES)
	swift build -c release --product scomm-hunt
	SCOMM=$(CURDIR)/.build/release/scomm SCOMM_HUNT=$(HUNT) \
	  $(PYTHON_ENGINES) -m pytest -q -s Tests/Differential/engines

# Runs the examples again and writes down what they say now: look at the difference before committing.
transcripts: build
	@for script in examples/*.scq; do \
	  .build/release/scomm --record "$$script" > "$${script%.scq}.transcript" || exit 1; done

# Writes the reference manual, the manual page and the editors' files anew, from the registries.
manual: build $(PYTHON)
	@mkdir -p docs
	@.build/release/scomm --help-all --format markdown > docs/reference.md
	@$(PYTHON) Tests/Program/highlighting.py .build/release/scomm
	@swift package generate-manual >/dev/null && "$$(find .build -name generate-manual-tool -type f | head -1)" \
	  .build/release/scomm --output-directory docs >/dev/null
	@sed -i "/^.Ar subcommand/d" docs/scomm.1

# Measures the engine against DuckDB and Polars, in turns, and checks every answer; ROWS takes another size.
ROWS ?= 10000000
BENCH ?=
bench: libraries .venv-bench/bin/python
	swift build -c release --product scomm-bench --scratch-path .build-bench 2>&1 | grep -E 'error|Build' || true
	.venv-bench/bin/python Benchmarks/bench.py --bench .build-bench/release/scomm-bench --rows $(ROWS) $(BENCH)

# Measures start and loading against DuckDB's shell, sqlite3 and Miller, in turns.
bench-loading: build .venv-bench/bin/python
	swift build -c release --product scomm-bench --scratch-path .build-bench 2>&1 | grep -E 'error|Build' || true
	.venv-bench/bin/python Benchmarks/loading.py .build/release/scomm --bench .build-bench/release/scomm-bench $(BENCH)

# Measures how time and memory grow with rows, groups and columns, and draws it; up to a hundred million rows.
growth: libraries .venv-bench/bin/python
	swift build -c release --product scomm-bench --scratch-path .build-bench 2>&1 | grep -E 'error|Build' || true
	.venv-bench/bin/python Benchmarks/growth.py --bench .build-bench/release/scomm-bench

.venv-bench/bin/python: Benchmarks/requirements.txt
	python3 -m venv .venv-bench
	.venv-bench/bin/pip install -q --disable-pip-version-check -r Benchmarks/requirements.txt
	touch .venv-bench/bin/python

clean:
	rm -rf .build .build-static .build-test .build-engines .build-bench .venv-test .venv-engines .venv-bench
