# Every target does its own set-up: it needs Python 3.11 or later, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# The suite starts many processes: what one has compiled, the next need not.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo run test quick soak check bench lock format clean

demo: $(READY)  ## the bot at work on a simulated Discord, in your browser
	$(BIN)/python -m bot demo

run: $(READY)  ## the real bot; needs DISCORD_TOKEN (see .env.example)
	$(BIN)/python -m bot run

test: $(READY)  ## the whole test suite; ARGS chooses a part: make test ARGS="tests/discord -k digest"
	$(BIN)/python -m pytest -n 3 $(ARGS)

quick: $(READY)  ## what needs no process, server, demo, drawing or simulated Discord: under half a minute
	$(BIN)/python -m pytest -n 2 -m "not slow and not soak" tests/unit tests/contract $(ARGS)

soak: $(READY)  ## the long runs: 200 kills, 2,000 sequences of everything that may happen
	HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -m soak -o asyncio_debug=true --hypothesis-show-statistics

check: $(READY)  ## linters, types, contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)  ## the benchmarks: a table, and JSON beside it
	$(BIN)/python -m benchmarks

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(READY)  ## writes requirements.txt and requirements-dev.txt from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml $(LOCK) -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml $(LOCK) --group dev -o requirements-dev.txt

LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --upgrade \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

$(READY): requirements-dev.txt
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build *.egg-info
