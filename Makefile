# make demo   make the environment, run the tool on corpus/, say where to look
# make test   everything that the tests need, then the tests
# make lint   style, types, one-way imports
# make corpus makes reports with known truth (CORPUS="--count 50 --formats txt,pdf -o build/corpus")
# make evaluate  how right the extractor is on generated reports, beside the last committed result
# make fuzz   changed inputs through every reader and the whole line (FUZZ="pdf docx --seconds 3600"); docs/fuzzing.md
# make bench  the line from file to JSON beside bare PDFium
# make audit  are the licences of what is installed those of docs/licences.md; how known holes are looked up
# make bundle the folder that installs Gouji without network, for Linux and Windows (BUNDLE="--targets here --pythons here")
# make lock   resolve the dependencies again: .ci/locked.txt with hashes, constraints.txt
# make clean  take away what these made

SHELL := /bin/bash
.DEFAULT_GOAL := help
BIN := .venv/bin

.PHONY: help demo test lint corpus evaluate fuzz bench audit bundle lock clean environment

help:
	@sed -n 's/^# make /  make /p' Makefile

environment: .venv/.ready

.venv/.ready: pyproject.toml .ci/locked.txt .ci/environment.sh
	@.ci/environment.sh

demo: environment
	@.ci/demo.sh

test: environment
	@.ci/system-packages.sh
	$(BIN)/python -m pytest -n 2 $(PYTEST)

lint: environment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy extractor
	$(BIN)/mypy -p corpus.recipes
	$(BIN)/lint-imports

corpus: environment
	$(BIN)/python -m corpus.recipes $(or $(CORPUS),-o build/corpus)

evaluate: environment
	$(BIN)/python benchmarks/evaluate.py $(EVALUATE)

fuzz: environment
	$(BIN)/python -m tests.fuzz $(FUZZ)

bench: environment
	@for bench in benchmarks/bench_*.py; do $(BIN)/python "$$bench" $(BENCH); done

audit: environment
	$(BIN)/python .ci/licences.py --check
	@echo "licences are as docs/licences.md says; known holes, with network: pipx run pip-audit -r constraints.txt --no-deps"

bundle: environment
	$(BIN)/python .ci/bundle/make_bundle.py $(BUNDLE)

lock: environment
	.ci/lock.sh $(LOCK)

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
