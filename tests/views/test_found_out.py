"""What a needs meeting found out is offered for the client's note."""

from __future__ import annotations

import json as js
import re
from datetime import date
from html import unescape
from pathlib import Path

from click.testing import CliRunner

from cmkb.cli.main import main
from cmkb.model.settings import Settings
from cmkb.pages import client
from cmkb.pages.addresses import addresses
from cmkb.pages.context import PageContext
from cmkb.playbooks.loader import load_playbook
from cmkb.reading.note import SourceFile, read_note
from cmkb.views.found_out import found_out
from tests.conftest import draw
from tests.drawing import TODAY, vault_of

VAULT = """
=== clients/王芳.md
---
姓名: 王芳
财务目标: [养老]
需求: [保本]
更新日: 2026-11-01
---
## 纪念日
- 结婚纪念日 [日期:: 1996-10-01] [提前:: 3]
- 母亲忌日 [农历:: 三月初三]
=== journal/2026-10-20.md
## 记录
- 14:00 需求面谈 [[王芳]] [经济状况:: 每月余 5,000] [需求:: 教育]
=== journal/2026-11-20.md
## 记录
- 14:00 需求面谈 [[王芳]]
    - 经济状况: 每月余 8,000: 够用
    - 财务目标: 养老、女儿留学
    - 风险承受能力: 稳健型
    - 工作: 会计
    - 家庭情况: 跟女儿住
=== journal/2026-12-20.md
## 记录
- 14:00 需求面谈 [[王芳]] [投资状况:: 国债]
"""


def told() -> list[tuple[str, object, date]]:
    vault = vault_of(VAULT)
    timeline = [r for r in reversed(vault.timeline("clients/王芳.md")) if r.date <= TODAY]
    found = found_out(vault.notes["clients/王芳.md"], vault.playbook, timeline)
    return [(one.spec.key, one.value, one.record.date) for one in found]


def test_the_newest_word_where_the_note_says_nothing_or_is_older() -> None:
    day = date(2026, 11, 20)
    # Not needs, which the note knows from later on; not what is still to come
    assert sorted(told()) == [
        ("family", "跟女儿住", day),
        ("finances", "每月余 8,000: 够用", day),
        ("goals", ("养老", "女儿留学"), day),  # the note is older
        ("occupation", "会计", day),  # 工作 of the record
        ("risk_level", "C2", day),
    ]


def test_the_lines_to_copy_are_front_matter_that_is_read_as_what_was_said() -> None:
    vault = vault_of(VAULT)
    places, _ = addresses(vault.notes.values(), vault.attachments, vault.settings)
    html = next(client.pages(PageContext(vault, places, (), (), TODAY))).render()
    (copied,) = re.findall(r'<button class="ck-btn" type="button" data-copy="([^"]*)">复制', html)
    front = unescape(copied)
    assert "财务目标: [养老, 女儿留学]" in front.splitlines()
    assert '经济状况: "每月余 8,000: 够用"' in front.splitlines()
    playbook = load_playbook("bank-personal")[0]
    note, problems = read_note(SourceFile("clients/王芳.md", f"---\n{front}\n---\n"), playbook, Settings())
    assert problems == []
    assert sorted((key, value) for key, value in note.front.fields.items()) == sorted(
        (key, value) for key, value, _ in told()
    )
    assert "../journal/2026-11-20.html#r2" in html


def test_what_was_said_is_not_asked_again_and_anniversaries_are_shown(tmp_path: Path) -> None:
    asked = ["show", "王芳", "--json", "--vault", str(draw(tmp_path, VAULT)), "--today", str(TODAY)]
    found = js.loads(CliRunner().invoke(main, asked).stdout)
    assert not {"finances", "risk_level", "family"} & {one["key"] for one in found["ask"]}
    assert [one["text"] for one in found["anniversaries"]] == ["结婚纪念日", "母亲忌日"]
    page = js.dumps(found["found_out"], ensure_ascii=False)
    assert "每月余 8,000: 够用" in page


def test_anniversaries_of_the_note_stand_on_the_page() -> None:
    drawn = vault_of(VAULT)
    places, _ = addresses(drawn.notes.values(), drawn.attachments, drawn.settings)
    html = next(client.pages(PageContext(drawn, places, (), (), TODAY))).render()
    brief = html.partition('id="brief"')[2]
    panel = re.sub(r"<[^>]+>", " ", brief.partition("<h2>纪念日</h2>")[2].partition("</section>")[0])
    assert panel.split() == ["1996-10-01", "结婚纪念日", "提前", "3天", "三月初三", "母亲忌日"]
