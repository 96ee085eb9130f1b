# Two commands do everything on a fresh machine: make run, make test.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
SOURCES := kb indexer web workbench tests bench tools

.PHONY: help run before-run test lint unit browser index check evaluate clean ocr test-themes screenshots extremes

help: ## Toon deze lijst
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

run: before-run $(VENV)/.run ## Installeer wat nodig is, bouw de index en serveer op http://127.0.0.1:8080
	@$(BIN)/kb index --if-changed || [ $$? -eq 3 ]
	@$(BIN)/python -m web.serving.before_start --adres
	@exec $(BIN)/kb serve

# Installing and building take minutes: what is wrong with the settings or the port is told before.
before-run: $(VENV)/bin/python
	@$(BIN)/python -m web.serving.before_start

test: lint unit browser ## Installeer wat nodig is en controleer alles: stijl, typen, importrichting, tests, browser
	@echo "Alles in orde."

lint: $(VENV)/.test
	@echo "Stijl, typen en importrichting ..."
	@$(BIN)/ruff check $(SOURCES)
	@$(BIN)/ruff format --check $(SOURCES)
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/codespell kb indexer web workbench tests docs README.md CONTRIBUTING.md CHANGELOG.md

# Three workers on two cores: there is always one that waits, for a site that ends or a file that is refused.
unit: $(VENV)/.test
	@bash tools/programs.sh nginx tesseract || [ -z "$$CI" ] || { echo "In CI mogen nginx en tesseract niet ontbreken."; exit 1; }
	@echo "Tests ..."
	@$(BIN)/pytest -n 3 -m "not browser and not themes"

browser: $(VENV)/.test
	@if bash tools/programs.sh chromium-headless-shell > /dev/null || bash tools/programs.sh chromium; then \
	  echo "Browsertests ..."; $(BIN)/pytest -n 2 -m "browser and not themes" tests/browser; \
	elif [ -n "$$CI" ]; then echo "In CI mag Chromium niet ontbreken."; exit 1; \
	else echo "De tests in tests/browser zijn overgeslagen."; fi

index: $(VENV)/.run ## Bouw de index opnieuw
	@$(BIN)/kb index

check: $(VENV)/.run ## Controleer het corpus, met verslag
	@$(BIN)/kb check --report

test-themes: $(VENV)/.test ## Beproef de site met twee openbare NL Design System-thema's (haalt ze van npm)
	@bash tools/themes.sh

screenshots: $(VENV)/.test index ## Maak de schermafdrukken in docs/screenshots opnieuw
	@$(BIN)/python tools/screenshots.py

extremes: $(VENV)/.test index ## Fotografeer de leegste en de volste bladzijde van elke soort, in docs/screenshots/uitersten
	@$(BIN)/python tools/extremes.py

evaluate: $(VENV)/.evaluate ## Meet het vinden op een vragenbestand: make evaluate QUESTIONS=bestand
	@$(BIN)/kb evaluate $(QUESTIONS)

clean: ## Verwijder wat gemaakt is
	rm -rf $(VENV) index modellen build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

ocr: ## Installeer van Debian wat `kb add --ocr` nodig heeft om letters van plaatjes te lezen (tesseract met Nederlands)
	@bash tools/programs.sh tesseract

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 of nieuwer is nodig; geef het met: make run PYTHON=python3.11"; exit 1; }
	@echo "Virtuele omgeving maken in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python pyproject.toml constraints.txt
	@bash tools/torch_notice.sh $(BIN)/python
	@echo "Pakketten installeren (torch is het grootste; dit duurt enkele minuten) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt "torch==2.13.0"
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[index,toevoegen]"
	@touch $@

$(VENV)/.evaluate: $(VENV)/.run
	@echo "Pakketten voor het meten installeren ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[evaluatie]"
	@touch $@

$(VENV)/.test: $(VENV)/.run
	@echo "Pakketten voor het testen installeren ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[index,toevoegen,evaluatie,mcp,postgres,dev]"
	@touch $@

-include Makefile.strong
