"""What a note is read with besides its own file: options, playbook, and the program itself."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b

from cmkb.cached.program import program_stamp as program_stamp
from cmkb.model.playbook import Playbook
from cmkb.model.settings import Settings


def purpose_of(playbook: Playbook, settings: Settings) -> bytes:
    """Digest of it. The day, the site's name and the editor's address say nothing about a note."""
    read_with = replace(settings, today=None, site_name="", editor="")
    digest = blake2b(program_stamp(), digest_size=32)
    digest.update(repr((read_with, playbook)).encode("utf-8", "backslashreplace"))
    return digest.digest()
