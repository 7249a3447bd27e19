"""`cmkb build` and `cmkb serve`: MkDocs run from here, with its output written beside the target and swapped."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, MkDocsException

from cmkb.load import CONFIG, folders_of, load_settings
from cmkb.memory import collector_off
from cmkb.model.problem import needs_mending
from cmkb.model.settings import Settings
from cmkb.site.folders import check_target, folder_beside, git_would_take, in_git, mark, remove, swap
from cmkb.site.knowable import is_knowable
from cmkb.site.plugin import CmkbPlugin
from cmkb.site.result import BuildFailed as BuildFailed
from cmkb.site.result import BuildResult as BuildResult
from cmkb.site.rewriting import keep_prose, site_lock
from cmkb.site.unchanged import finished, keep, note_inputs
from cmkb.writing.lock import WAIT

WRONG_OPTIONS = ("S1", "S2", "I6")  # problems of mkdocs.yml with which MkDocs cannot begin
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material would print an advertisement into every build


class _Heard(logging.Handler):
    """What MkDocs logs from WARNING on."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def lines(self, level: int = logging.WARNING) -> tuple[str, ...]:
        return tuple(_one_line(r.getMessage()) for r in self.records if r.levelno >= level)


def build_site(
    folder: Path,
    *,
    site_dir: Path | None = None,
    strict: bool = False,
    today: date | None = None,
    audience: str = "self",
    vet: Callable[[Path], None] | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> BuildResult:
    """Raises BuildFailed, FolderRefused, OSError. A failed build leaves the target as it was. `vet` looks at the
    finished site before it is put in its place, and raises to keep it from there. `tell` hears how many pages are
    made, of how many."""
    start, since = time.perf_counter(), time.time_ns()
    temporary: Path | None = None
    with _listening() as heard:
        try:
            settings = settings_of(folder)
            config, plugin = _load(folder, settings)
            target = (site_dir if site_dir else Path(config.site_dir)).absolute()
            check_target(target, folder, folders_of(settings), audience)
            in_repository = audience == "self" and git_would_take(target)
            whole = None
            if audience == "self" and is_knowable(config, settings):
                whole = note_inputs(folder, folders_of(settings), target, since)
            temporary = folder_beside(target)
            always_strict = bool(config.strict)
            strict, config.strict = strict or always_strict, False  # MkDocs would stop at the first warning
            config.site_dir = str(temporary)
            plugin.given_today, plugin.report, plugin.own_target = today, False, True
            plugin.audience, plugin.tell = audience, tell
            config.plugins.on_startup(command="build", dirty=False)
            try:
                with collector_off():
                    build(config)
            finally:
                config.plugins.on_shutdown()
            site = plugin.site
            assert site is not None
            warnings = (*heard.lines(), *([in_git(target)] if in_repository else []))
            written = not (strict and (needs_mending(site.problems) or warnings))
            if written:
                mark(temporary, audience)
                if vet is not None:
                    vet(temporary)
            seconds = time.perf_counter() - start
            result = BuildResult(target, len(site.pages), site.problems, warnings, seconds, written)
            with site_lock(folder, WAIT) if written and audience == "self" else nullcontext(False) as alone:
                if written:
                    swap(temporary, target)
                if alone and whole is not None:
                    done = finished(whole, settings, plugin.today, result, always_strict, plugin.purpose)
                    if done is not None:
                        keep_prose(folder, site_dir, site.prose() if plugin.purpose else ())
                        keep(done, site_dir)
            return replace(result, seconds=time.perf_counter() - start)
        finally:
            if temporary is not None:
                remove(temporary)


def serve_site(
    folder: Path, *, port: int = 8000, today: date | None = None, open_browser: bool = False
) -> None:
    """Blocks until interrupted. Raises BuildFailed, OSError (the port is taken)."""
    from mkdocs.commands.serve import serve  # noqa: PLC0415  # with a server and a watcher, which no build asks

    settings = settings_of(folder)
    with _listening():  # says plainly what is wrong with mkdocs.yml before a server is started
        _, plugin = _load(folder, settings)
    plugin.given_today, plugin.report, plugin.own_target = today, True, False
    with _said_plainly(None), _stopped_by_signals():
        serve(
            config_file=str(folder / CONFIG),
            dev_addr=f"127.0.0.1:{port}",
            open_in_browser=open_browser,
            **_missing_docs(folder, settings),
        )


def settings_of(folder: Path) -> Settings:
    """Raises BuildFailed with what is wrong in mkdocs.yml."""
    read = load_settings(folder)
    wrong = [p for p in read.problems if p.code in WRONG_OPTIONS]
    if wrong:
        raise BuildFailed("；".join(p.line_of_text(read.settings.language) for p in wrong))
    return read.settings


def _load(folder: Path, settings: Settings) -> tuple[MkDocsConfig, CmkbPlugin]:
    missing = _missing_docs(folder, settings)
    try:
        config = load_config(config_file=str(folder / CONFIG), **missing)
    except (ConfigurationError, ValueError) as error:  # ValueError: YAML with a day that does not exist
        read = load_settings(folder)  # says where, and in the user's language
        said = [p.line_of_text(settings.language) for p in read.problems if p.severity == "error"]
        raise BuildFailed("；".join(said) or f"{CONFIG}: {_one_line(error)}") from None
    plugin: Any = next((p for p in config.plugins.values() if isinstance(p, CmkbPlugin)), None)
    if plugin is None:
        raise BuildFailed(
            f"{CONFIG}: 没有启用 cmkb。加上两行：plugins: 和 - cmkb (the plugin is not in it: add it)"
        )
    plugin.docs = settings.docs if missing else ""
    return config, plugin


def _missing_docs(folder: Path, settings: Settings) -> dict[str, Any]:
    """MkDocs wants a docs/ that is there. Where none is it gets some other folder; the plugin sets it right."""
    return {} if (folder / settings.docs).is_dir() else {"docs_dir": str(Path(__file__).parent)}


@contextmanager
def _listening() -> Iterator[_Heard]:
    """MkDocs' log goes to us alone."""
    heard = _Heard()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(heard)
    propagate, logger.propagate = logger.propagate, False
    try:
        with _said_plainly(heard):
            yield heard
    finally:
        logger.removeHandler(heard)
        logger.propagate = propagate


@contextmanager
def _said_plainly(heard: _Heard | None) -> Iterator[None]:
    """What MkDocs, the configuration or a template of the user's own brings up becomes one line."""
    try:
        yield
    except (MkDocsException, SystemExit) as error:
        said = heard.lines(logging.ERROR) if heard else ()
        raise BuildFailed(
            "；".join(said) or _one_line(error) or "MkDocs 没有说明原因 (MkDocs gave no reason)"
        ) from None
    except jinja2.TemplateError as error:
        where = getattr(error, "name", None) or ""
        raise BuildFailed(f"模板 {where} 有错 (an error in a template)：{_one_line(error)}") from None


def _one_line(text: object) -> str:
    return " ".join(str(text).split())


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """A closed terminal and `kill` end the server as Ctrl-C does: with its temporary folder removed. Another signal
    while it ends, an impatient second Ctrl-C, would leave it running with nobody at its port."""
    former: dict[int, Any] = {}

    def stop(number: int, frame: object) -> None:
        for each in former:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for name in ("SIGTERM", "SIGHUP", "SIGINT"):
        with suppress(AttributeError, ValueError):  # Windows has no SIGHUP; only the main thread may ask
            number = getattr(signal, name)
            if signal.getsignal(number) is not signal.SIG_IGN:  # as `nohup` and a shell's background have it
                former[number] = signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
