"""The plugin: options in, the compiled Site out to MkDocs as files. What is on the pages is decided elsewhere."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import jinja2
from mkdocs.config import base
from mkdocs.config import config_options as c
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel

from cmkb.build import compile_site
from cmkb.load import OWN_PLAYBOOK
from cmkb.model.settings import LANGUAGES, Settings
from cmkb.pages.catalog import navigation
from cmkb.pages.editor import editor_template
from cmkb.pages.site import Site
from cmkb.settings import settings_from
from cmkb.site.folders import FolderRefused, check_target, git_would_take, mark
from cmkb.site.made_page import MadePage
from cmkb.site.shell import TEMPLATE, VARIABLE, Shells
from cmkb.site.server import is_loopback, only_own_host

log = get_plugin_logger(__name__)
HERE = Path(__file__).parent
ASSETS = "assets/cmkb/"
MOST_LOGGED = 100  # problems in the log; the check page and `cmkb check` have all


class Options(base.Config):
    playbook = c.Type(str, default="bank-personal")
    share = c.ListOfItems(c.Type(str), default=["docs/scripts", "docs/products", "docs/team"])
    sources = c.Type((list, dict), default=[])
    today = c.Optional(c.Type((str, date)))
    timezone = c.Type(str, default="Asia/Shanghai")
    language = c.Choice(LANGUAGES, default="zh")
    owner = c.Type(str, default="")
    editor = c.Type(str, default="auto")
    docs = c.Optional(c.Type(str))
    clients = c.Type(str, default="clients")
    journal = c.Type(str, default="journal")
    periods = c.Type(str, default="periods")
    cases = c.Type(str, default="cases")
    folders = c.Type(dict, default={})


class CmkbPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """`given_today` and `report` are set by `cmkb build` and `cmkb serve` before the build."""

    given_today: date | None = None
    report: bool = True  # whether problems go to the log
    own_folder: bool = False  # the caller has checked the target itself
    site: Site | None = None

    def on_startup(self, *, command: str, dirty: bool) -> None:
        self.command = command
        if command == "gh-deploy":
            raise PluginError("gh-deploy 会把全部客户资料公开到网上，cmkb 不允许。发给团队请用 cmkb build --audience team。")

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if not config.config_file_path:
            raise PluginError("cmkb 需要 mkdocs.yml 所在的文件夹")
        self.root = Path(config.config_file_path).parent.resolve()
        self.settings = self._settings(config)
        self.today = self.given_today or self.settings.today or _now(self.settings.timezone).date()
        host = str(config.dev_addr.host)
        if self.command == "serve" and not is_loopback(host):
            raise PluginError(f"dev_addr 是 {host}：网站里有客户资料，只能在本机打开（127.0.0.1）。")
        _shell(config, self.settings)
        for folder in (*_folders(self.settings), OWN_PLAYBOOK):
            path = self.root / folder
            if path.exists() and str(path) not in config.watch:
                config.watch.append(str(path))
        return config

    def _settings(self, config: MkDocsConfig) -> Settings:
        options: dict[str, Any] = {key: value for key, value in self.config.items() if key != "sources"}
        options["docs"] = options["docs"] or Path(config.docs_dir).resolve().relative_to(self.root).as_posix()
        settings, faults = settings_from(options, config.site_name)
        for key, _, _ in faults:
            raise PluginError(f"mkdocs.yml 里 cmkb 的选项 {key} 写得不对")
        return settings

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        if self.command == "serve" or self.own_folder:
            return
        target = Path(config.site_dir)
        try:
            check_target(target, self.root)
        except FolderRefused as refused:
            raise PluginError(str(refused)) from None
        if git_would_take(target, self.root):
            log.warning("%s 会被 git 收进去：里面有客户资料，请写进 .gitignore", target.name)

    @event_priority(50)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        settings = _with_editor(self.settings, self.root)
        self.site = compile_site(self.root, settings, self.today)
        self._log_problems(self.site)
        docs_folder = Path(config.docs_dir).resolve()
        docs = {f.src_uri: f for f in files if f.src_dir and Path(f.src_dir).resolve() == docs_folder}
        for file in docs.values():
            if not _stays(file, self.site, settings):
                files.remove(file)
        for page in self.site.pages:
            src_uri = page.path.removesuffix(".html") + ".md"
            own = docs.get(page.note.removeprefix(settings.docs + "/")) if page.note else None
            hidden = own is not None and (own.inclusion.is_excluded() or not own.inclusion.is_included())
            level = own.inclusion if own is not None and hidden else InclusionLevel.NOT_IN_NAV
            file = File.generated(config, src_uri, content="", inclusion=level)
            file.dest_uri = page.path
            MadePage(page, file, config)
            files.append(file)
        for place, content in self.site.files.items():
            files.append(File.generated(config, place, content=content))
        for asset in sorted((HERE / "assets").rglob("*")):
            if asset.is_file():
                place = ASSETS + asset.relative_to(HERE / "assets").as_posix()
                files.append(File.generated(config, place, abs_src_path=str(asset)))
        in_docs = settings.docs + "/"
        for place, disk in self.site.attachments.items():
            if place not in docs and f"{in_docs}{place}" not in docs:
                files.append(File.generated(config, place, abs_src_path=disk))
        return files

    def on_nav(self, nav: Any, *, config: MkDocsConfig, files: Files) -> Any:
        self.nav_pages = {id(page) for page in nav.pages}
        return nav

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        env.globals["cmkb"] = {
            "language": self.settings.language,
            "audience": "self",
            "timezone": self.settings.timezone,
            "today": self.settings.today.isoformat() if self.settings.today else "",
        }
        self.shells = Shells(env, config, self)
        for page in (file.page for file in files.documentation_pages()):
            if isinstance(page, MadePage) and self.shells.wants(page, self.nav_pages):
                page.meta["template"] = TEMPLATE
        return env

    @event_priority(-100)
    def on_page_context(self, context: Any, *, page: Any, config: MkDocsConfig, nav: Any) -> Any:
        if isinstance(page, MadePage):
            page.fill()
            if page.meta.get("template") == TEMPLATE:
                context[VARIABLE] = self.shells.join(page, context)
        return context

    def on_post_page(self, output: str, *, page: Any, config: MkDocsConfig) -> str:
        if isinstance(page, MadePage):
            page.let_go()
        return output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        mark(Path(config.site_dir))

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
        server.set_app(only_own_host(server.get_app()))
        return server

    def _log_problems(self, site: Site) -> None:
        if not self.report:
            return
        shown = [p for p in site.problems if p.severity != "info"]
        for p in shown[:MOST_LOGGED]:
            log.warning("%s", p.line_of_text(self.settings.language))
        if len(shown) > MOST_LOGGED:
            log.warning("还有 %d 处要改，见“检查”页或 cmkb check", len(shown) - MOST_LOGGED)
        notices = len(site.problems) - len(shown)
        log.log(logging.DEBUG, "%d 处提醒", notices)


def _now(timezone: str) -> datetime:
    try:
        return datetime.now(ZoneInfo(timezone))
    except (ZoneInfoNotFoundError, ValueError):
        raise PluginError(f"timezone 写的 {timezone} 不是时区：写成 Asia/Shanghai 这样") from None


def _folders(settings: Settings) -> tuple[str, ...]:
    return (settings.clients, settings.journal, settings.periods, settings.cases, "inbox", *settings.folders)


def _with_editor(settings: Settings, root: Path) -> Settings:
    template = editor_template(
        settings.editor,
        root.name,
        str(root),
        has_obsidian=(root / ".obsidian").is_dir(),
        has_vscode=(root / ".vscode").is_dir(),
    )
    return replace(settings, editor=template)


def _stays(file: File, site: Site, settings: Settings) -> bool:
    """Files of docs/ that MkDocs goes on handling itself: pages written by hand, and attachments."""
    if file.is_documentation_page():
        return f"{settings.docs}/{file.src_uri}" in site.by_hand
    return file.src_uri in site.attachments


def _shell(config: MkDocsConfig, settings: Settings) -> None:
    """What the pages need of MkDocs and Material; the user's own words in mkdocs.yml stay."""
    config.use_directory_urls = False  # pages open from disk, without a server
    if config.theme.name == "material":
        # our templates go before Material's own but after a custom_dir of the user
        position = 1 if config.theme.custom_dir else 0
        config.theme.dirs.insert(position, str(HERE / "theme"))
        config.theme["font"] = False
        config.theme["language"] = settings.language
        features = list(config.theme.get("features") or ())
        config.theme["features"] = [*features, *(f for f in ("navigation.tabs",) if f not in features)]
        if not config.theme.get("palette"):
            config.theme["palette"] = _palette(settings.language)
        config.extra.setdefault("generator", False)
    if config.nav is None:
        config.nav = [{title: path.removesuffix(".html") + ".md"} for title, path in navigation(settings.language)]


def _palette(language: str) -> list[dict[str, Any]]:
    dark, light = ("换成深色", "换成浅色") if language == "zh" else ("Switch to dark", "Switch to light")
    return [
        {
            "media": "(prefers-color-scheme: light)", "scheme": "default", "primary": "custom", "accent": "custom",
            "toggle": {"icon": "material/weather-night", "name": dark},
        },
        {
            "media": "(prefers-color-scheme: dark)", "scheme": "slate", "primary": "custom", "accent": "custom",
            "toggle": {"icon": "material/weather-sunny", "name": light},
        },
    ]  # fmt: skip
