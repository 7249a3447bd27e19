"""Templates as Jinja compiled them: compiling takes longer than rendering most of the pages of a small vault."""

from __future__ import annotations

import jinja2
from jinja2.bccache import Bucket

from cmkb.cached.program import program_stamp
from cmkb.cached.sealed import Sealed


class CompiledTemplates(jinja2.BytecodeCache):
    """In the user's home, for all vaults. `purpose`: what besides a template's text its code depends on, such as the
    language. Jinja itself compares the text."""

    def __init__(self, sealed: Sealed, purpose: str) -> None:
        self.sealed = sealed
        self.prefix = purpose
        self.purpose = program_stamp() + purpose.encode()

    def load_bytecode(self, bucket: Bucket) -> None:
        data = self.sealed.read(self._name(bucket), self.purpose)
        if data is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.sealed.write(self._name(bucket), bucket.bytecode_to_string(), self.purpose)

    def _name(self, bucket: Bucket) -> str:
        return f"{self.prefix}-{bucket.key}"


def compiled_templates(purpose: str) -> CompiledTemplates | None:
    sealed = Sealed.of_user("templates")
    return CompiledTemplates(sealed, purpose) if sealed is not None else None
