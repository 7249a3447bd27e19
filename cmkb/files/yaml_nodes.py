"""What a YAML text consists of, with places; `files/yaml.py` builds it."""

from __future__ import annotations

from cmkb.model.immutable import immutable
from cmkb.model.note import Place


@immutable
class Scalar:
    """`plain`: written without quotes. An absent value (`key:`) is a plain empty text."""

    text: str
    plain: bool
    place: Place


@immutable
class Sequence:
    items: tuple[Node, ...]
    place: Place


@immutable
class Mapping:
    """Keys are unique: of a repeated key the first entry stands, and a fault names both lines."""

    entries: tuple[tuple[Scalar, Node], ...]
    place: Place


Node = Scalar | Sequence | Mapping


@immutable
class Fault:
    """Something wrong in the YAML; `text` is a key of `model.codes.CODES`. Holds no value of the text."""

    place: Place
    text: str
    params: tuple[tuple[str, str], ...] = ()


@immutable
class Loaded:
    """`root` is None for an empty text and for one that could not be read (then there are faults)."""

    root: Node | None
    faults: tuple[Fault, ...] = ()
