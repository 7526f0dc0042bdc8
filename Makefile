# sweval: `make` lists the commands. Windows without make: see "Without make" in README.md.
PYTHON ?= python3
BIN := .venv/bin
STATION := shiqi-2024-midterm

.DEFAULT_GOAL := help
.PHONY: help report quick test check coverage lab bench clean lock fonts audit mutation outputs

help: ## list the commands / 列出命令
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{printf "  make %-9s %s\n", $$1, $$2}'

report: .venv/run ## make the published station's reports / 生成已公布案例的报告
	@$(BIN)/sweval run $(STATION) --edition working --edition official

quick: .venv/dev ## lint, types, rule book, fast unit tests: a minute / 一分钟的检查
	@$(BIN)/python -m tools.quality quick

test: .venv/dev ## lint, types, tests, notebook, browser / 运行全部测试
	@$(BIN)/python -m tools.quality test

check: .venv/dev ## all examples, places and pages, breakages that must be noticed / 运行全部较慢的检查
	@$(BIN)/python -m tools.quality check

coverage: .venv/dev ## which lines and branches no test runs / 测试覆盖率
	@$(BIN)/python -m tools.quality coverage

lab: .venv/lab ## open the notebooks in JupyterLab / 用 JupyterLab 打开笔记本
	@$(BIN)/sweval lab

bench: .venv/dev ## measure against papermill + nbconvert / 与常规做法比较用时
	@$(BIN)/python benchmarks/run.py

clean: ## remove reports and caches, keep .venv / 清除报告和缓存
	@rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage*
	@find reports -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +

lock: .venv/dev ## pin the dependencies anew (maintainers) / 更新依赖锁定
	@$(BIN)/pip install -q uv && $(BIN)/python -m tools.lock

fonts: .venv/dev ## make the page fonts anew (maintainers) / 重新生成网页字体
	@$(BIN)/sweval run --all --edition working --edition official --formats html
	@$(BIN)/python -m tools.make_fonts common reports/published reports/demo

audit: .venv/dev ## look the pinned packages up among known vulnerabilities (needs the internet) / 检查依赖的已知漏洞
	@$(BIN)/pip install -q pip-audit && $(BIN)/pip-audit --disable-pip --no-deps --require-hashes -r requirements.txt

mutation: .venv/dev ## change the rules' code bit by bit: do the tests notice? (three hours) / 变异测试
	@$(BIN)/python -m tools.mutation

outputs: .venv/dev ## store the notebook's text outputs anew (maintainers) / 更新笔记本中保存的输出
	@$(BIN)/python -m tools.store_outputs

# Each environment is a step on the one before; a changed lock file makes it anew. --no-deps: the lock files are
# complete, and a resolver that looks beyond them fails once a newer version of a package with extras appears.
.venv/made:
	@$(PYTHON) -c 'import sys; ok = (3, 11) <= sys.version_info[:2] <= (3, 13); sys.exit(None if ok else "sweval needs Python 3.11 to 3.13; try: make PYTHON=python3.12 ...")'
	@echo "making .venv and installing the pinned packages; this happens once ..."
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/run: .venv/made requirements.txt pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/dev: .venv/run requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	@touch $@

.venv/lab: .venv/run requirements-lab.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-lab.txt
	@touch $@
