# `make site` builds the sample vault, `make serve` shows it, `make test` runs every check. Needs Python 3.11 or newer.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: site serve manual test test-long lint album bundle constraints clean

site: $(VENV)/cmkb
	$(BIN)/cmkb build
	@echo
	@echo "  打开 Open:   site/index.html"
	@echo "  边写边看 Serve:  make serve"

serve: $(VENV)/cmkb
	$(BIN)/cmkb serve

manual: $(VENV)/cmkb
	$(BIN)/python -m manual.write
	$(BIN)/mkdocs build --quiet --strict --config-file manual/mkdocs.yml
	@echo "  打开 Open:   manual/site/index.html"

test: $(VENV)/test lint
	$(BIN)/python -m tests.browser.find_browser
	$(BIN)/python -m pytest -q -m "not long" -n 2 --dist loadscope

test-long: $(VENV)/test
	$(PIP) --editable '.[test,lint,engines,bundle]'
	$(BIN)/python -m pytest -q -m long
	CMKB_HYPOTHESIS=long $(BIN)/python -m pytest -q -m "not long and not browser" -n 2 --dist loadscope

lint: $(VENV)/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The stamps are made anew whenever the dependencies change.
$(VENV)/python:
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 以上 / Python 3.11 or newer is needed"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/cmkb: $(VENV)/python pyproject.toml constraints.txt
	$(PIP) --editable .
	@touch $@

$(VENV)/test: $(VENV)/cmkb
	$(PIP) --editable '.[test,lint]'
	@touch $@

# Pictures of every type of page, to look at: build/album.
album: $(VENV)/test
	$(BIN)/python -m tests.browser.album

# For Windows without a network: dist/cmkb-…-windows.zip. More: python -m windows_bundle --help
bundle: $(VENV)/cmkb
	$(PIP) --editable '.[bundle]'
	$(BIN)/python -m windows_bundle

# Versions only: a lock file would record where the packages came from.
constraints:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --no-header --no-annotate --no-emit-index-url --all-extras --upgrade \
		--python-version 3.11 pyproject.toml --output-file constraints.txt

clean:
	rm -rf $(VENV) site site-team .cmkb dist build
