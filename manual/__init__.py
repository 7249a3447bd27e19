"""The user's manual: hand-written pages in docs/, and the generated ones (`python -m manual.write`)."""
