# make run   builds what is missing and opens the shell (without a terminal: runs the tour)
# make test  runs every test
# Both say which Debian packages are missing before they install them.
# make test-threads  runs the tests of what uses threads under the thread sanitizer
# make test-sanitize  runs the Swift tests and the C headers under the sanitizers of addresses and
#                     undefined behavior
# make interrupts    measures how soon Ctrl-C and --timeout end the program
# make engines       builds scomm-postgres, which --engine postgres:… needs
# make test-engines  runs the tests of other engines: DuckDB, PostgreSQL, Spark
# make bench, bench-loading, bench-cases, bench-tpch  measure against DuckDB and others
# make install    installs the program, its manual page and completions (PREFIX, DESTDIR); make uninstall
# make dist, make deb  one file with all of it; a package for Debian
# make fuzz  fuzzes the readers and the language under the address sanitizer, 13 minutes in all
SHELL := /bin/bash
STATIC := .build-static/release/scomm
PYTHON := .venv-test/bin/python
ENGINES := .build-engines/release/scomm-postgres
PYTHON_ENGINES := .venv-engines/bin/python
PYTHON_BENCH := .venv-bench/bin/python

.PHONY: run build engines test test-data test-threads test-sanitize interrupts test-engines hunt fuzz lint swift libraries library-postgres packages-test \
  programs-engines tests-swift tests-binary transcripts gallery manual bench bench-loading bench-cases bench-tpch growth \
  install uninstall dist deb clean

# Installs the Debian packages that the commands $(1) name as missing: says which, then calls
# apt-get as root or by sudo; where neither may be, stops with the line to type.
need = packages=$$(echo $$($(1))); [ -z "$$packages" ] || { \
  if ! command -v apt-get >/dev/null; then \
    echo "Missing, by Debian's names: $$packages. Please install them." >&2; exit 1; \
  elif [ "$$(id -u)" = 0 ]; then by=; \
  elif sudo -n true 2>/dev/null; then by="sudo "; \
  else echo "Missing. Please type as root: apt-get update && apt-get install $$packages" >&2; exit 1; fi; \
  echo "Missing. This installs it now: $${by}apt-get install $$packages" >&2; \
  $${by}apt-get update -qq && $${by}env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends $$packages >/dev/null; }

# Compiles and links a program with a header and a library, by any C compiler: Swift brings one.
CLANG = $(dir $(realpath $(shell command -v swift)))clang
COMPILER = $(firstword $(shell command -v cc clang) \
  $(wildcard $(dir $(realpath $(shell command -v swift)))clang) false)
links = printf '\#include <stdio.h>\n\#include $(1)\nint main(void) { return 0; }\n' \
  | $(COMPILER) -I. -x c - -o /dev/null $(2) 2>/dev/null

missing-swift = swift package --version >/dev/null 2>&1 \
  || echo libcurl4 libncurses6 libsqlite3-0 libxml2
missing-libraries = command -v ld.gold >/dev/null || echo binutils-gold; \
  $(call links,<stdio.h>,-lstdc++) || echo g++; \
  $(call links,<readline/readline.h>,-lreadline) || echo libreadline-dev; \
  $(call links,<sqlite3.h>,-lsqlite3) || echo libsqlite3-dev; \
  $(call links,<zlib.h>,-lz) || echo zlib1g-dev; \
  $(call links,<zstd.h>,-lzstd) || echo libzstd-dev
missing-postgres = $(call links,"Sources/CPostgres/shim.h",-lpq) || echo libpq-dev
missing-java = command -v java >/dev/null || echo default-jre-headless
missing-server = { ls /usr/lib/postgresql/*/bin/initdb || command -v initdb; } >/dev/null 2>&1 \
  || echo postgresql
missing-python = python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv

run: build
	@if [ -t 0 ] && [ -t 1 ]; then exec .build/release/scomm; \
	else .build/release/scomm examples/tour.scq; fi

swift:
	@command -v swift >/dev/null || { echo "There is no swift in PATH. Please install Swift 6.2 or later:" \
	  "https://www.swift.org/install/linux" >&2; exit 1; }

# What Swift needs of the system, and the libraries that scomm links.
libraries: swift
	@$(call need,$(missing-swift); $(missing-libraries))

# libpq, for scomm-postgres and for the tests, which build it, too.
library-postgres:
	@$(call need,$(missing-postgres))

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

test: packages-test .venv-test/installed lint build test-data tests-swift tests-binary

# All that the tests need, named at once and before anything is built.
packages-test: swift
	@$(call need,$(missing-swift); $(missing-libraries); $(missing-postgres); $(missing-python))

lint: libraries
	swift format lint --strict --recursive --parallel Sources Tests Benchmarks Package.swift

tests-swift: libraries library-postgres
	@mkdir -p .build-test
	@echo "Building and running the Swift tests (some minutes the first time) …" >&2
	@swift test -c release -Xswiftc -enable-testing --scratch-path .build-test --disable-xctest \
	  > .build-test/tests.log 2>&1 || { $(failures) .build-test/tests.log; tail -1 .build-test/tests.log; exit 1; }
	@tail -1 .build-test/tests.log

# What failed in a log of swift build or swift test, and why.
failures := grep -B1 -A6 'error:\|✘ Test\|fatal\|Crash\|SIG'

# An environment of Python with the packages that a file names, from PyPI. The mark is a file of its
# own, since bin/python is a link to the system's.
.venv-test/installed: Tests/requirements.txt
.venv-engines/installed: Tests/Differential/engines/requirements.txt
.venv-bench/installed: Benchmarks/requirements.txt
.venv-data/installed: Tests/data-requirements.txt
.venv-test/installed .venv-engines/installed .venv-bench/installed .venv-data/installed: .venv-%/installed:
	@$(call need,$(missing-python))
	python3 -m venv .venv-$*
	.venv-$*/bin/pip install -q --disable-pip-version-check -r $<
	touch $@

# The data package, by the validator of the standard's authors: keys, links, types and constraints.
test-data: .venv-data/installed
	.venv-data/bin/frictionless validate datasets/datapackage.json
	.venv-data/bin/frictionless validate examples/own-data/datapackage.json

# The tests of what uses threads, under the thread sanitizer: no data race may happen.
test-threads: libraries library-postgres
	SWIFT_BACKTRACE=enable=no swift test --sanitize=thread --scratch-path .build-tsan --disable-xctest \
	  --filter '^(ExecutionTests|IOTests)\.'

# The Swift tests under the address sanitizer, and the C headers under that of undefined behavior too:
# Swift has none. Memory that is kept until the process ends is no fault.
test-sanitize: libraries library-postgres
	@mkdir -p .build-asan
	$(CLANG) -std=gnu11 -O1 -g -fsanitize=undefined,address -fno-sanitize-recover=all \
	  -o .build-asan/headers Tests/Headers/headers.c
	.build-asan/headers
	swift build --build-tests --sanitize address --scratch-path .build-asan
	ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 SWIFT_BACKTRACE=enable=no \
	  swift test --skip-build --sanitize address --scratch-path .build-asan --disable-xctest

# How soon Ctrl-C and the end of --timeout end the program: the table in SECURITY.md.
interrupts: build .venv-test/installed
	PATH=$(CURDIR)/.venv-test/bin:$$PATH SCOMM_DATASETS=$(CURDIR)/datasets \
	  $(PYTHON) Tests/Program/interrupts.py .build/release/scomm

# What users meet: the binary, its transcripts, a pseudo-terminal, and SQL over the same files.
tests-binary: build .venv-test/installed
	SCOMM=$(CURDIR)/.build/release/scomm $(PYTHON) -m pytest -q Tests/Program Tests/Terminal Tests/Differential/oracle
	SCOMM=$(CURDIR)/.build/release/scomm $(PYTHON) -m pytest -q Tests/Differential/engines -m "not server"
	@for script in examples/*.scq; do \
	  .build/release/scomm --verify "$${script%.scq}.transcript" || exit 1; done
	.build/release/scomm --quiet --check datasets/lessons/course.lesson examples/class/counties.lesson

# Fuzzes what reads bytes that others may have written, guided by coverage, FUZZ seconds a target; an
# input that ends the program is kept in .build-fuzz/found, and belongs into Tests/Fuzz/corpus.
FUZZ ?= 85
FUZZ_TARGETS = $(notdir $(wildcard Tests/Fuzz/corpus/*))
fuzz: libraries
	swift build -c release --scratch-path .build-fuzz --product FuzzTargets \
	  -Xswiftc -sanitize=fuzzer,address -Xswiftc -enable-testing -Xcc -fsanitize=address
	swiftc -sanitize=fuzzer,address -o .build-fuzz/scomm-fuzz .build-fuzz/release/libFuzzTargets.a -lsqlite3 -lz -lzstd
	@mkdir -p .build-fuzz/found
	@for target in $(FUZZ_TARGETS); do \
	  mkdir -p .build-fuzz/corpus/$$target && echo "$$target …" && \
	  ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 SWIFT_BACKTRACE=enable=no SCOMM_FUZZ=$$target \
	  .build-fuzz/scomm-fuzz .build-fuzz/corpus/$$target Tests/Fuzz/corpus/$$target -max_total_time=$(FUZZ) \
	    -detect_leaks=0 -rss_limit_mb=4000 -timeout=20 -artifact_prefix=.build-fuzz/found/$$target- 2>&1 \
	    | tail -1; \
	done; ! ls .build-fuzz/found | grep .

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
	@$(call need,$(missing-java); $(missing-server))

# The examples, failures and random queries in DuckDB, PostgreSQL and Spark: half an hour.
test-engines: engines programs-engines .venv-engines/installed
	swift build -c release --product scomm-hunt
	SCOMM=$(CURDIR)/.build/release/scomm SCOMM_HUNT=$(HUNT) \
	  $(PYTHON_ENGINES) -m pytest -q -s Tests/Differential/engines

# Runs the examples again and writes down what they say now: look at the difference before committing.
transcripts: build
	@for script in examples/*.scq examples/claims/*.scq; do \
	  .build/release/scomm --record "$$script" > "$${script%.scq}.transcript" || exit 1; done
	@.build/release/scomm --data raw=examples/own-data/removals-sample.csv --record examples/own-data/clean.scq \
	  > examples/own-data/clean.transcript
	@.build/release/scomm --data examples/own-data --record examples/own-data/ask.scq > examples/own-data/ask.transcript
	@.build/release/scomm --data results=examples/class/results.jsonl --record examples/class/class.scq \
	  > examples/class/class.transcript

# Draws the pictures of docs/gallery.md anew. Read the difference before you commit it.
gallery: build
	@python3 Tests/Program/gallery.py .build/release/scomm

# Writes the reference manual, the manual page and the editors' files anew, from the registries.
manual: build .venv-test/installed
	@mkdir -p docs
	@.build/release/scomm --help-all --format markdown > docs/reference.md
	@$(PYTHON) Tests/Program/highlighting.py .build/release/scomm
	@swift build --product generate-manual >/dev/null
	@"$$(swift build --show-bin-path)/generate-manual" .build/release/scomm --output-directory docs >/dev/null
	@sed -i -e 's/^$$/.Pp/' -e '/^.Ar subcommand/d' -e '/^.It Em help/,/^.El/d' -e '/^.Sh "EXIT STATUS"/,$$d' docs/scomm.1
	@cat docs/scomm.1.sections >> docs/scomm.1

# Measures the engine against DuckDB and Polars, in turns, and checks every answer; ROWS takes another size.
ROWS ?= 10000000
BENCH ?=
bench: libraries .venv-bench/installed
	swift build -c release --product scomm-bench --scratch-path .build-bench 2>&1 | grep -E 'error|Build' || true
	$(PYTHON_BENCH) Benchmarks/bench.py --bench .build-bench/release/scomm-bench --rows $(ROWS) $(BENCH)

# Measures start and loading against DuckDB's shell, sqlite3 and Miller, in turns.
bench-loading: build .venv-bench/installed
	swift build -c release --product scomm-bench --scratch-path .build-bench 2>&1 | grep -E 'error|Build' || true
	$(PYTHON_BENCH) Benchmarks/loading.py .build/release/scomm --bench .build-bench/release/scomm-bench $(BENCH)

# Measures questions over texts of very many different values against DuckDB's shell, in turns.
bench-cases: build .venv-bench/installed
	swift build -c release --product scomm-bench --scratch-path .build-bench 2>&1 | grep -E 'error|Build' || true
	$(PYTHON_BENCH) Benchmarks/cases.py .build/release/scomm --bench .build-bench/release/scomm-bench --rows $(ROWS) $(BENCH)

# Measures the questions of TPC-H against DuckDB's shell, in turns; SCALE takes another size, and BENCH='--folder DIR'
# keeps the tables.
SCALE ?= 1
bench-tpch: build .venv-bench/installed
	SCOMM_DATASETS=$(CURDIR)/datasets $(PYTHON_BENCH) Benchmarks/tpch.py .build/release/scomm --scale $(SCALE) $(BENCH)

# Measures how time and memory grow with rows, groups and columns, and draws it; up to a hundred million rows.
growth: libraries .venv-bench/installed
	swift build -c release --product scomm-bench --scratch-path .build-bench 2>&1 | grep -E 'error|Build' || true
	$(PYTHON_BENCH) Benchmarks/growth.py --bench .build-bench/release/scomm-bench

# Where `make install` puts the program; DESTDIR stands before it, for packages.
PREFIX ?= /usr/local
VERSION = $(shell sed -n 's/.*static let version = "\(.*\)"/\1/p' Sources/scomm/Scomm.swift)
MACHINE = $(shell uname -m)
SHARE = $(DESTDIR)$(PREFIX)/share
INSTALLED = $(DESTDIR)$(PREFIX)/bin/scomm $(SHARE)/man/man1/scomm.1 \
  $(SHARE)/bash-completion/completions/scomm $(SHARE)/zsh/site-functions/_scomm \
  $(SHARE)/fish/vendor_completions.d/scomm.fish \
  $(SHARE)/vim/vimfiles/syntax/scomm.vim $(SHARE)/vim/vimfiles/ftdetect/scomm.vim

# The program, its manual page, the completions of shells, and Vim's files.
install: build
	install -D -m 755 $(STATIC) $(DESTDIR)$(PREFIX)/bin/scomm
	install -D -m 644 docs/scomm.1 $(SHARE)/man/man1/scomm.1
	install -D -m 644 grammar/vim/syntax/scomm.vim $(SHARE)/vim/vimfiles/syntax/scomm.vim
	install -D -m 644 grammar/vim/ftdetect/scomm.vim $(SHARE)/vim/vimfiles/ftdetect/scomm.vim
	@mkdir -p $(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions $(SHARE)/fish/vendor_completions.d
	$(STATIC) --completions bash > $(SHARE)/bash-completion/completions/scomm
	$(STATIC) --completions zsh > $(SHARE)/zsh/site-functions/_scomm
	$(STATIC) --completions fish > $(SHARE)/fish/vendor_completions.d/scomm.fish

uninstall:
	rm -f $(INSTALLED)

# A folder with all of it in one file, the same bytes from the same sources.
dist:
	@rm -rf .build-dist && mkdir -p .build-dist
	@$(MAKE) --no-print-directory install DESTDIR=$(CURDIR)/.build-dist/ PREFIX=scomm-$(VERSION)-linux-$(MACHINE)
	@cp README.md CHANGELOG.md LICENSE .build-dist/scomm-$(VERSION)-linux-$(MACHINE)/
	@cp -r examples .build-dist/scomm-$(VERSION)-linux-$(MACHINE)/
	@tar -C .build-dist --sort=name --owner=0 --group=0 --numeric-owner --mode=go+rX,u+w,go-w \
	  --mtime=@$$(git log -1 --format=%ct) -cf - scomm-$(VERSION)-linux-$(MACHINE) \
	  | gzip -n9 > scomm-$(VERSION)-linux-$(MACHINE).tar.gz
	@ls -l scomm-$(VERSION)-linux-$(MACHINE).tar.gz

# A package for Debian and its like. Its maintainer is the author of the last commit.
deb: DEBIAN = .build-deb/DEBIAN
deb: DOC = .build-deb/usr/share/doc/scomm
deb:
	@rm -rf .build-deb && mkdir -p $(DEBIAN) $(DOC)
	@$(MAKE) --no-print-directory install DESTDIR=$(CURDIR)/.build-deb PREFIX=/usr
	@gzip -n9 .build-deb/usr/share/man/man1/scomm.1
	@rm -rf .build-deb/usr/share/vim/vimfiles && mkdir -p .build-deb/usr/share/vim/addons
	@cp -r grammar/vim/* .build-deb/usr/share/vim/addons/
	@mkdir -p .build-deb/usr/share/zsh/vendor-completions .build-deb/usr/share/lintian/overrides
	@mv .build-deb/usr/share/zsh/site-functions/_scomm .build-deb/usr/share/zsh/vendor-completions/
	@rmdir .build-deb/usr/share/zsh/site-functions
	@printf 'scomm (%s) unstable; urgency=medium\n\n  * See CHANGELOG.gz.\n\n -- %s  %s\n' "$(VERSION)" \
	  "$$(git log -1 --format='%an <%ae>')" "$$(git log -1 --format=%cD)" | gzip -n9 > $(DOC)/changelog.gz
	@gzip -n9 < CHANGELOG.md > $(DOC)/CHANGELOG.gz
	@{ echo 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/'; echo; \
	  echo 'Files: *'; echo "Copyright: $$(git log -1 --format='%ad %an' --date=format:%Y)"; \
	  echo 'License: GPL-3.0-or-later'; echo ' On Debian systems the text is in /usr/share/common-licenses/GPL-3.'; \
	  echo ' The data of the record are CC-BY-4.0.'; } > $(DOC)/copyright
	@printf '%s\n' '# One file for any machine: nothing is loaded at run time.' \
	  'scomm: statically-linked-binary' \
	  '# SQLite and readline are linked into it, for the same reason.' 'scomm: embedded-library *' \
	  > .build-deb/usr/share/lintian/overrides/scomm
	@printf '%s\n' 'Package: scomm' 'Version: $(VERSION)' "Architecture: $$(dpkg --print-architecture)" \
	  "Maintainer: $$(git log -1 --format='%an <%ae>')" 'Section: science' 'Priority: optional' \
	  "Installed-Size: $$(du -sk --apparent-size .build-deb/usr | cut -f1)" \
	  'Description: query shell over the record of the Secure Communities program' \
	  ' A pipeline language over tables of jurisdictions, removals, events and what' \
	  ' sources claim, with the record in it, and over CSV, JSON and SQLite files of' \
	  ' your own. Every result says where its numbers come from.' > $(DEBIAN)/control
	@chmod -R go+rX,u+w,go-w .build-deb
	@SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) dpkg-deb --root-owner-group --build .build-deb \
	  scomm_$(VERSION)_$$(dpkg --print-architecture).deb

clean:
	rm -rf .build .build-static .build-test .build-engines .build-bench .build-tsan .build-asan .build-fuzz .build-dist .build-deb .venv-test .venv-engines .venv-bench .venv-data
