"""Care messages drawn: notes in, texts out. `who | occasion | kind | text | missing`."""

from __future__ import annotations

from datetime import date

import pytest

from cmkb.views.clients import display_name
from cmkb.views.messages import Care, care
from tests.drawing import TODAY, drawn, vault_of

SCRIPTS = """
=== docs/scripts/生日短信.md
---
缘由: 生日
---
## 短信版

{称呼}，生日快乐！%%不带产品%%

## 微信版

{称呼}，今天你最大

## 给家人的短信

{称呼}，祝您家{家人}生日快乐
=== docs/scripts/到期.md
---
缘由: 到期
---
## 短信版
{称呼}您好，您的{产品}{金额}{到期日}到期，还有{天数}天。{负责人}
"""


def care_of(drawing: str, today: date = TODAY, own: str = "") -> tuple[Care, str]:
    vault = vault_of(SCRIPTS.lstrip("\n") + drawing, own or "reminders: {adoption: null, festival: null}")
    found = care(vault, today)
    lines = [
        " | ".join(
            part
            for part in (
                display_name(vault, vault.notes[m.client]), m.occasion, m.kind, m.text, "、".join(m.missing),
            )
            if part
        )
        for m in found.messages
    ]  # fmt: skip
    return found, "\n".join(lines)


def client(name: str, front: str, body: str = "") -> str:
    return f"=== clients/{name}.md\n---\n{front}\n---\n{body}\n"


HELD = "## 持有\n- [[稳盈90天]] [amount:: 200000] [matures:: 2026-12-05]"


def test_the_text_is_filled_in_for_the_client():
    drawing = client("李强", "称呼: 李哥\n负责人: 小林", HELD)
    assert care_of(drawing)[1] == "李强 | 到期 | 短信 | 李哥您好，您的稳盈90天20万12月5日到期，还有12天。小林"


def test_without_a_form_of_address_name_and_gender_do():
    assert (
        care_of(client("王芳", "性别: 女\n生日: 1980-11-23"))[1]
        == "王芳 | 生日 | 短信 | 王芳女士，生日快乐！"
    )


def test_what_is_missing_is_named_and_no_brace_is_left():
    drawing = client("李强", "性别: 男\n负责人: 小林", "## 持有\n- [[稳盈90天]] [matures:: 2026-12-05]")
    assert care_of(drawing)[1] == (
        "李强 | 到期 | 短信 | 李强先生您好，您的稳盈90天＿＿12月5日到期，还有12天。小林 | 金额"
    )


def test_a_brace_in_a_name_smuggles_nothing_in():
    drawing = client("王芳", '称呼: "{金额}"\n生日: 1980-11-23')
    assert care_of(drawing)[1] == "王芳 | 生日 | 短信 | 金额，生日快乐！"


def test_a_wish_for_the_daughter_is_no_wish_for_the_mother():
    drawing = client("王芳", "称呼: 王姐", "## 关系\n- 女儿 李小雨 [生日:: 2010-11-23]")
    assert care_of(drawing)[1] == "王芳 | 生日 | 短信 | 王姐，祝您家女儿生日快乐"


@pytest.mark.parametrize(
    ("birthday", "today", "ready"),
    [
        ("11-23", "11-23", True),
        ("11-23", "11-24", False),  # a belated wish is a matter for a call
        ("11-25", "11-23", False),
        ("11-22", "11-20", True),  # a Sunday, on the Friday before it
        ("11-22", "11-19", False),
    ],
)
def test_a_wish_is_for_its_day_or_the_last_one_before_days_off(birthday: str, today: str, ready: bool):
    found = care_of(client("王芳", f"生日: 1980-{birthday}"), date.fromisoformat(f"2026-{today}"))[1]
    assert bool(found) is ready


def test_the_channel_that_the_client_prefers():
    drawing = client("王芳", "称呼: 王姐\n生日: 1980-11-23\n首选渠道: 微信")
    assert care_of(drawing)[1] == "王芳 | 生日 | 微信 | 王姐，今天你最大"


@pytest.mark.parametrize(
    ("refused", "text"),
    [("[短信]", "王芳 | 生日 | 微信 | 王芳，今天你最大"), ("[短信, 微信]", ""), ("[全部]", "")],
)
def test_channels_that_the_client_refuses_stay_silent(refused: str, text: str):
    assert care_of(client("王芳", f"生日: 1980-11-23\n勿扰: {refused}"))[1] == text


def test_one_message_a_client_a_day_and_the_birthday_goes_first():
    drawing = client("李强", "称呼: 李哥\n生日: 1980-11-23", HELD)
    found, text = care_of(drawing)
    assert text == "李强 | 生日 | 短信 | 李哥，生日快乐！"
    assert found.held == 1


def test_who_was_written_to_today_gets_nothing_more():
    drawing = client("李强", "称呼: 李哥\n生日: 1980-11-23", HELD) + (
        "=== journal/2026-11-23.md\n## 记录\n- 09:00 短信 [[李强]] 生日快乐 [缘由:: 生日]\n"
    )
    found, text = care_of(drawing)
    assert text == ""
    assert (found.held, found.count_sent("生日")) == (1, 1)


def test_the_counter_is_that_of_the_playbooks_quota():
    drawing = (
        client("李强", "等级: 金卡")
        + client("王芳", "等级: 普通")
        + (
            "=== journal/2026-11-23.md\n## 记录\n- 短信 [[李强]] 一 [缘由:: 重大信息]\n- 短信 [[王芳]] 二 [缘由:: 重大信息]\n"
        )
    )
    meter = care_of(drawing)[0].meter
    assert meter is not None
    assert (meter.value, meter.target) == (1, 20)


def test_talk_tracks_out_of_use_send_nothing():
    retired = "=== docs/scripts/x.md\n---\n缘由: 纪念日\n状态: 停用\n---\n## 短信版\n祝福\n"
    late = "=== docs/scripts/y.md\n---\n缘由: 纪念日\n有效期: 2026-11-01\n---\n## 短信版\n祝福\n"
    drawing = client("王芳", "等级: 金卡", "## 纪念日\n- 结婚纪念日 [date:: 2000-11-23]")
    assert care_of(retired + late + drawing)[1] == ""


def test_festivals_say_their_name():
    script = "=== docs/scripts/节日.md\n---\n缘由: 节日\n---\n## 短信版\n{称呼}，{节日}安康\n"
    found = care_of(
        script + client("王芳", "等级: 金卡\n称呼: 王姐"), date(2027, 1, 1), "reminders: {adoption: null}"
    )
    assert found[1] == "王芳 | 节日 | 短信 | 王姐，元旦安康"


def test_groups_stand_in_the_order_of_the_playbook():
    drawing = client("乙", "称呼: 乙\n生日: 1980-11-23") + client("甲", "负责人: 小林\n性别: 男", HELD)
    assert care_of(drawing)[1] == drawn(
        """
        甲 | 到期 | 短信 | 甲先生您好，您的稳盈90天20万12月5日到期，还有12天。小林
        乙 | 生日 | 短信 | 乙，生日快乐！
        """
    )
