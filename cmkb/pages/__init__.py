"""Answers become pages: `catalog.py` lists them, `markdown.py` renders notes, `templates/` hold the markup."""
