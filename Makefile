# The recipes that people and CI run. `make` lists them.
PYTHON ?= python3

.PHONY: help demo test lint types contracts check live record floors schemas docs

help:            ## list the recipes
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/ —/'

demo:            ## the main job on an example article, with the embedded model
	$(PYTHON) -m summarizer run examples/articles/harbour-deal.txt --format text

test:            ## all tests that need no model
	$(PYTHON) -m pytest -q

lint:            ## ruff: rules and format
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

types:           ## mypy, strict
	$(PYTHON) -m mypy

contracts:       ## who may import whom
	$(PYTHON) -c "from importlinter.cli import lint_imports_command as c; c()"

check: lint types contracts test  ## everything that needs no model

live:            ## tests with the real embedded model (minutes; fetches 1.1 GB once)
	$(PYTHON) -m pytest -q -m live

record:          ## record the cassettes anew from the embedded model (some 15 minutes)
	SUMMARIZER_RECORD=1 $(PYTHON) -m pytest -q tests/replay

floors:          ## raise the floors of the quality gate to what the cassettes are worth now
	SUMMARIZER_RAISE_FLOORS=1 $(PYTHON) -m pytest -q tests/replay/test_quality.py

schemas:         ## write the published JSON Schemas anew
	$(PYTHON) -m summarizer.schema

docs:            ## write docs/cli.md and the keys in docs/review.md anew from the program itself
	$(PYTHON) docs/generate.py
