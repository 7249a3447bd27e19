"""What a YAML text consists of, with places; `files/yaml.py` builds it."""

from __future__ import annotations

from dataclasses import dataclass

from cmkb.model.note import Place


@dataclass(frozen=True, slots=True)
class Scalar:
    """`plain`: written without quotes. An absent value (`key:`) is a plain empty text."""

    text: str
    plain: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys are unique: of a repeated key the first entry stands, and a fault names both lines."""

    entries: tuple[tuple[Scalar, Node], ...]
    place: Place


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in the YAML; `text` is a key of `model.codes.CODES`. Holds no value of the text."""

    place: Place
    text: str
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """`root` is None for an empty text and for one that could not be read (then there are faults)."""

    root: Node | None
    faults: tuple[Fault, ...] = ()
