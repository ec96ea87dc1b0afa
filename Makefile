# One command for each habit. A fresh machine needs Python 3.11 or newer, make and git.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
OLDER := .venv-frictionless-518
BIN := $(VENV)/bin
PIP_QUIET := --quiet --quiet --disable-pip-version-check --no-input

EXAMPLES := build/examples
SCANNED := build/scans
DRAWN := build/draw
DEMO := outputs/demo
EXAMPLE := outputs/example
SCREENS ?= outputs/screenshots
PDFS ?= ../shared/real
IMG2TABLE := .venv-img2table
RESULTS := tests/bench/results

# The validator release that CKAN's extension pins, for the compatibility test.
export YUSUAN_FRICTIONLESS_518 := $(CURDIR)/$(OLDER)

.PHONY: help setup demo example examples test lint format lock bench bench-peers bench-growth bench-ocr bench-printed bench-repair bench-repair-scans bench-batch bench-report bench-review conserve scans draw twins numerals prove-ckan prove-publish screenshots clean

help:
	@echo "make setup     install everything into $(VENV) (repeatable)"
	@echo "make demo      build the bundled examples, run yusuan on them, say where the results are"
	@echo "make example   write the committed example release and its report anew, in $(EXAMPLE)"
	@echo "make test      all tests"
	@echo "make lint      ruff, mypy --strict, import contracts"
	@echo "make conserve  is every printed number in exactly one cell? (PDFS=$(PDFS))"
	@echo "make bench     cost and exactness beside other readers (PDFS=folder TRUTH=folder; default: the examples)"
	@echo "make bench-growth 1 to 1,000 documents, 1 and 2 workers: time and memory (BENCH='--documents 1 10')"
	@echo "make bench-ocr what is read right from rasterised pages, beside RapidOCR (PDFS=$(PDFS))"
	@echo "make bench-printed a budget as a browser prints it in seventeen looks, digital and scanned, read to the amount"
	@echo "make bench-repair amounts erased and garbled on purpose: restored right, left, wrong (PDFS=folder; default: the examples)"
	@echo "make bench-report what a report costs to write, store and open (RELEASE=folder; default: the demo)"
	@echo "make bench-batch kills, hostile files, throughput, memory, a million lines (BENCH='--only kills')"
	@echo "make bench-review seconds to a reviewer's first table, what decisions add to a run (PDFS=folder; default: the examples)"
	@echo "make bench-repair-scans amounts of scans before and after repair (PDFS=folder; default: the examples)"
	@echo "make scans     PDFs as a scanner delivers them, in $(SCANNED) (PDFS=folder; default: $(PDFS), else the examples)"
	@echo "make draw      four hard pages beside what is read from them, as pictures in $(DRAWN)"
	@echo "make twins     the five sources as scans: what differs from their digital twins (TWINS='--recipe 150')"
	@echo "make numerals the numeral network's weights anew: fonts, 600,000 lines, an hour (NUMERALS='--minutes 5')"
	@echo "make lock      renew requirements.lock from pyproject.toml"
	@echo "make prove-ckan a release into CKAN itself, twice: one dataset, the same resources, the same bytes"
	@echo "make prove-publish a second publish touches the rows that differ and no other, in SQLite and PostgreSQL (PDFS=folder)"
	@echo "make screenshots Datasette and the report as pictures, in $(SCREENS); page weight, load time (RELEASE=folder with its report)"
	@echo "make clean     remove environments, caches and builds"

# --- setup: each step leaves a stamp, so that a second run does nothing ---------------------------------------
setup: $(VENV)/.project $(VENV)/.apt $(OLDER)/.installed
	@# As pip does for what it installs: where PYTHONDONTWRITEBYTECODE is set every process would compile all modules anew.
	@$(BIN)/python -m compileall -q pipeline ocr_fallback

$(VENV)/.python:
	@test -n "$(PYTHON)" || { echo "setup: no python3 found; install Python 3.11 or newer" >&2; exit 4; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "setup: $(PYTHON) is older than 3.11; run make setup PYTHON=/path/to/python3.11" >&2; exit 4; }
	@"$(PYTHON)" -m venv $(VENV) \
	  || { echo "setup: cannot make a virtual environment; on Debian: apt-get install python3-venv" >&2; exit 4; }
	@touch $@

$(VENV)/.locked: requirements.lock $(VENV)/.python
	@echo "setup: installing the locked packages into $(VENV)"
	@$(BIN)/python -m pip install $(PIP_QUIET) --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.project: pyproject.toml $(VENV)/.locked
	@$(BIN)/python -m pip install $(PIP_QUIET) --no-deps --no-build-isolation --editable .
	@touch $@

$(OLDER)/.installed: $(VENV)/.python
	@echo "setup: installing frictionless 5.18.0 into $(OLDER)"
	@"$(PYTHON)" -m venv $(OLDER)
	@$(OLDER)/bin/python -m pip install $(PIP_QUIET) "frictionless[pandas,parquet]==5.18.0"
	@touch $@

# Debian packages, one a line: the fonts the corpus is typeset with, the browser the pages are opened in.
APT_LISTS := $(wildcard tests/corpus/apt-packages.txt tests/browser/apt-packages.txt)
$(VENV)/.apt: $(APT_LISTS) $(VENV)/.python
	@for list in $(APT_LISTS); do .ci/apt-packages $$list; done
	@touch $@

lock:
	@$(VENV)/bin/python -m pip install $(PIP_QUIET) uv
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --all-extras --no-strip-extras \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	  --no-emit-package yusuan --upgrade pyproject.toml -o requirements.lock

# --- what a user does --------------------------------------------------------------------------------------------
examples: setup
	@$(BIN)/python -m tests.corpus.build $(EXAMPLES)

demo: examples
	@rm -rf $(DEMO)
	@$(BIN)/yusuan run $(EXAMPLES) -o $(DEMO)
	@$(BIN)/yusuan validate $(DEMO)
	@$(BIN)/yusuan report $(DEMO)
	@echo
	@echo "The release lies in $(DEMO)/: datapackage.json, data/ (CSV and Parquet), manifest.json, logs/run.jsonl, report/index.html"
	@echo "Try:"
	@echo "  head -3 $(DEMO)/data/budget_lines.csv"
	@echo "  $(BIN)/yusuan show $(DEMO) $$(sed -n 2p $(DEMO)/data/tables.csv | cut -d, -f1)"
	@echo "  $(BIN)/python -c 'from pipeline import open_release; print(open_release(\"$(DEMO)\")[\"budget_lines\"].head())'"

# The release that is committed: run it whenever what a run or a report writes has changed.
example: setup
	@$(BIN)/python -m tests.corpus.example $(EXAMPLE)

# --- what a developer does ---------------------------------------------------------------------------------------
test: setup
	@$(BIN)/python -m pytest -n auto $(PYTEST)

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: setup
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

conserve: setup
	@$(BIN)/python -m tests.conserve.conserve --pdfs $(PDFS) $(CONSERVE)

# The figures of the README: `make bench`, and `make bench PDFS=../shared/real TRUTH=../shared/truth NAME=real`.
NAME ?= corpus
bench: examples bench-peers
	@$(BIN)/python -m tests.bench.bench --pdfs $(if $(filter command line environment,$(origin PDFS)),$(PDFS),$(EXAMPLES)) \
	  $(if $(TRUTH),--truth $(TRUTH)) --json $(RESULTS)/$(NAME).json --charts $(RESULTS) $(BENCH)

# A peer that cannot share our environment: it brings another build of OpenCV into the same folder.
bench-peers: $(IMG2TABLE)/.installed

$(IMG2TABLE)/.installed: $(VENV)/.python
	@echo "bench: installing img2table 2.0.0 into $(IMG2TABLE)"
	@"$(PYTHON)" -m venv $(IMG2TABLE)
	@$(IMG2TABLE)/bin/python -m pip install $(PIP_QUIET) "img2table==2.0.0"
	@touch $@

bench-growth: examples
	@$(BIN)/python -m tests.bench.growth --pdfs $(EXAMPLES) --json $(RESULTS)/growth.json $(BENCH)

bench-repair: examples
	@$(BIN)/python -m tests.bench.repair --pdfs $(if $(filter command line environment,$(origin PDFS)),$(PDFS),$(EXAMPLES)) $(BENCH)

# A release that is named must be there; without one the demo's is measured.
bench-report: $(if $(RELEASE),setup,demo)
	@$(BIN)/python -m tests.bench.report $(or $(RELEASE),$(DEMO)) $(BENCH)

bench-batch: setup
	@$(BIN)/python -m tests.bench.batch $(BENCH)

bench-review: examples
	@$(BIN)/python -m tests.bench.review --pdfs $(if $(filter command line environment,$(origin PDFS)),$(PDFS),$(EXAMPLES)) $(BENCH)

bench-repair-scans: examples
	@$(BIN)/python -m tests.bench.repair_scans --pdfs $(if $(filter command line environment,$(origin PDFS)),$(PDFS),$(EXAMPLES)) $(BENCH)

# A budget printed by Chromium in many looks, digital and scanned.
bench-printed: setup
	@$(BIN)/python -m tests.bench.printed $(BENCH)

bench-ocr: setup
	@$(BIN)/python -m tests.bench.ocr --pdfs $(PDFS) $(BENCH)

# A folder that is named must be there; the default one need not be.
scans: examples
	@$(BIN)/python -m tests.corpus.scans $(SCANNED) \
	  --pdfs $(if $(filter file,$(origin PDFS)),$(or $(wildcard $(PDFS)),$(EXAMPLES)),$(PDFS)) $(SCANS)

draw: setup
	@$(BIN)/python -m tests.draw.draw $(DRAWN)

# CKAN in an environment of its own (it pins what it needs), two batches of a release into it.
CKAN := build/ckan
$(CKAN)/.installed: $(VENV)/.python tests/prove/apt-packages.txt
	@.ci/apt-packages tests/prove/apt-packages.txt
	@"$(PYTHON)" -m venv $(CKAN)
	@$(CKAN)/bin/python -m pip install $(PIP_QUIET) "ckan[requirements]==2.11.6" setuptools
	@touch $@

prove-ckan: examples $(CKAN)/.installed
	@$(BIN)/yusuan run $(EXAMPLES)/*--ruled.pdf -o build/ckan-release
	@$(BIN)/python -m tests.prove.ckan build/ckan-release --ckan $(CKAN)

# What users see, of the committed example: pictures, weight and load time of each page.
screenshots: setup
	@$(BIN)/python -m tests.draw.screens $(or $(RELEASE),$(EXAMPLE)) $(SCREENS)

# Two releases of a folder that differ by a document and a decision, the second published over the first.
prove-publish: examples
	@.ci/apt-packages tests/prove/apt-packages.txt
	@$(BIN)/python -m tests.prove.publish_twice --pdfs $(if $(filter command line environment,$(origin PDFS)),$(PDFS),$(EXAMPLES))

twins: setup
	@$(BIN)/python -m tests.bench.scans_twin $(TWINS)

# In an environment of its own: torch is larger than all else together, and only this needs it.
TRAINING := .venv-training
$(TRAINING)/.installed: $(VENV)/.python
	@echo "numerals: installing torch into $(TRAINING)"
	@"$(PYTHON)" -m venv $(TRAINING)
	@$(TRAINING)/bin/python -m pip install $(PIP_QUIET) "torch>=2.10,<3" "onnx>=1.17,<2" "pillow>=11" numpy opencv-python-headless
	@touch $@

numerals: $(TRAINING)/.installed
	@ocr_fallback/training/get-fonts build/fonts
	@$(TRAINING)/bin/python -m ocr_fallback.training.fit --fonts build/fonts $(NUMERALS)

clean:
	@rm -rf $(VENV) $(OLDER) $(IMG2TABLE) $(TRAINING) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
