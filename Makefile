# Every target makes the environment it needs; nothing is installed outside .venv.
PYTHON ?= python3.11
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: demo test check format words docs bench bench-postgres faults wheel clean

demo: $(STAMP)
	$(BIN)/dealtrack demo

test: $(STAMP)
	$(BIN)/python -m pytest -n auto

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

words: $(STAMP)
	$(BIN)/python tools/words.py

docs: $(STAMP)
	$(BIN)/python tools/reference.py

bench: $(STAMP)
	$(BIN)/python -m benchmarks

bench-postgres: $(STAMP)
	$(BIN)/python -m benchmarks.postgres

faults: $(STAMP)
	$(BIN)/python tools/reliability.py

wheel: $(STAMP)
	$(BIN)/python -m build --wheel

clean:
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(STAMP): pyproject.toml tools/words.py $(wildcard src/dealtrack/text/*/LC_MESSAGES/*.po)
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@
