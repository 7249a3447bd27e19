"""Bytes on disk become text, YAML and the list of a vault's files."""
