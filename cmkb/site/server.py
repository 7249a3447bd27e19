"""The development server answers only to its own host name, and only on this machine."""

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


def only_own_host(app: App) -> App:
    """A page elsewhere that points its own name at this machine (DNS rebinding) gets nothing to read."""

    def guarded(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        host = urlsplit(f"//{environ.get('HTTP_HOST', '')}").hostname or ""
        if is_loopback(host):
            return app(environ, start_response)
        start_response("421 Misdirected Request", [("Content-Type", "text/plain; charset=utf-8")])
        return ["cmkb 只回答本机：请用 http://127.0.0.1 打开。\n".encode()]

    return guarded
