"""`cmkb import` of files of others: what comes in becomes notes; what is not sure stays out, with the reason."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.cli.incoming import VAULT, Draw, Run, notes, text, workbook

LIST = "客户姓名;手机号码;资产(万元);出生日期\n王芳;138-0000-8899;100;1968/3/21\n新人;139 1111 2222;5.5;\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_any_encoding_and_delimiter(
    cmkb: Run, vault: Draw, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    root = vault(VAULT)
    ran = cmkb(root, "import", str(text(tmp_path / "x.csv", LIST.replace(";", delimiter), encoding)))
    assert ran.out.splitlines()[-2] == "新建 1，更新 1，没有变化 0，没导入 0"
    wang = notes(root)["clients/王芳-8899.md"].decode()
    assert "资产: 1000000\n" in wang
    assert "生日: 1968-03-21\n" in wang
    assert notes(root)["clients/新人.md"].decode() == (
        '---\n姓名: 新人\n电话: ["13911112222"]\n资产: 55000\n建档日: 2026-11-23\n---\n'
    )
    again = cmkb(root, "import", str(tmp_path / "x.csv"))
    assert again.out.startswith("新建 0，更新 0，没有变化 2，没导入 0")


def test_phones_come_back_as_floats_and_dates_as_days_since_1900(
    cmkb: Run, vault: Draw, tmp_path: Path
) -> None:
    root = vault(VAULT)
    source = workbook(
        tmp_path / "x.xlsx",
        ("客户名单", None, None, None),
        ("姓名", "手机", "生日", "开户日"),
        ("赵一", 13811112222.0, 25000, date(2020, 5, 6)),
    )
    cmkb(root, "import", str(source))
    assert notes(root)["clients/赵一.md"].decode().splitlines()[1:5] == [
        "姓名: 赵一", "生日: 1968-06-11", 'phones: ["13811112222"]'.replace("phones", "电话"), "开户日: 2020-05-06",
    ]  # fmt: skip


def test_vcards_of_a_phone(cmkb: Run, vault: Draw, tmp_path: Path) -> None:
    root = vault(VAULT)
    cards = (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:钱;一;;;\r\nTEL;TYPE=CELL:+86 138 2222 3333\r\nBDAY:19800102\r\n"
        "ORG:某厂;财务\r\nCATEGORIES:金卡,老乡\r\nNOTE:爱喝茶\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=AD=99;=E4=BA=8C;;;\r\n"
        "TEL;CELL:13933334444\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nFN:没完\r\n"
    )
    ran = cmkb(root, "import", str(text(tmp_path / "x.vcf", cards)))
    assert "新建 2" in ran.out
    assert "第 " in ran.out
    qian = notes(root)["clients/钱一.md"].decode()
    for line in ('电话: ["13822223333"]', "生日: 1980-01-02", "等级: 金卡", "标签: [老乡]", "备注: 爱喝茶"):
        assert line in qian
    assert "clients/孙二.md" in notes(root)


def test_an_id_number_is_not_stored(cmkb: Run, vault: Draw, tmp_path: Path) -> None:
    root = vault(VAULT)
    source = text(
        tmp_path / "x.csv",
        "姓名,电话,身份证号,家庭情况\n周一,13811110001,11010519491231002X,\n周二,13811110002,110105194912310021,\n"
        "周三,13811110003,,证件 11010519491231002X\n",
    )
    ran = cmkb(root, "import", str(source))
    note = notes(root)["clients/周一.md"].decode()
    assert "生日: 1949-12-31" in note
    assert "性别: 女" in note
    everything = b"".join(p.read_bytes() for p in root.rglob("*") if p.is_file())
    assert b"11010519491231002" not in everything
    assert "证件号不对" in ran.out
    assert "「家庭情况」里有身份证号" in ran.out


def test_what_was_written_in_words_stays_unless_told(cmkb: Run, vault: Draw, tmp_path: Path) -> None:
    root = vault(VAULT)
    source = text(
        tmp_path / "x.csv", "编号,姓名,电话,家庭情况,爱好,等级\n0012345,王芳,13700000000,已婚,书法,白金\n"
    )
    ran = cmkb(root, "import", str(source))
    wang = notes(root)["clients/王芳-8899.md"].decode()
    assert "家庭情况: 先生在公交公司，女儿读高一\n" in wang
    assert "爱好: [广场舞, 养兰花, 书法]\n" in wang
    assert '电话: ["13800008899", "13700000000"]\n' in wang
    assert "等级: 白金\n" in wang
    assert "留着「先生在公交公司，女儿读高一」，文件里是「已婚」" in ran.out
    cmkb(root, "import", str(source), "--overwrite")
    assert "家庭情况: 已婚\n" in notes(root)["clients/王芳-8899.md"].decode()


def test_rows_that_are_not_sure_are_left_with_their_reason(cmkb: Run, vault: Draw, tmp_path: Path) -> None:
    root = vault(VAULT)
    before = notes(root)
    source = text(
        tmp_path / "名单.csv",
        "姓名,电话,生日,会员号\n"
        "李强,,,\n"  # nothing tells whether it is the same one
        "张三,13900001111,,\n"  # 李强's number
        "无号,13812340000,,\n"  # the note has no number
        ",13812341111,,\n"
        "赵四,12,1999-02-30,\n"
        "孙五,1.38E+10,,\n"
        '=cmd|" /C calc",13812342222,,\n'.replace('"', '""'),
    )
    ran = cmkb(root, "import", str(source))
    assert "没导入 6" in ran.out
    left = list(csv.reader((tmp_path / "名单-没导入.csv").read_text("utf-8-sig").splitlines()))
    assert left[0] == ["原因", "行", "姓名", "电话", "生日", "会员号"]
    reasons = [row[0] for row in left[1:]]
    assert "同名" in reasons[0]
    assert "号码是 clients/李强.md 的，名字却是「张三」" in reasons[1]
    assert "同名" in reasons[2]
    assert reasons[3] == "没有姓名"
    assert reasons[4] == "“电话”里有不像电话的内容：核对位数；“生日”的日期不存在：核对月和日"
    assert "号码已经不全" in reasons[5]
    assert [row[1] for row in left[1:]] == ["2", "3", "4", "5", "6", "7"]
    assert len(notes(root)) == len(before) + 1
    assert all(notes(root)[path] == data for path, data in before.items())


def test_two_rows_about_one_client_and_two_clients_of_one_name(
    cmkb: Run, vault: Draw, tmp_path: Path
) -> None:
    root = vault(VAULT)
    source = text(
        tmp_path / "x.csv",
        "姓名,电话\n王芳,13800008899\n王芳,138 0000 8899\n王芳,13812345678\n吴六,13600000001\n吴六,13600000002\n"
        "吴七,13600000002\n",
    )
    ran = cmkb(root, "import", str(source))
    assert "和第 2 行是同一位客户" in ran.out
    assert "和第 6 行的号码相同" in ran.out
    assert {"clients/王芳-5678.md", "clients/吴六-0001.md", "clients/吴六-0002.md"} <= set(notes(root))


def test_a_row_with_an_unknown_tier_was_left_out_whole(cmkb: Run, vault: Draw, tmp_path: Path) -> None:
    """A list of others has words of its own: what it says besides is no less sure."""
    root = vault(VAULT)
    source = text(
        tmp_path / "x.csv",
        "姓名,电话,等级,生日,资产\n赵四,13812340000,VIP,不详,5万\n王芳,13800008899,VIP,,90万\n李强,13900001111,VIP,,\n",
    )
    ran = cmkb(root, "import", str(source))
    assert ran.out.splitlines()[-3:-1] == [
        "新建 1，更新 1，没有变化 1，没导入 0",
        "看不懂的 4 格没有导入，同一行的其他格照常；改好再导入一次",
    ]
    assert "  ? 第 2 行「等级」没有导入“VIP”：“等级”只能是：普通 | 金卡" in ran.out
    assert "  ? 第 2 行「生日」没有导入“不详”：“生日”看不出是哪一天" in ran.out
    assert notes(root)["clients/赵四.md"].decode() == (
        '---\n姓名: 赵四\n电话: ["13812340000"]\n资产: 50000\n建档日: 2026-11-23\n---\n'
    )
    wang = notes(root)["clients/王芳-8899.md"].decode()
    assert "等级: 金卡\n" in wang
    assert "资产: 900000\n" in wang
    (root / "playbook.yml").write_text("tiers: {VIP: 7d}\n", "utf-8")
    found = cmkb(root, "import", str(source), "--json").json
    assert [cell["field"] for row in found["updated"] for cell in row["changes"]] == ["tier", "tier", "tier"]
    assert [cell["file"] for row in found["updated"] for cell in row["left"]] == ["不详"]


def test_columns_are_mapped_by_hand_and_questioned(cmkb: Run, vault: Draw, tmp_path: Path) -> None:
    root = vault(VAULT)
    source = workbook(
        tmp_path / "x.xlsx",
        ("甲", "姓名", "姓名", None, "爱好好"),
        ("13811112222", "郑一", "别名", "没有标题", "下棋"),
    )
    ran = cmkb(root, "import", str(source), "--map", "甲=电话", "--dry-run")
    assert "第 B 列和第 C 列都是「姓名」" in ran.err
    assert "第 D 列没有标题" in ran.err
    assert "没认出「爱好好」这一列" in ran.err
    assert "clients/郑一.md  电话 13811112222" in ran.out
    assert cmkb(root, "import", str(source), "--map", "乙=电话").code == 2
    ran = cmkb(root, "import", str(source), "--map", "甲=联系电活")
    assert (ran.code, "是不是想写“联系电话”" in ran.err) == (2, True)
    assert cmkb(root, "import", str(source), "--map", "甲").code == 2


def test_json_of_a_dry_run(cmkb: Run, vault: Draw, tmp_path: Path) -> None:
    root = vault(VAULT)
    found = cmkb(root, "import", str(text(tmp_path / "x.csv", LIST)), "--dry-run", "--json").json
    assert found["written"] is False
    assert found["created"] == [{"line": 3, "path": "clients/新人.md", "name": "新人", "left": []}]
    assert [c["field"] for c in found["updated"][0]["changes"]] == ["aum", "birthday"]


def test_a_note_whose_head_is_broken_keeps_out_its_row_and_no_other(
    cmkb: Run, vault: Draw, tmp_path: Path
) -> None:
    root = vault(VAULT + "    === clients/赵敏.md\n    ---\n    姓名：赵敏\n    电话: 13900002222\n    ---\n")
    table = text(tmp_path / "表.csv", "姓名,电话,资产\n赵敏,13900002222,30万\n新客,13900003333,5万\n")
    ran = cmkb(root, "import", str(table))
    assert ran.code == 0
    assert "新建 1，更新 0，没有变化 0，没导入 1" in ran.out
    assert "! 第 2 行：clients/赵敏.md 的属性区没有改：先用 cmkb check 改好" in ran.out
    assert (root / "clients/新客.md").exists()
    left = list(csv.reader((tmp_path / "表-没导入.csv").read_text("utf-8-sig").splitlines()))
    assert left[1][2:] == ["赵敏", "13900002222", "30万"]


def test_a_column_of_remarks_was_left_out(cmkb: Run, vault: Draw, tmp_path: Path) -> None:
    """Of new clients and of those who are there; again it changes nothing, and words that are there stay."""
    folder = vault(VAULT)
    rows = (
        ("姓名", "手机", "备注"),
        ("赵一", "13811112222", "喜欢上午接电话"),
        ("李强", "13900001111", "爱喝茶"),
    )
    file = workbook(tmp_path / "名单.xlsx", *rows)
    assert "没认出" not in cmkb(folder, "import", str(file)).err
    assert "备注: 喜欢上午接电话" in (folder / "clients/赵一.md").read_text("utf-8")
    assert "备注: 爱喝茶" in (folder / "clients/李强.md").read_text("utf-8")
    before = notes(folder)
    cmkb(folder, "import", str(file))
    other = workbook(tmp_path / "b.xlsx", rows[0], ("李强", "13900001111", "改喝咖啡"))
    assert "李强" in cmkb(folder, "import", str(other)).out
    assert notes(folder) == before


def test_names_set_apart_in_a_list_are_names(cmkb: Run, vault: Draw, tmp_path: Path) -> None:
    folder = vault(VAULT)
    file = workbook(
        tmp_path / "a.xlsx", ("姓名", "手机"), ("赵　一", "13811112222"), ("李 强", "13900001111")
    )
    cmkb(folder, "import", str(file))
    assert (folder / "clients/赵一.md").read_text("utf-8").startswith("---\n姓名: 赵一\n")
    assert not (folder / "clients/李 强.md").exists()


def test_merged_cells_are_said(cmkb: Run, vault: Draw, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("姓名", "电话", "网点"), ("冯一", "13811113333", "城南"), ("冯二", "13811114444", None)):
        book.active.append(row)
    book.active.merge_cells("C2:C3")
    book.save(tmp_path / "x.xlsx")
    ran = cmkb(vault(VAULT), "import", str(tmp_path / "x.xlsx"), "--dry-run")
    assert "合并的单元格（C2:C3）" in ran.err
    assert "新建 2" in ran.out


@pytest.mark.long
def test_fifty_thousand_rows_are_decided(cmkb: Run, vault: Draw, tmp_path: Path) -> None:
    rows = "".join(f"客户{n},{13000000000 + n},{n % 300}\n" for n in range(50_000))
    source = text(
        tmp_path / "x.csv", f"客户姓名,手机,资产(万元)\n{rows}客户1,13000000001,1\n王芳,13800008899,9\n"
    )
    ran = cmkb(vault(VAULT), "import", str(source), "--dry-run", "--json")
    assert len(ran.json["created"]) == 50_000
    assert [row["line"] for row in ran.json["bad"]] == [50_002]
    assert len(ran.json["updated"]) == 1
