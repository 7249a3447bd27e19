"""The numbers that the last list gave to its tasks: `cmkb done 3` means the third of what was just shown."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from cmkb.writing.places import STATE, keep_aside
from cmkb.writing.task_edits import Wanted

FILE = "last-list.json"


def keep_list(folder: Path, tasks: Iterable[Wanted]) -> tuple[str, str]:
    """An answer that cannot keep its numbers is still an answer. Gives the name of the file and what it holds."""
    kept = json.dumps([[one.path, one.line, one.text, one.id] for one in tasks], ensure_ascii=False)
    keep_aside(folder.resolve(), FILE, kept.encode("utf-8", "surrogatepass"))
    return FILE, kept


def kept_list(folder: Path) -> tuple[Wanted, ...]:
    try:
        kept = json.loads((folder / STATE / FILE).read_bytes())
        return tuple(Wanted(str(p), int(line), str(text), str(id_)) for p, line, text, id_ in kept)
    except (OSError, ValueError, TypeError):
        return ()
