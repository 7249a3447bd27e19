"""`cmkb snooze`."""

from cmkb.cli.done import snooze as command

__all__ = ["command"]
