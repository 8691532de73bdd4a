# The four commands for contributors (run, test, check, format), what makes generated files anew (picture, map, schema), and a
# comparison with other matchers: make benchmark DATA=train.jsonl [TEST=test.jsonl [OOS="strangers.jsonl ..."]] [OPTIONS="..."]
# Each sets up what it needs in .venv; the only requirements are make and Python 3.11 or newer.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check format picture map schema benchmark

run: .venv/run-requirements
	$(BIN)/python -m bot

test: .venv/dev-requirements
	$(BIN)/python -m pytest --cov --cov-report=
	$(BIN)/python -m coverage report

check: .venv/dev-requirements
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m bot check

format: .venv/dev-requirements
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

picture: .venv/run-requirements
	$(BIN)/python docs/picture.py

map: .venv/map-requirements
	$(BIN)/python docs/map.py

schema: .venv/run-requirements
	$(BIN)/python -m bot schema

benchmark: .venv/bench-requirements
	$(if $(DATA),,$(error name a data file, as in: make benchmark DATA=train.jsonl TEST=test.jsonl))
	$(BIN)/python -m benchmarks $(OPTIONS) $(DATA) $(TEST) $(OOS)

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it as in: make run PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/run-requirements: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet -r requirements.txt
	touch $@

.venv/dev-requirements: requirements.txt requirements-dev.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	touch $@

.venv/map-requirements: requirements-map.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet -r requirements-map.txt
	touch $@

.venv/bench-requirements: requirements.txt requirements-dev.txt requirements-bench.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet -r requirements-bench.txt
	touch $@
