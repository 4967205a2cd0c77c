# make install: a virtual environment in .venv; every other target sets it up by itself.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
GROUP ?= core or browser or cluster
# Tests side by side, a file a process; SIDE_BY_SIDE= runs them one after the other.
SIDE_BY_SIDE ?= -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

# Hundreds of processes are started by the tests: each would compile every module anew where a machine forbids caches.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: install test lint check demo matrix bench quality pictures clean constraints

install: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("kliping needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 ...")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

check: $(STAMP)
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) -m '$(GROUP)'

test: lint check

demo: $(STAMP)
	$(BIN)/kliping demo

# The tests on every Python that this machine has, also where pyenv keeps them.
matrix:
	for version in 3.11 3.12 3.13 3.14; do \
	  found=$$(python$$version -c 'import sys; print(sys.executable)' 2>/dev/null || ls $$HOME/.pyenv/versions/$$version*/bin/python$$version 2>/dev/null | tail -n 1); \
	  if test -n "$$found"; then $(MAKE) check PYTHON=$$found VENV=.venv-$$version || exit 1; \
	  else echo "python$$version: not on this machine"; fi; done

# One benchmark: make bench NAME=papers_truth ARGS="10"
bench: $(STAMP)
	PYTHONPATH=tests $(BIN)/python tests/benchmarks/$(NAME).py $(ARGS)

# The pictures in the docs, taken anew; needs a Chromium.
pictures: $(STAMP)
	PYTHONPATH=tests $(BIN)/python tests/pictures.py

# How near extraction comes to a corpus's gold: make quality CORPUS=DIR ARGS="-v"
CORPUS ?= tests/pages
quality: $(STAMP)
	$(BIN)/kliping gold score $(CORPUS) $(ARGS)

# Versions and no addresses; what `make install` takes.
constraints: $(STAMP)
	$(BIN)/python -m pip freeze --exclude-editable | grep -E '^[A-Za-z0-9._-]+==' > constraints.txt

clean:
	rm -rf .venv .venv-* dist build .mypy_cache .ruff_cache .pytest_cache
