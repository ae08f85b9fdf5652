.PHONY: assets messages

assets: ## Build static/ from assets/ (needs Node; commit what it built)
	npm --prefix assets ci --no-audit --no-fund
	npm --prefix assets run build

messages: ## Collect the texts into the English catalogues and name what lacks English
	.venv/bin/python tools/messages.py
