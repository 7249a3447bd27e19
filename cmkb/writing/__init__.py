"""The only place that writes into a vault. `changes.py` is the one way to change notes."""
