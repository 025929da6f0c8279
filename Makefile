# The only commands a person needs. Each runs the bootstrap first: with nothing to do it takes a tenth of a second.
# Works with GNU Make 3.81 (macOS) and in folders with spaces; every path here is relative to this file.

PYTHON ?= python3
JOBS ?= 2
BOOK := .venv/bin/python -m helpers
PYTEST := .venv/bin/python -m pytest
# A Python named by the person replaces an environment that another version made.
ASKED := $(if $(filter-out file default,$(origin PYTHON)),--asked)
UPGRADE_LOCK := $(if $(UPGRADE),--upgrade)

# What a person has set up for other work must not lead this book to other packages or kernels.
unexport PYTHONPATH
unexport PYTHONHOME
export PYTHONNOUSERSITE := 1
export JUPYTER_PREFER_ENV_PATH := 1
export JUPYTER_PLATFORM_DIRS := 1

.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help book test test-all check execute serve lab bench freeze release verify lock clean setup setup-lab

help: ## List the targets, a sentence each.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' Makefile

book: setup ## Run the notebooks that are out of date, then build the site, the PDFs and the data downloads into _build.
	@$(BOOK) build

test: setup ## Build the book if it is missing, then run the tests that take minutes, with every notebook executed anew.
	@test -f _build/html/index.html || $(BOOK) build
	@status=0; $(PYTEST) -n $(JOBS) --dist loadfile tests || status=1; \
	$(PYTEST) -n $(JOBS) --dist loadfile --nbval chapters || status=1; exit $$status

test-all: setup ## Run every test, with those that rebuild the real book: reproducibility, interruption, every mutation.
	@test -f _build/html/index.html || $(BOOK) build
	@status=0; $(PYTEST) -n $(JOBS) --dist loadfile -m "not alone" tests || status=1; \
	$(PYTEST) -m alone tests || status=1; \
	$(PYTEST) -n $(JOBS) --dist loadfile --nbval chapters || status=1; exit $$status

check: setup ## Check the tables in data/ against their schema, all faults in one report.
	@$(BOOK) check

execute: setup ## Run the notebooks that are out of date and store their outputs (ALL=1: run every notebook).
	@$(BOOK) execute $(if $(filter-out 0,$(ALL)),--all)

serve: setup ## Show the book on this machine and rebuild each page that is edited.
	@$(BOOK) serve

lab: setup-lab ## Open the chapters in JupyterLab, which is installed on first use.
	@.venv/bin/python -m jupyterlab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/chapters \
		$$(test "$$(id -u)" != 0 || echo --allow-root)

bench: setup ## Measure speed and memory, next to the plain way of building the same book.
	@$(BOOK) bench

freeze: setup ## Write down what the release that data/datapackage.json names promises: ids, digests, what changed, citation files.
	@$(BOOK) release --write

release: setup ## Build the frozen, committed release twice, compare, and pack it into dist with digests and notes.
	@$(BOOK) publish

verify: setup ## Tell whether a copy of the book (COPY=path; else the one built here) is the one that was released.
	@$(BOOK) verify $(if $(COPY),"$(COPY)")

lock: setup ## Solve the two lock files anew from pyproject.toml, keeping the versions that still fit (UPGRADE=1: the newest).
	@test -x .cache/uv/bin/uv || { .venv/bin/python -m venv .cache/uv && .cache/uv/bin/python -m pip install --quiet "uv>=0.9,<1"; }
	@.cache/uv/bin/uv pip compile pyproject.toml --output-file requirements.txt $(SOLVE)
	@echo 'jupyterlab>=4.4,<5' | .cache/uv/bin/uv pip compile - --constraint requirements.txt --output-file requirements-lab.txt $(SOLVE)

# One solution for every supported Python and system; digests for each package, and no address of an index.
SOLVE = --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet \
	--custom-compile-command "make lock" $(UPGRADE_LOCK)

clean: ## Remove the built book and the caches; the environment stays.
	@rm -rf _build .cache .pytest_cache .hypothesis

setup setup-lab:
	@command -v "$(PYTHON)" > /dev/null || { echo "The book needs Python 3.11 or newer, and there is no $(PYTHON) here: \
	install it, or name another, as in \`make book PYTHON=/usr/local/bin/python3.12\`." >&2; exit 1; }
	@"$(PYTHON)" -I src/helpers/bootstrap.py $(ASKED) $(if $(filter setup-lab,$@),--lab)
