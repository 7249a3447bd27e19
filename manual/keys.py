"""The page of keys: each kind of note with every key that the shared playbook knows, in an example that is read by a test."""

from __future__ import annotations

from cmkb.model.playbook import FieldSpec, Playbook
from cmkb.playbooks.loader import load_playbook

PLAYBOOK = "bank-personal"

# kind → (what it is, path of its example)
KINDS = {
    "client": ("客户", "clients/王芳.md"),
    "household": ("家庭", "households/王芳家.md"),
    "journal": ("日志", "journal/2026-11-23.md"),
    "period": ("目标", "periods/2026-11.md"),
    "meeting": ("面谈", "meetings/2026-11-23 王芳.md"),
    "script": ("话术", "docs/scripts/存单到期邀约.md"),
    "product": ("产品", "docs/products/稳盈90天.md"),
    "case": ("事项", "cases/王芳 挂失.md"),
    "event": ("活动", "events/理财沙龙.md"),
    "channel": ("网点", "channels/城南支行.md"),
    "staff": ("银行员工", "staff/李师傅.md"),
    "howto": ("操作流程", "docs/howto/转托管.md"),
}

# How a value of each type is written, and what else is understood.
TYPES = {
    "text": ("说明一下", "随便写，一行"),
    "num": ("3", "数字：3、3.5、三"),
    "money": ("200000", "金额：200000、20万、1,200,000"),
    "bool": ("true", "true 或 false；是、否也行"),
    "date": ("2026-03-01", "日期：2026-03-01、2026/3/1、2026年3月1日"),
    "dt": ("2026-11-25 15:00", "日期和时间：2026-11-25 15:00"),
    "planned": ("2026-12-05 回访", "哪一天，后面可以写做什么：12-05 回访、下周三 送资料"),
    "time": ('"08:16"', "几点：08:16、下午3点"),
    "list": ("[稳健, 养老]", "几样：[甲, 乙]，或者用、隔开"),
    "link": ('"[[{link}]]"', "一个链接，放在英文引号里"),
    "links": ('["[[{link}]]"]', '几个链接：["[[甲]]", "[[乙]]"]'),
    "enum": ("", "从给的词里选"),
    "phones": ('"13800001234"', "电话，几个就用、隔开"),
    "lunar": ('"02-23"', "农历：02-23、闰06-08、二月廿三"),
    "monthday": ('"04-17"', "月和日：04-17、4月17日"),
    "cadence": ("10d/15d", "多久联系一次：10d/15d 是最好十天、最多十五天；30d、half-month、month、none"),
}

LINKS = {
    "client": "王芳", "household": "王芳家", "product": "稳盈90天", "script": "存单到期邀约", "channel": "城南支行", "staff": "李师傅",
}  # fmt: skip

# What the type alone can't tell.
VALUES = {
    "client.name": "王芳", "client.salutation": "王姐", "client.age": "", "client.birthday_md": "", "client.gender": "女", "client.birthday": "1968-03-21",
    "client.birthday_lunar": '"02-23"', "client.goals": "[女儿的学费, 自己养老]", "client.needs": "[教育, 养老]", "client.aum_date": "2026-11-01",
    "client.no_contact_since": "2026-10-01", "client.opened": "2019-05-20", "client.joined": "2019-05-20", "client.consent_date": "2026-01-05",
    "client.newly_qualified": "2026-10-12", "client.vip_card": "2026-10-20", "client.pcrm_updated": "2026-11-02", "client.grade": "A", "client.ownership": "自拓",
    "period.goal_calls": "200", "period.goal_needs": "30", "period.goal_deals": "15", "period.goal_sales": "5000000", "period.goal_services": "60",
    "period.goal_accounts": "10", "period.goal_aum": "20000000", "meeting.mins": "45", "meeting.needs": "[两年不用, 不想波动]", "meeting.objections": "[利率太低]",
    "meeting.result": "待定", "product.term_days": "90", "product.rate": "2.6", "product.min_amount": "10000", "product.open": "2026-11-20",
    "product.close": "2026-11-30", "product.value_date": "2026-12-01", "product.matures": "2027-03-01", "event.cost": "800", "event.people": "20",
    "staff.since": "2026-09-01", "channel.since": "2026-09-01", "case.amount": "0", "script.angle": "利益", "script.stage": "邀约", "client.next": "2026-12-05",
    "client.no_contact": "[短信]", "client.email": "wang@example.com", "client.referred_by": '["[[赵敏]]"]', "client.referrer": '["[[赵敏]]"]',
    "client.risk_expires": "2027-03-01", "client.cadence": "10d/15d", "client.hobbies": "[太极, 合唱]", "client.family": "两口人，女儿上大学",
    "client.education": "大专", "client.occupation": "会计", "client.employer": "合盛商行", "client.job_title": "主管", "client.wechat": "wangfang",
    "client.address": "城南路 8 号", "client.prefer_time": "上午十点以后", "client.housing": "自有，无贷款", "client.car": "有，三月交车险",
    "client.info_pref": "[理财到期, 晨报]", "client.investments": "[定期, 国债]", "client.finances": "每月能留五千", "client.consent": "口头同意",
    "client.member_no": '"0012345"', "client.channel": '"[[城南支行]]"', "client.status": "客户", "client.abnormal": "",
    "household.head": '"[[王芳]]"', "household.address": "城南路 8 号", "journal.date": "2026-11-23", "journal.playbook": "bank-personal",
    "journal.opening_signed": "林晓", "journal.closing_signed": "林晓", "period.period": "2026-11", "meeting.date": "2026-11-23 14:00",
    "meeting.place": "贵宾室", "meeting.confirmed": "[前一日, 当日]", "meeting.confirmed_by": "林晓", "meeting.improve": "开场太快",
    "script.audience": "[金卡, 有到期]", "script.valid_until": "2027-06-30", "script.scene": "到期前", "script.approved_by": "支行",
    "script.version": '"2"', "product.name": "稳盈90天", "product.code": "WY90", "product.category": "理财", "product.fit": "[求稳, 短期]",
    "product.risk": "R2", "case.cause": "卡丢了", "case.measure": "当天挂失", "case.reported_to": "值班经理", "case.docs": "[身份证明]",
    "case.status": "完成", "case.resolved": "2026-11-20", "case.opened": "2026-11-19", "case.due": "2026-11-25", "event.place": "二楼会议室",
    "event.date": "2026-11-28 14:00", "event.leads": '["[[赵敏]]"]', "event.attended": '["[[王芳]]"]', "channel.address": "城南路 1 号", "staff.name": "李师傅",
    "staff.role": "大堂", "staff.duty_new": "社保卡", "staff.wechat": "lishifu", "howto.quiz": "[要带什么证件, 在哪个窗口]",
    "howto.valid_until": "2027-06-30", "client.risk_level": "C3", "client.tier": "金卡", "client.stage": "售后", "script.risk_min": "C2",
    "script.status": "已审", "script.category": "邀约", "product.status": "在售", "client.source": "转介绍", "client.household": '"[[王芳家]]"',
}  # fmt: skip

_HEAD = """# 属性

笔记最上面、两行 `---` 之间的是**属性**：一行一项，“名称: 内容”，冒号用英文的，后面空一格。不知道的不写。

中文名称、英文名称、别的写法都认，意思一样。没有列在这里的名称也可以写，照样留着、显示出来。

这里列的是 `bank-personal` 的；别的工作方法各有增减，`cmkb playbook show 名字` 看得到。
"""


def playbook() -> Playbook:
    return load_playbook(PLAYBOOK)[0]


def keys_page() -> str:
    parts = [_HEAD, "## 内容怎么写\n\n| 种类 | 写法 |\n|---|---|"]
    parts += [f"| {name} | {how} |" for name, how in TYPE_ROWS]
    parts.append("")
    for kind, (label, path) in KINDS.items():
        specs = playbook().fields[kind]
        parts.append(
            f"## {label}\n\n文件：`{path}`\n\n| 名称 | 英文 | 也可以写成 | 内容 |\n|---|---|---|---|"
        )
        parts += [
            f"| {s.label} | `{s.key}` | {'、'.join(s.aliases)} | {_how(s, playbook())} |"
            for s in specs.values()
        ]
        parts.append(f'\n```markdown title="{path}"\n---\n{_example(kind, playbook())}---\n```\n')
    parts.append("## 每种笔记都能写的\n\n| 名称 | 英文 | 也可以写成 | 内容 |\n|---|---|---|---|")
    common = playbook().fields["common"].values()
    parts += [f"| {s.label} | `{s.key}` | {'、'.join(s.aliases)} | {_how(s, playbook())} |" for s in common]
    parts.append(_COMMON)
    return "\n".join(parts)


# What a complete client's example leaves out stands here as well.
_COMMON = """
`证件号` 认得，但最好不写：网站上从不显示，少存一份少一分风险。

```markdown title="clients/赵敏.md"
---
姓名: 赵敏
标题: 赵敏，开诊所
类型: client
拼音: zhao min
年龄: 40
生日(无年): "04-17"
异常: 两个月没来
编号: "880012"
别名: [敏姐]
标签: [老客户]
建档日: 2025-06-01
更新日: 2026-11-01
负责人: 林晓
可见范围: private
---
```
"""

TYPE_ROWS = [
    ("文字", TYPES["text"][1]),
    *((how.split("：")[0], how) for key, (_, how) in TYPES.items() if key not in ("text", "enum")),
]


def choices(spec: FieldSpec, playbook: Playbook) -> tuple[str, ...]:
    return spec.values or (tuple(getattr(playbook, spec.values_from)) if spec.values_from else ())


def _how(spec: FieldSpec, playbook: Playbook) -> str:
    words = choices(spec, playbook)
    if words:
        more = "，也可以写别的" if spec.other_values else ""
        return f"{'、'.join(words)}{more}"
    return TYPES[spec.type][1].split("：")[0]


def how_in_a_line(spec: FieldSpec) -> str:
    """Outside of the front matter a link needs no quotation marks."""
    return TYPES[spec.type][1].split("：")[0].split("，放在")[0]


def _example(kind: str, playbook: Playbook) -> str:
    lines = ((s.label, _value(f"{kind}.{s.key}", s, playbook)) for s in playbook.fields[kind].values())
    return "".join(f"{label}: {value}\n" for label, value in lines if value)


def _value(place: str, spec: FieldSpec, playbook: Playbook) -> str:
    if place in VALUES:
        return VALUES[place]
    words = choices(spec, playbook)
    if words:
        return f"[{words[0]}]" if spec.type == "list" else words[0]
    return TYPES[spec.type][0].replace("{link}", LINKS.get(spec.link_kind, "王芳"))
