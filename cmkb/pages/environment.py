"""The templates, in one language."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import cast

import jinja2
from jinja2.ext import Extension

from cmkb.cached.templates import compiled_templates
from cmkb.locales import SIGNS, Translate, one_or_many, sign, translator
from cmkb.pages import format as words
from cmkb.pages.addresses import for_client
from cmkb.pages.engine import Engine
from cmkb.pages.escaping import escape
from cmkb.pages.parts import Parts

_SAID = re.compile(r"""\{\{ _\("([^"\\{}%]*)"\) \}\}""")
_COUNTED = re.compile(r"""\{\{ counted\(((?:(?!\}\}).)+), _\("([^"]*)"\)\) \}\}""")
# texts of the catalogue, which are left alone, or a mark between words
_MARKS = re.compile(rf"""_\((["']).*?\1\)|[{"".join(SIGNS)}]+""")


class _Translated(Extension):
    """`{{ _("资料") }}` becomes plain text before a template is compiled: a client's page has forty of them."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        env = self.environment
        say, language = cast(Translate, env.globals["_"]), cast(str, env.globals["language"])
        if language == "zh":  # which has no singular
            source = _COUNTED.sub(r'{{ \1 }} {{ _("\2") }}', source)
        else:
            source = _MARKS.sub(
                lambda found: found[0] if found[1] else "".join(sign(mark, language) for mark in found[0]),
                source,
            )
        return _SAID.sub(lambda found: escape(say(found[1])), source)


@cache
def environment(language: str) -> jinja2.Environment:
    """Autoescape is on for every template: notes are hostile text."""
    env = Engine(
        loader=jinja2.FileSystemLoader(str(Path(__file__).parent / "templates"), encoding="utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # a look at the disk for each template of each page
        bytecode_cache=compiled_templates(f"pages-{language}"),
    )
    env.globals["_"] = translator(language)
    env.globals["language"] = language
    env.globals.update(Parts(translator(language)).for_templates())
    env.add_extension(_Translated)
    env.filters.update(
        amount=words.amount, number=words.number, percent=words.percent, weekday=words.weekday,
        long_date=words.long_date, text_of=words.text_of, phone=words.phone, quantity=words.quantity, for_client=for_client,
    )  # fmt: skip
    env.globals.update(counted=words.counted, one_or_many=one_or_many)
    return env
