"""When nothing but words of a few clients' notes changed, their pages and their words in the search are all that is
written: in place, each file as a whole. Needs no MkDocs.

What the build must leave for that: which page is whose, and where links of the note lead (`Prose`), sealed beside
what it was made from. In doubt the answer is None, and everything is built.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

from cmkb.cached.inputs import NotKnowable
from cmkb.cached.notes import Kept, NoteCache, kept_of
from cmkb.cached.program import program_stamp
from cmkb.cached.purpose import purpose_of
from cmkb.cached.sealed import Sealed
from cmkb.configuration import load_settings, read_own_playbook
from cmkb.files.scan import Found, bytes_of, found_at, source_of
from cmkb.files.text import nfc
from cmkb.locales import translator
from cmkb.model.playbook import Playbook
from cmkb.model.problem import Problem
from cmkb.model.settings import Settings
from cmkb.pages.addresses import OWN_FOLDER
from cmkb.pages.only_words import only_words_differ, page_again, searched
from cmkb.pages.search_index import NAMES, with_other_words
from cmkb.pages.site import Prose
from cmkb.reading.note import read_note
from cmkb.sharing.sources import owner_of
from cmkb.sharing.staging import is_in_shared_folder
from cmkb.site.folders import put
from cmkb.site.result import BuildResult
from cmkb.site.unchanged import (
    STAMP,
    Look,
    Whole,
    keep,
    name_of_build,
    output_digest,
    same_result,
)
from cmkb.writing.lock import vault_lock
from cmkb.writing.refused import WritingRefused


class Unfit(Exception):
    """More than words changed, or something is not as the last build left it."""


@contextmanager
def site_lock(vault: Path, wait: float = 0.0) -> Iterator[bool]:
    """False while another process puts a site in its place: what is written then cannot be answered for later."""
    with ExitStack() as stack:
        alone = False
        with suppress(OSError, WritingRefused):
            folder = Sealed.of_vault(vault).ready()
            if folder is not None:
                stack.enter_context(vault_lock(folder, wait))
                alone = True
        yield alone


def keep_prose(vault: Path, site_dir: Path | None, prose: Iterable[Prose]) -> None:
    Sealed.of_vault(vault).write(_name(site_dir), packed(prose), program_stamp())


def packed(prose: Iterable[Prose]) -> bytes:
    """A line for each note, which is found without reading the others."""
    lines = (
        f"{one.note}\t{json.dumps([one.page, one.url, one.targets], ensure_ascii=False)}\n" for one in prose
    )
    return ("\n" + "".join(lines)).encode("utf-8", "surrogatepass")


def written_again(folder: Path, found: Look, site_dir: Path | None, strict: bool) -> BuildResult | None:
    """For `cmkb build`. None when the site has to be built."""
    start = time.perf_counter()
    whole = found.whole
    if strict or whole.strict or not whole.purpose:
        return None
    with site_lock(folder) as alone:
        if not alone or whole.output != output_digest(Path(whole.target), whole.output_folders):
            return None  # by now it is another process's site
        prose = Sealed.of_vault(folder).read(_name(site_dir), program_stamp())
        if prose is None:
            return None
        now = write_words(folder, found, prose, NoteCache(folder))
        if now is None:
            return None
        keep(now, site_dir)
    result = same_result(found, site_dir, strict=False)
    return replace(result, seconds=time.perf_counter() - start, unchanged=False)


def write_words(
    folder: Path,
    found: Look,
    prose: bytes,
    cache: NoteCache,
    ready: Callable[[str], object] = lambda path: None,
) -> Whole | None:
    """Into the site that `found` saw; what is to be known of it then. None when something did not fit: a site of
    which some files were written by then is none of which anything is known. `ready` hears of each file of the site
    before it is read."""
    with suppress(Unfit, OSError, NotKnowable, ValueError):
        return _Words(folder, found, prose, cache, ready).write()
    return None


class _Words:
    def __init__(
        self, folder: Path, found: Look, prose: bytes, cache: NoteCache, ready: Callable[[str], object]
    ) -> None:
        self.ready = ready
        self.root = folder.resolve()
        self.found = found
        self.prose = prose
        self.cache = cache
        self.target = Path(found.whole.target)
        self.purpose = bytes.fromhex(found.whole.purpose)
        self.files: dict[str, bytes] = {}  # of the site, that change
        self.kept: dict[str, Kept] = {}

    def write(self) -> Whole:
        read = load_settings(self.root)
        problems: list[Problem] = []
        playbook = read_own_playbook(self.root, read.settings, problems)
        if purpose_of(playbook, read.settings) != self.purpose:
            raise Unfit
        before = _stamps(self.found.whole.inputs.split("\n"), self.found.changed)
        for path in self.found.changed:
            self._note(path, before[path], read.settings, playbook)
        for name, content in self.files.items():
            put(self.target / name, content)
        for path, kept in self.kept.items():
            self.cache.replace_alone(path, self.purpose, kept)
        whole = self.found.whole
        return replace(
            whole,
            inputs="\n".join(self.found.now.lines),
            young=self.found.now.young,
            output=output_digest(self.target, whole.output_folders) if whole.output else "",
        )

    def _note(self, path: str, stamp: str, settings: Settings, playbook: Playbook) -> None:
        if nfc(path) != path or not path.endswith(".md"):
            raise Unfit
        if owner_of(path, settings) or is_in_shared_folder(path, settings):  # where words are looked at
            raise Unfit
        old = self.cache.alone(path, self.purpose)
        if old is None or _said(old) != stamp:
            raise Unfit
        file = found_at(path, self.root / path)
        now = time.time_ns()
        data = bytes_of(file)
        source, problems = source_of(file, data)
        note, more = read_note(source, playbook, settings)
        self._as_seen(file, data)
        if (*problems, *more) != old.problems or not only_words_differ(old.note, note, playbook):
            raise Unfit
        prose = _of(self.prose, path)
        html = page_again(self._content(prose.page), old.note, note, prose, translator(settings.language))
        if html is None:
            raise Unfit
        self.files[prose.page] = html
        index = with_other_words(
            self._content(f"{OWN_FOLDER}/{NAMES}").decode(),
            lambda name: self._content(f"{OWN_FOLDER}/{name}").decode(),
            prose.url,
            searched(old.note, playbook),
            searched(note, playbook),
        )
        if index is None:
            raise Unfit
        self.files |= {f"{OWN_FOLDER}/{name}": content.encode() for name, content in index.items()}
        self.kept[path] = kept_of(file, data, note, old.problems, now)

    def _as_seen(self, file: Found, data: bytes) -> None:
        """The file that was read is the one of the sweep."""
        stamp = f"{file.size} {file.mtime_ns} {file.ctime_ns} {file.inode}"
        if _stamps(self.found.now.lines, (file.path,))[file.path] != stamp:
            raise Unfit
        if found_at(file.path, file.disk) != file:
            raise Unfit
        digest = dict(self.found.now.young).get(file.path)
        if digest is not None and digest != blake2b(data, digest_size=20).hexdigest():
            raise Unfit

    def _content(self, name: str) -> bytes:
        if name in self.files:
            return self.files[name]
        self.ready(name)
        return (self.target / name).read_bytes()


def _said(kept: Kept) -> str:
    return " ".join(map(str, kept.stamp))


def _stamps(lines: Iterable[str], paths: Iterable[str]) -> dict[str, str]:
    """Size, times and number of these files, as the lines of a sweep say."""
    wanted, folder = set(paths), ""
    found: dict[str, str] = {}
    for line in lines:
        if line.endswith("/"):
            folder = line
            continue
        name, *stamp = line.rsplit(" ", STAMP)
        if folder + name in wanted:
            found[folder + name] = " ".join(stamp[1:])
    if found.keys() != wanted:
        raise Unfit
    return found


def _of(prose: bytes, path: str) -> Prose:
    start = prose.find(f"\n{path}\t".encode("utf-8", "surrogatepass"))
    if start < 0:
        raise Unfit
    line = prose[start + 1 : prose.index(b"\n", start + 1)].decode("utf-8", "surrogatepass")
    page, url, targets = json.loads(line.partition("\t")[2])
    return Prose(path, page, url, targets)


def _name(site_dir: Path | None) -> str:
    return name_of_build(site_dir).replace("built", "prose")
