# Everything goes through `pipeline`; each target is one line over it. `make help` lists them.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
RUN := $(VENV)/bin/pipeline
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup extract update check status publish serve new test lint golden bench \
	fuzz faults sbom lock tools clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.installed ## make the virtual environment with the locked requirements

extract: setup ## source articles -> templates in locales/templates
	@$(RUN) extract $(ARGS)

update: setup ## bring every catalog up to date with the English of today
	@$(RUN) update $(ARGS)

check: setup ## judge all catalogs; exit 1 when a translation has an error
	@$(RUN) check $(ARGS)

status: setup ## how far each language is, and what to translate next
	@$(RUN) status $(ARGS)

publish: setup ## build, validate and swap in output/
	@$(RUN) publish $(ARGS)

serve: setup ## preview of all languages on this machine, rebuilt on every save
	@$(RUN) serve $(ARGS)

new: setup ## start an article: make new ARTICLE=folder/name
	@$(RUN) new "$(ARTICLE)"

test: setup-dev ## all tests
	@$(PY) -m pytest -n 2 --dist worksteal $(ARGS)

lint: setup-dev ## ruff, and mypy --strict on the package
	@$(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy

golden: setup-dev ## accept what the golden site looks like now
	@$(PY) -m tests.golden.accept

bench: setup-dev ## measure the headline cases beside whichever peers are installed
	@$(PY) -m benchmarks $(ARGS)

fuzz: setup-dev ## the long sweeps: 100,000 generated catalogs and articles
	@$(PY) -m tests.fuzz $(ARGS)

faults: setup-dev ## kill and break every system call of publish and update, one at a time
	@$(PY) -m tests.faults.sweep $(ARGS)

sbom: setup-dev ## list what the program is made of, as CycloneDX, into .pipeline/sbom.json
	@mkdir -p .pipeline
	@$(VENV)/bin/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml \
		--output-reproducible --of JSON -o .pipeline/sbom.json

tools: ## the checkers that browser tests use, from npm, into .pipeline/tools
	@npm install --silent --no-audit --no-fund --ignore-scripts --prefix .pipeline/tools \
		vnu-jar@26.9.27 axe-core@4.14.1 html-validate@10.17.0

lock: setup-dev ## resolve the requirements anew, with hashes
	@$(PY) -m uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header \
		--python-version 3.11 pyproject.toml -o requirements.txt
	@$(PY) -m uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header \
		--python-version 3.11 pyproject.toml --extra dev --extra cluster -o requirements-dev.txt

clean: ## remove the working folder and the built site
	@rm -rf .pipeline output

setup-dev: $(VENV)/.installed-dev

$(VENV)/.installed: requirements.txt Makefile
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
		echo "make: Python is missing; on Debian or Ubuntu: apt install python3 python3-venv" >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "make: $(PYTHON) is older than 3.11; install a newer one, then: make PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "make: Python's venv module is missing; on Debian or Ubuntu: apt install python3-venv" >&2; exit 2; }
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PIP) -r requirements.txt
	@printf '#!%s\nimport sys\n\nsys.path.insert(0, "%s")\nfrom pipeline.cli import main\n\nmain()\n' \
		"$(CURDIR)/$(PY)" "$(CURDIR)" > $(RUN)
	@chmod +x $(RUN)
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	@$(PIP) -r requirements-dev.txt
	@touch $@
