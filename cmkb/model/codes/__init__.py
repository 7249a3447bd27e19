"""Every problem cmkb can report: severity, whether `check --fix` mends it, and its sentence in both languages.

A text's key is its stable code, with a suffix where one code has several sentences (`F4.tab`).
Sentences say what is wrong and how to mend it. `{…}` are the problem's params; values of a block that
could not be parsed never go into them. Codes are those of the data model's lint rules.
"""

from __future__ import annotations

from cmkb.model.codes.code import Code
from cmkb.model.codes.files import FILES
from cmkb.model.codes.front_matter import FRONT_MATTER
from cmkb.model.codes.options import OPTIONS
from cmkb.model.codes.playbooks import PLAYBOOKS
from cmkb.model.codes.records import RECORDS
from cmkb.model.codes.sharing import SHARING
from cmkb.model.codes.talk_tracks import TALK_TRACKS
from cmkb.model.codes.tasks import TASKS
from cmkb.model.codes.values import VALUES

CODES: dict[str, Code] = {
    **FILES,
    **FRONT_MATTER,
    **VALUES,
    **TASKS,
    **RECORDS,
    **TALK_TRACKS,
    **OPTIONS,
    **SHARING,
    **PLAYBOOKS,
}
