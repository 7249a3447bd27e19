"""The numbers that the last list gave to its tasks: `cmkb done 3` means the third of what was just shown."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from cmkb.writing.places import STATE, state_folder
from cmkb.writing.refused import WritingRefused
from cmkb.writing.task_edits import Wanted

_FILE = "last-list.json"


def keep_list(folder: Path, tasks: Iterable[Wanted]) -> None:
    """An answer that cannot keep its numbers is still an answer."""
    kept = [[one.path, one.line, one.text, one.id] for one in tasks]
    with suppress(OSError, WritingRefused):
        target = state_folder(folder.resolve()) / _FILE
        beside = target.with_name(f".{_FILE}.part")
        beside.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        beside.replace(target)


def kept_list(folder: Path) -> tuple[Wanted, ...]:
    try:
        kept = json.loads((folder / STATE / _FILE).read_bytes())
        return tuple(Wanted(str(p), int(line), str(text), str(id_)) for p, line, text, id_ in kept)
    except (OSError, ValueError, TypeError):
        return ()
