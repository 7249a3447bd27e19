"""Whom a product or talk track suits, how talk tracks are judged, what may not be said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from cmkb.model.immutable import immutable


@immutable
class Fit:
    """Which client a product or talk track suits, besides tier, age and risk."""

    fields: tuple[str, ...] = ()  # client keys that are compared with the product's own words
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # subject → words that mean it
    maturing: tuple[str, ...] = ()  # words of a product that suits money soon due
    maturing_days: int = 30
    off: tuple[str, ...] = ()  # with such a `status` a product or talk track is for nobody
    occasion: str = ""  # of talk tracks for news
    categories: tuple[str, ...] = ()  # of talk tracks that open a conversation about news, the best first


@immutable
class Talk:
    """How talk tracks are judged, and what their texts may name."""

    least: int = 10  # of fewer uses the counts are shown, and no percentage
    days: int = 30  # how long after a use the client's next step is put down to it
    contact: str = ""  # occasion of the talk tracks for who is only to be contacted again
    approved: tuple[str, ...] = ()  # values of `status` with which one may be shared; empty: any
    variables: tuple[str, ...] = ()  # words in braces that the speaker fills in, besides what the notes know


@immutable
class Claim:
    """What may not be said to a client; `key` is a word for it."""

    key: str
    words: tuple[str, ...] = ()  # further words
    unless: tuple[str, ...] = ()  # said so it is allowed: 不保本
    instead: str = ""  # what to say
