"""The plugin: options in, the compiled Site out to MkDocs as files. What is on the pages is decided elsewhere."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
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
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from cmkb.build import compile_site
from cmkb.cached.notes import NoteCache
from cmkb.cached.templates import compiled_templates
from cmkb.files.scan import source_folders
from cmkb.load import folders_of, own_folders
from cmkb.locales import translator
from cmkb.memory import collect_later, collector_off, keep_out_of_the_way
from cmkb.model.problem import problem
from cmkb.model.settings import LANGUAGES, Settings
from cmkb.pages.editor import editor_template
from cmkb.pages.masked import masked_html
from cmkb.pages.site import Site, counted
from cmkb.settings import settings_from
from cmkb.sharing.config import unknown_parts
from cmkb.site.docs_folder import docs_files, hand_over, hidden_paths
from cmkb.site.folders import FolderRefused, check_target, git_would_take, in_git, mark
from cmkb.site.hand_written import fitting, markdown_of, mask_headings, source_text
from cmkb.site.later import Later
from cmkb.site.made_page import MadePage, take_apart
from cmkb.site.material import prepare_theme
from cmkb.site.missing import leave_out_missing
from cmkb.site.server import Served, is_loopback, only_own_host
from cmkb.site.serving import LastServed
from cmkb.site.shell import Shells, why_not
from cmkb.site.unchanged import note_inputs
from cmkb.site.watching import SETTLING, look_again, watch_folders
from cmkb.views.kept import KeptAnswers

log = get_plugin_logger(__name__)
COLLECTED_EVERY = 50  # builds of a server, each of which leaves some hundred objects to the collector
MOST_LOGGED = 100  # problems in the log; the check page and `cmkb check` have all
NO_DEPLOY = (
    "gh-deploy 会把全部客户资料公开到网上，cmkb 不允许。发给团队请用 cmkb build --audience team。"
    " (gh-deploy would publish every client, so cmkb refuses it)"
)
NOT_FOR_THE_TEAM = "给团队的网站不认识 {names}，没有生成：从 mkdocs.yml 去掉 (the team's site is not built with these: they could read private notes)"
NO_LIVE_RELOAD = "--no-livereload"
NOT_GUARDED = (
    f"用 {NO_LIVE_RELOAD} 时别的网站也能读到客户资料，cmkb 不允许：去掉它，或用 cmkb serve。"
    " (other sites could read the clients: leave it out)"
)


_DEFAULT = Settings()


class Options(base.Config):  # type: ignore[no-untyped-call]
    """What may stand in mkdocs.yml, by type; `cmkb.settings` gives it its meaning."""

    playbook = c.Type(str, default=_DEFAULT.playbook)
    share = c.ListOfItems(c.Type(str), default=list(_DEFAULT.share))
    sources = c.Type((list, dict), default=[])
    today = c.Optional(c.Type((str, date)))
    timezone = c.Type(str, default=_DEFAULT.timezone)
    language = c.Choice(LANGUAGES, default=_DEFAULT.language)
    owner = c.Type(str, default=_DEFAULT.owner)
    version = c.Type(int, default=_DEFAULT.version)
    editor = c.Type(str, default=_DEFAULT.editor)
    docs = c.Optional(c.Type(str))  # MkDocs' docs_dir, when not given
    clients = c.Type(str, default=_DEFAULT.clients)
    journal = c.Type(str, default=_DEFAULT.journal)
    periods = c.Type(str, default=_DEFAULT.periods)
    cases = c.Type(str, default=_DEFAULT.cases)
    folders = c.Type((list, dict), default={})
    common_words = c.Type(dict, default={})


class CmkbPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """MkDocs keeps one instance for all builds of a process. `cmkb build` and `cmkb serve` set the first five."""

    given_today: date | None = None
    docs: str = ""  # the folder of docs/ in a vault that has none yet: MkDocs insists on one
    report: bool = True  # whether problems go to the log
    audience: str = "self"  # team: the folder is a staged copy
    own_target: bool = False  # the caller has checked the target itself
    command: str = "build"
    tell: Callable[[int, int], None] | None = None  # hears how many pages are made, of how many
    site: Site | None = None
    files: Files | None = None
    shown: Files | None = None  # those of the site that the server shows
    builds: int = 0  # of a server
    notes: NoteCache | None = None
    kept: KeptAnswers | None = None  # of a server, which builds again and again
    purpose: str = ""  # with what the notes were read; "" where pages cannot be written one by one
    served: Served | None = None
    last: LastServed | None = None
    dirty: bool = False
    when_asked: bool = False  # most pages are made then, by a server of which nothing else wants to see them
    built_from: str | None = None  # state of the vault before the server's last build
    settled: float = 0.0  # when nobody compares with it any more

    def on_startup(self, *, command: str, dirty: bool) -> None:
        self.command, self.dirty, self.served = command, dirty, None
        self.when_asked = False
        self.last = LastServed() if command == "serve" and not dirty else None
        if command == "serve":
            gc.disable()  # until its first build is made
        if command == "gh-deploy":
            raise PluginError(NO_DEPLOY)

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if not config.config_file_path:
            raise PluginError(
                "cmkb 需要 mkdocs.yml 所在的文件夹，不能从标准输入读取配置。 (no folder: name a configuration file)"
            )
        self.root = Path(config.config_file_path).parent.resolve()
        self.settings = replace(_settings(self.config, config, self.root, self.docs), audience=self.audience)
        now = _now(self.settings.timezone)  # also where a day is given: the calendar asks for the zone too
        self.today = self.given_today or self.settings.today or now.date()
        if NO_LIVE_RELOAD in sys.argv:  # MkDocs lets nobody guard that server
            raise PluginError(NOT_GUARDED)
        if self.command == "serve":
            _refuse_others(config)
        if self.command == "serve" and not self.dirty:
            self.served = self.served or Served(Path(config.site_dir), translator(self.settings.language))
            config.site_dir = str(self.served.next)
        config.docs_dir = str(self.root / self.settings.docs)
        self.own_navigation = config.nav is None
        if self.audience != "self":
            if unknown := unknown_parts(config.plugins, config.markdown_extensions):
                raise PluginError(NOT_FOR_THE_TEAM.format(names="、".join(unknown)))
            config.repo_url = config.edit_uri = config.edit_uri_template = None  # no way to the notes
            staged = tuple(replace(source, path=source.to) for source in self.settings.sources)
            self.settings = replace(self.settings, sources=staged)  # they lie in the copy, cut
        prepare_theme(config, self.settings)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Before MkDocs empties the target."""
        if self.last is not None and self.served is not None:
            self.built_from = self._state()
            self.served.next_later = None
            self.last.begin(config, self.root, self.settings, self.served.root)
            self.when_asked = self.last.knowable and not why_not(config, self)
        if self.command == "serve" or self.own_target:
            return
        target = Path(config.site_dir)
        try:
            check_target(target, self.root, folders_of(self.settings))
        except FolderRefused as refused:
            raise PluginError(str(refused)) from None
        if git_would_take(target):
            log.warning("%s", in_git(target))
        target.mkdir(parents=True, exist_ok=True)
        mark(target)  # now, because what a failing build leaves is ours too

    @event_priority(50)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        shown = InclusionLevel.is_in_serve if self.command == "serve" else InclusionLevel.is_included
        docs = docs_files(files, config.docs_dir, self.settings.docs)
        hidden = hidden_paths(docs, shown)
        if self.notes is None or self.notes.vault != self.root:  # a process may build one vault after another
            self.notes = NoteCache(self.root)
            self.kept = KeptAnswers() if self.command == "serve" else None
        settings = _with_editor(self.settings, self.root)
        self.site = compile_site(self.root, settings, self.today, hidden, self.notes, self.kept)
        if self.tell is not None:
            self.site = counted(self.site, self.tell)
        self._log_problems(self.site)
        self.files = files
        visible = {path: file for path, file in docs.items() if path not in hidden}
        hand_over(
            self.site,
            visible,
            files,
            config,
            own_navigation=self.own_navigation,
            without_data=self.when_asked,
        )
        if self.audience != "self":
            leave_out_missing(config, {file.src_uri for file in files})
        return files

    @event_priority(100)
    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        return source_text(page.file)

    @event_priority(100)
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        if isinstance(page, MadePage):
            return markdown
        assert self.site is not None
        path = f"{self.settings.docs}/{page.file.src_uri}"
        by_hand = self.site.by_hand.get(path)
        page.meta = fitting(page.meta, by_hand, config.theme)
        return markdown_of(path, markdown, by_hand) if by_hand else markdown

    @event_priority(-100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """What cmkb made is masked already; for the team nothing is veiled."""
        if isinstance(page, MadePage) or self.audience != "self":
            return html
        mask_headings(page)
        return masked_html(html, translator(self.settings.language))

    @event_priority(-100)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        self.shells = Shells(nav, files, config)
        if reason := why_not(config, self):
            log.info("每一页都单独套用模板，因为有 %s (every page goes through the theme by itself)", reason)
            self.purpose = ""
        else:
            taken = self.shells.take(later=self.when_asked)
            if self.served is not None and self.site is not None and self.when_asked:
                self.served.next_later = Later(taken, self.site.groups)
            self.purpose = self.notes.purpose.hex() if self.notes else ""
        return nav

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        env.globals["cmkb"] = {
            "language": self.settings.language,
            "audience": self.settings.audience,
            "timezone": self.settings.timezone,
            "today": self.settings.today.isoformat() if self.settings.today else "",
        }
        self.shells.env = env
        if not why_not(config, self):  # nobody else can have changed how templates are understood
            env.bytecode_cache = compiled_templates("theme")
        return env

    @event_priority(-100)
    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
        if isinstance(page, MadePage):
            page.fill()
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        if isinstance(page, MadePage):
            page.let_go()
        return output

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
        gc.enable()
        keep_out_of_the_way()
        _refuse_others(config)  # `--clean` builds as for a publication
        served = self.served or Served(Path(server.root), translator(self.settings.language))
        if served.next.is_dir():
            served.take()
            server.root, server.error_handler = str(served.root), served.error_page
            self.taken()
        server.builder = self.words_or_all(served.keep_answering(server.builder, log.error))
        app = served.making(server.get_app(), getattr(server, "mount_path", "/"), log.error)
        server.set_app(only_own_host(served.telling(app)))
        if not Path(config.docs_dir).is_dir():
            server.unwatch(config.docs_dir)  # MkDocs takes it for granted
        watch_folders(server, self.root, own_folders(self.settings), source_folders(self.root, self.settings))
        look_again(server, self._state, lambda: self.built_from)
        self.settled = time.monotonic() + 2 * sum(SETTLING)
        return server

    def taken(self) -> None:
        """After what was built stands where the development server shows it."""
        if self.shown is not None and self.shown is not self.files:
            take_apart(self.shown)
        self.shown = self.files
        if self.last is not None and self.site is not None:
            self.last.end(self.site, self.today, self.purpose)

    def words_or_all(self, build: Callable[[], None]) -> Callable[[], None]:
        """What the development server does after a change: everything, unless only words changed."""

        def again() -> None:
            if self._words():
                log.info(
                    "只有文字变了：重写了那一页和搜索 (only words changed: that page and the search are written)"
                )
                return
            with collector_off():
                build()
            if self.served and not self.served.trouble:
                self.taken()
            self.builds += 1
            if self.when_asked and self.builds % COLLECTED_EVERY:
                keep_out_of_the_way()
            else:
                collect_later()

        return again

    def _words(self) -> bool:
        if self.last is None or self.notes is None or self.served is None:
            return False
        with self.served.lock:
            written = self.last.words(self.root, self.given_today, self.notes, self.served.make)
        if written and time.monotonic() < self.settled:
            self.built_from = self._state()
        return written

    def _state(self) -> str | None:
        """Changes with every file of the vault."""
        any_age = time.time_ns() * 2
        now = note_inputs(self.root, folders_of(self.settings), self.root / "site", any_age)
        return now.inputs if now else None

    def _log_problems(self, site: Site) -> None:
        if not self.report:
            return
        shown = [p for p in site.problems if p.severity != "info"]
        for p in shown[:MOST_LOGGED]:
            log.warning("%s", p.line_of_text(self.settings.language))
        if len(shown) > MOST_LOGGED:
            log.warning("还有 %d 处要改，见“检查”页或 cmkb check", len(shown) - MOST_LOGGED)
        log.debug("%d 处提醒", len(site.problems) - len(shown))


def _refuse_others(config: MkDocsConfig) -> None:
    host = config.dev_addr.host
    if not is_loopback(host):
        raise PluginError(
            f"dev_addr 是 {host}：网站里有客户资料，只能在本机打开（127.0.0.1）。"
            " (clients' data is served to this machine only)"
        )


def _settings(options: Options, config: MkDocsConfig, root: Path, docs: str) -> Settings:
    given: dict[str, Any] = dict(options)
    given["docs"] = given["docs"] or docs or _inside(Path(config.docs_dir), root)
    settings, faults = settings_from(given, config.site_name)
    for key, text, params in faults:
        raise PluginError(f"{key}: {problem('mkdocs.yml', 1, 1, text, **params).message()}")
    return settings


def _inside(docs_dir: Path, root: Path) -> str:
    try:
        return docs_dir.resolve().relative_to(root).as_posix()
    except ValueError:
        raise PluginError(
            f"docs_dir 是 {docs_dir}：要放在 mkdocs.yml 所在的文件夹里。 (it must lie in the vault)"
        ) from None


def _now(timezone: str) -> datetime:
    try:
        return datetime.now(ZoneInfo(timezone))
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a path, a folder, or no name at all
        raise PluginError(
            f"timezone 写的 {timezone} 不是时区：写成 Asia/Shanghai 这样 (unknown time zone)"
        ) from None


def _with_editor(settings: Settings, root: Path) -> Settings:
    if settings.audience != "self":
        return replace(settings, editor="")
    template = editor_template(
        settings.editor,
        root.name,
        str(root),
        has_obsidian=(root / ".obsidian").is_dir(),
        has_vscode=(root / ".vscode").is_dir(),
    )
    return replace(settings, editor=template)
