"""cmkb compiles a client manager's Markdown notes into a private, offline site. Start at `build.py`."""

__version__ = "0.1.0"
