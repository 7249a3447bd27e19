"""The English catalogue."""

from __future__ import annotations

import io

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.locales.languages import ROOT, Forms, Key, forms_of

CATALOGUE = ROOT / "cmkb" / "locales" / "en" / "LC_MESSAGES"


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return read_po(io.BytesIO((CATALOGUE / "cmkb.po").read_bytes()))


@pytest.fixture(scope="module")
def english(catalogue: Catalog) -> dict[Key, Forms]:
    return {
        (message.context, forms_of(message.id)[0]): forms_of(message.string)
        for message in catalogue
        if message.id
    }
