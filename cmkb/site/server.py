"""The development server answers only to its own host name, only on this machine, and whatever happens."""

from __future__ import annotations

import html
import ipaddress
import posixpath
import re
import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import RLock
from typing import Any
from urllib.parse import urlsplit

from cmkb.locales import Translate
from cmkb.memory import collector_off, keep_out_of_the_way
from cmkb.site.later import Later

App = Callable[[dict[str, Any], Any], Iterable[bytes]]
_LOCAL_NAMES = ("localhost",)
TRIES = 5  # builds may finish one after the other between a page that is made and its reading
_BODY = re.compile(rb"<body\b[^>]*>", re.IGNORECASE)
_NOTICE = (
    '<div role="alert" data-cmkb-trouble style="position:sticky;top:0;z-index:99;padding:.6rem 1rem;'
    'background:#b3261e;color:#fff;font-size:.8rem;overflow-wrap:anywhere">{}</div>'
)
_NOT_MADE = b'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="5"><title>cmkb</title>'


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


class Served:
    """What the server shows: each build goes into a folder of its own, which takes the place of the former one when it
    is whole. A build that fails leaves the former site where it is, and its pages say why they are not newer."""

    def __init__(self, home: Path, say: Translate) -> None:
        self.root, self.next = home / "site", home / "next"
        self.say = say
        self.trouble = ""
        self.later: Later | None = None  # of `root`
        self.next_later: Later | None = None
        self.lock = RLock()  # held while pages are made, in a build and when they are asked for

    def take(self) -> None:
        """The server lets nobody read meanwhile."""
        former = self.root.with_name("former")
        shutil.rmtree(former, ignore_errors=True)
        if self.root.exists():
            _patiently(lambda: self.root.rename(former))
        _patiently(lambda: self.next.rename(self.root))
        shutil.rmtree(former, ignore_errors=True)
        self.later, self.next_later = self.next_later, None
        self.trouble = ""

    def make(self, path: str) -> bool:
        """Whether the file at this path of the site is there now, made by this call or by that of somebody else."""
        with self.lock, collector_off():
            made = self.later is not None and self.later.make(path, self.root)
            keep_out_of_the_way()
            return made or (self.root / path).is_file()

    def keep_answering(self, build: Callable[[], None], say: Callable[[str], None]) -> Callable[[], None]:
        """After a build that failed MkDocs lets every request wait until one succeeds. This shows what is there."""

        def build_or_say_why() -> None:
            try:
                with self.lock:
                    build()
                    if self.next.exists():
                        self.take()
            except (Exception, SystemExit) as error:  # a template, a hook, another plugin: anything
                self.trouble = " ".join(str(error).split()) or type(error).__name__
                shutil.rmtree(self.next, ignore_errors=True)
                say(
                    f"没有更新网站：{self.trouble}。改好后会自动再试 (not rebuilt; tried again after the next change)"
                )

        return build_or_say_why

    def error_page(self, code: int) -> bytes | None:
        try:
            return (self.root / f"{code}.html").read_bytes()
        except OSError:
            return None

    def making(self, app: App, mount: str, say: Callable[[str], None]) -> App:
        """What is not there yet is made when it is asked for. `mount`: the site's path on the server."""

        def with_what_is_missing(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            path = _path_in_site(str(environ.get("PATH_INFO", "")), mount)
            for _ in range(TRIES):
                said: list[Any] = []
                answer = app(environ, lambda *given, said=said: said.append(given))
                try:
                    if not said[0][0].startswith("404") or not self.make(path):
                        break
                except Exception as error:  # as a build would have failed
                    reason = " ".join(str(error).split()) or type(error).__name__
                    say(f"{path}: {reason}")
                    page = _NOT_MADE + self._notice(
                        self.say("这一页没有生成，过几秒会自动再试：{reason}"), reason
                    )
                    start_response(
                        "500 Internal Server Error", [("Content-Type", "text/html; charset=utf-8")]
                    )
                    return [page]
            start_response(*said[0])
            return answer

        return with_what_is_missing

    def telling(self, app: App) -> App:
        """Above every page stands why the last build failed, while it is so."""

        def with_trouble(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            said: list[Any] = []
            answer = app(environ, lambda *given: said.append(given))  # waits for a build that is at work
            status, headers = said[0][:2]
            trouble = self.trouble
            if not trouble or not any(
                n.lower() == "content-type" and "html" in value for n, value in headers
            ):
                start_response(status, headers)
                return answer
            why = self.say("网站没有更新，下面是上一次的。改好后会自动再试：{reason}")
            page = _told(b"".join(answer), self._notice(why, trouble))
            kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
            start_response(status, [*kept, ("Content-Length", str(len(page)))])
            return [page]

        return with_trouble

    def _notice(self, text: str, reason: str) -> bytes:
        return _NOTICE.format(html.escape(text.format(reason=reason))).encode()


def _path_in_site(path: str, mount: str) -> str:
    """As MkDocs' server understands an address, whose bytes WSGI gives as Latin-1."""
    path = path.encode("latin-1", "ignore").decode("utf-8", "ignore")
    path = path[len(mount) :] if path.startswith(mount) else path
    path += "index.html" if path.endswith("/") or not path else ""
    return posixpath.normpath("/" + path).lstrip("/")


def _told(page: bytes, notice: bytes) -> bytes:
    body = _BODY.search(page)
    at = body.end() if body else 0
    return page[:at] + notice + page[at:]


def _patiently(step: Callable[[], object]) -> None:
    """Windows renames no folder of which a file is being read."""
    for left in reversed(range(20)):
        try:
            step()
            return
        except PermissionError:
            if not left:
                raise
            time.sleep(0.1)
