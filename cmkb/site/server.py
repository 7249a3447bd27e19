"""The development server answers only to its own host name, only on this machine, and whatever happens."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

App = Callable[[dict[str, Any], Any], Iterable[bytes]]
_LOCAL_NAMES = ("localhost",)


def is_loopback(host: str) -> bool:
    if host.casefold() in _LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _name_in(host: str) -> str:
    """`localhost:8000` → `localhost`; "" for what is no host."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def only_own_host(app: App) -> App:
    """A page elsewhere that points its own name at this machine (DNS rebinding) gets nothing to read."""

    def guarded(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if is_loopback(_name_in(str(environ.get("HTTP_HOST", "")))):
            return app(environ, start_response)
        start_response("421 Misdirected Request", [("Content-Type", "text/plain; charset=utf-8")])
        return ["cmkb 只回答本机：请用 http://127.0.0.1 打开。 Open it as http://127.0.0.1.\n".encode()]

    return guarded


def keep_answering(build: Callable[[], None], say: Callable[[str], None]) -> Callable[[], None]:
    """After a build that failed MkDocs lets every request wait until one succeeds. This shows what is there."""

    def build_or_say_why() -> None:
        try:
            build()
        except (Exception, SystemExit) as error:  # a template, a hook, another plugin: anything
            reason = " ".join(str(error).split()) or type(error).__name__
            say(f"没有更新网站：{reason}。改好后会自动再试 (not rebuilt; tried again after the next change)")

    return build_or_say_why
