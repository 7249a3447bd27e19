"""What is raised for a picture, a sound or a film of which nobody can tell what is in it."""

from __future__ import annotations


class Unreadable(ValueError):
    """Begins like a picture and is none that we understand."""
