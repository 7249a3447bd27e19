"""`cmkb build` and `cmkb serve`: MkDocs run from here, with its output written beside the target and swapped."""

from __future__ import annotations

import logging
import os
import shutil
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.commands.serve import serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException

from cmkb.model.problem import Problem, needs_mending
from cmkb.site.folders import check_target, swap
from cmkb.site.plugin import CmkbPlugin

CONFIG = "mkdocs.yml"
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material would print an advertisement into every build


class BuildFailed(Exception):
    """The message is one line for the user."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    site_dir: Path
    pages: int
    problems: tuple[Problem, ...]
    warnings: tuple[str, ...]  # what MkDocs and other plugins had to say
    seconds: float
    written: bool  # False: --strict found problems, the former site stays


class _Heard(logging.Handler):
    """Collects what MkDocs logs from WARNING on."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def build_site(
    folder: Path, *, site_dir: Path | None = None, strict: bool = False, today: date | None = None
) -> BuildResult:
    """Raises BuildFailed, FolderRefused, OSError. A failed build leaves the target as it was."""
    start = time.perf_counter()
    heard = _Heard()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(heard)
    logger.propagate = False
    temporary: Path | None = None
    try:
        config = _load(folder)
        target = (site_dir if site_dir else Path(config.site_dir)).absolute()
        check_target(target, folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{target.name}.{os.getpid()}")
        shutil.rmtree(temporary, ignore_errors=True)
        config.site_dir = str(temporary)
        plugin = _plugin(config)
        plugin.given_today, plugin.report, plugin.own_folder = today, False, True
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
        site = plugin.site
        assert site is not None
        stop = strict and (needs_mending(site.problems) or bool(heard.lines))
        if not stop:
            swap(temporary, target)
        return BuildResult(
            target, len(site.pages), site.problems, tuple(heard.lines), time.perf_counter() - start, not stop
        )
    except (MkDocsException, Abort, SystemExit) as error:
        message = "；".join(heard.lines) or str(error)  # MkDocs logs the reason and then only says that it stops
        raise BuildFailed(message) from None
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)
        logger.removeHandler(heard)
        logger.propagate = True


def serve_site(folder: Path, *, port: int = 8000, today: date | None = None, open_browser: bool = False) -> None:
    """Blocks until interrupted. Raises BuildFailed, OSError (the port is taken)."""
    _plugin(_load(folder))  # says plainly what is wrong with mkdocs.yml before a server is started
    CmkbPlugin.given_today = today
    try:
        serve(
            config_file=str(folder / CONFIG),
            dev_addr=f"127.0.0.1:{port}",
            open_in_browser=open_browser,
        )
    except (MkDocsException, Abort) as error:
        raise BuildFailed(str(error)) from None
    finally:
        CmkbPlugin.given_today = None


def _load(folder: Path) -> MkDocsConfig:
    try:
        return load_config(config_file=str(folder / CONFIG))
    except ConfigurationError as error:
        raise BuildFailed(f"{CONFIG}: {error}") from None


def _plugin(config: MkDocsConfig) -> CmkbPlugin:
    plugin: Any = next((p for p in config.plugins.values() if isinstance(p, CmkbPlugin)), None)
    if plugin is None:
        raise BuildFailed(f"{CONFIG}: 没有启用 cmkb。加上两行：plugins: 和 - cmkb")
    return plugin  # type: ignore[no-any-return]
