"""Jinja as our own templates need it: they call plain methods and escape short texts, hundreds of times a page.

Jinja's general ways of doing that look at each value for more than our templates ever give it.
"""

from __future__ import annotations

from types import MethodType
from typing import Any

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup

from cmkb.pages.escaping import escape

_ESCAPE = f"; from {__name__} import escaped as escape"


def escaped(value: object) -> str:
    """For HTML. What is `Markup` already stays as it is."""
    kind = type(value)
    if kind is str:
        return escape(value)  # type: ignore[arg-type]
    if kind is Markup:
        return value  # type: ignore[return-value]
    return str(value.__html__()) if hasattr(value, "__html__") else escape(str(value))


class _Context(Context):
    def call(
        self, obj: Any, /, *args: Any, _loop_vars: Any = None, _block_vars: Any = None, **kwargs: Any
    ) -> Any:
        """Methods ask for nothing of Jinja's; macros and functions may."""
        if type(obj) is MethodType:
            return obj(*args, **kwargs)
        return super().call(obj, *args, _loop_vars=_loop_vars, _block_vars=_block_vars, **kwargs)


class _Template(jinja2.Template):
    def render(self, *args: Any, **kwargs: Any) -> str:
        """A macro holds the context that holds it, with all that the page was given; no collector runs during a build,
        so that circle is opened here."""
        context = self.new_context(dict(*args, **kwargs))
        try:
            return self.environment.concat(self.root_render_func(context))
        except Exception:
            return self.environment.handle_exception()
        finally:
            context.vars.clear()
            context.parent = {}


class Engine(jinja2.Environment):
    context_class = _Context
    template_class = _Template

    def _generate(self, source: Any, name: str | None, filename: str | None, defer_init: bool = False) -> str:
        """The hook that Jinja offers for what is compiled. The first line imports what the code uses."""
        code = str(super()._generate(source, name, filename, defer_init))
        first, line_end, rest = code.partition("\n")
        assert first.startswith("from jinja2.runtime import ")
        return f"{first}{_ESCAPE}{line_end}{rest}"
