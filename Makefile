# `make site` builds the sample vault, `make serve` shows it, `make test` runs every check. Needs Python 3.11 or newer.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: site serve manual test test-long coverage lint album messages bundle constraints clean

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

# Which lines of cmkb/ no test passes, and into build/coverage which test passes which: benchmarks/mutate.py asks that.
coverage: $(VENV)/test
	$(PIP) --editable '.[test,lint,coverage]'
	rm -rf build/coverage && mkdir -p build/coverage
	$(BIN)/python -m coverage run -m pytest -q -m "not long and not browser" -p benchmarks.contexts -n 2 --dist loadscope
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report --fail-under=95

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
	@$(BIN)/python -m compileall -q cmkb  # pip does so for a package that is not editable
	@touch $@

$(VENV)/test: $(VENV)/cmkb
	$(PIP) --editable '.[test,lint]'
	@touch $@

# Pictures of every type of page, to look at: build/album. Small ones go into the manual's album.
album: $(VENV)/test
	$(BIN)/python -m tests.browser.album
	$(BIN)/python -m manual.album
	$(BIN)/python -m manual.write

# Collects the texts into the catalogues and compiles them; what is new stands there with an empty msgstr.
LOCALES := cmkb/locales
messages: $(VENV)/test
	$(BIN)/pybabel -q extract --mapping babel.cfg --keywords "say N_ fault notice part sentence" --no-location \
		--sort-output --omit-header --output $(LOCALES)/cmkb.pot .
	$(BIN)/pybabel -q update --domain cmkb --input-file $(LOCALES)/cmkb.pot --output-dir $(LOCALES) \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel -q compile --domain cmkb --directory $(LOCALES)
	rm $(LOCALES)/cmkb.pot

# For Windows without a network: dist/cmkb-…-windows.zip. More: python -m windows_bundle --help
bundle: $(VENV)/cmkb
	$(PIP) --editable '.[bundle]'
	$(BIN)/python -m windows_bundle

# Versions only: a lock file would record where the packages came from.
constraints:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --no-header --no-annotate --no-emit-index-url --all-extras --upgrade \
		--python-version 3.11 pyproject.toml --output-file constraints.txt

# Tools of a release, in an environment of their own: what they bring along is none of ours. Both need the network.
.PHONY: audit sbom
TOOLS := build/tools

$(TOOLS)/bin/python: $(VENV)/python
	$(BIN)/python -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check pip-audit cyclonedx-bom

# Known weaknesses of every pinned package. One that could not be looked up fails it too, in one line: then nothing is
# known of any.
audit: $(TOOLS)/bin/python
	@$(TOOLS)/bin/pip-audit --strict --disable-pip --no-deps --progress-spinner off --requirement constraints.txt \
		2> build/audit.txt && tail -n 1 build/audit.txt || { \
		if grep -q "^Found" build/audit.txt; then grep "^Found" build/audit.txt; \
		else echo "没有查成，不算通过 / not looked up, so not passed: $$(grep . build/audit.txt | tail -n 1)"; fi; exit 1; }

# What a user gets: cmkb and what it needs to run, in the pinned versions.
sbom: $(TOOLS)/bin/python
	rm -rf build/release
	$(BIN)/python -m venv --without-pip build/release
	$(BIN)/python -m pip --python build/release/bin/python install --quiet --disable-pip-version-check \
		--constraint constraints.txt .
	mkdir -p dist
	$(TOOLS)/bin/cyclonedx-py environment build/release/bin/python --pyproject pyproject.toml \
		--output-reproducible --output-format JSON --output-file dist/cmkb.cdx.json

clean:
	rm -rf $(VENV) site site-team .cmkb dist build
