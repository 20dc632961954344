# Everything here makes its own environment; nothing but Python 3.11 (or newer), make and git is needed.
export UV_SYSTEM_CERTS := 1
export PYTHONUNBUFFERED := 1
# Without compiled modules each process of the tests compiles all that it imports, which takes ten seconds.
unexport PYTHONDONTWRITEBYTECODE
PYTHON ?= python3
UV := .boot/bin/uv
RUN := $(UV) run --no-sync
READY := .venv/.ready
# One more than there are processors: tests wait for browsers, databases and other processes.
PROCESSES := $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 1)))
PYTEST := $(RUN) pytest -n $(PROCESSES) --dist worksteal

.DEFAULT_GOAL := help
CHECKS := formatting lint layers types strict-types
.PHONY: help demo serve test test-quick test-thorough storm storm-broken check $(CHECKS) format pictures bench clean

help: # lists those that have a description
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(READY) ## Set everything up and run it with four journeys to look at (Ctrl-C stops it)
	@.venv/bin/soundings demo

serve: $(READY) ## Run the service on your own data
	@.venv/bin/soundings serve

test: $(READY) ## Set everything up and run every test
	$(PYTEST)

test-quick: $(READY) ## Run what is quick: no browser, no servers of its own, no walk through all there is, laws on a fifth of the examples
	$(PYTEST) -m "not browser and not slow" --hypothesis-profile brief

test-thorough: $(READY) ## Run every test, those of laws on twenty times as many examples, chosen anew
	$(PYTEST) --hypothesis-profile thorough --timeout 3600

MINUTES ?= 20
SEED ?= $(shell date +%s)
storm: $(READY) ## Let faults rage over real processes for MINUTES (20), chosen by SEED, and look what they leave
	$(RUN) python -m tests.faults --minutes $(MINUTES) --seed $(SEED)

storm-broken: $(READY) ## The same over five builds that are wrong, each of which has to be found within five minutes
	$(RUN) python -m tests.faults --minutes 3 --seed $(SEED) --broken all

check: $(READY) ## Formatting, lint, types and the walls between the rooms, side by side
	@$(MAKE) --no-print-directory --jobs --keep-going --output-sync=target $(CHECKS)

formatting: $(READY)
	$(RUN) ruff format --check .

lint: $(READY)
	$(RUN) ruff check .

layers: $(READY)
	$(RUN) lint-imports

types: $(READY)
	$(RUN) mypy

strict-types: $(READY)
	$(RUN) basedpyright

format: $(READY) ## Format the code and mend what lint can mend
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

pictures: $(READY) ## Take pictures of every page of the demo (build/pictures) and of those the README shows
	$(RUN) python -m tests.web.pictures

bench: $(READY) ## How to measure speed
	@cat benchmarks/README.md

clean: ## Remove the environments and caches
	rm -rf .boot .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	  || { echo "Python 3.11, 3.12 or 3.13 is needed; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv .boot \
	  || { echo "$(PYTHON) cannot make a virtual environment (on Debian: apt-get install python3-venv)" >&2; exit 1; }
	@.boot/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.8.13'

$(READY): pyproject.toml uv.lock | $(UV)
	@$(UV) sync --quiet --locked --extra embedded --python .boot/bin/python
	@touch $@
