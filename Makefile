# Отклик. Команды: make run (песочница), make live (настоящие площадки), make test, make bench, make chaos.
# Другой Python: make run PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help run live test bench chaos clean

help:
	@echo "make run    песочница: бот и страница http://127.0.0.1:8080, ничего настраивать не нужно"
	@echo "make live   настоящие площадки, токен в файле .env (образец: .env.example)"
	@echo "make test   все проверки"
	@echo "make bench  измерения скорости"
	@echo "make chaos  долгие испытания: убитая программа, сбои площадок, анонимность опросов; не дольше часа"
	@echo "make clean  убрать установленное (данные в data/ остаются)"

run: $(READY)
	@$(BIN)/python -m sandbox

live: $(READY)
	@$(BIN)/python -m bot run

test: $(READY)
	@.ci/checks $(BIN)

bench: $(READY)
	@$(BIN)/python -m bench

chaos: $(READY)
	@.ci/chaos $(BIN)

clean:
	rm -rf $(VENV) *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# The stamp is written last, so that a broken installation is tried again.
$(READY): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { \
	    echo "Нужен Python 3.11 или новее, команда «$(PYTHON)» не найдена." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "Нужен Python 3.11 или новее, а «$(PYTHON)» старее. Укажите другой: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	    echo "Не хватает модуля venv. В Debian и Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@echo "Устанавливаю нужное в $(VENV), это делается один раз…"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
