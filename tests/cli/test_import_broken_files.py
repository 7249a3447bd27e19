"""Files that cannot be imported are refused in one line, and nothing damaged comes of those that can."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.cli.incoming import VAULT, Draw, Run, notes, text


def broken_files(folder: Path) -> dict[str, Path]:
    # AES, as Excel does it; the password is cmkb
    encrypted = Path(__file__).with_name("密码.xlsx").read_bytes()
    merged = openpyxl.Workbook()
    merged.active.append(["只有标题没有字段"])
    merged.save(folder / "标题.xlsx")
    files = {
        "坏.xlsx": b"PK\x03\x04 not a workbook",
        "坏.xls": b"\xd0\xcf\x11\xe0 damaged" + bytes(range(256)) * 8,
        "密码.xlsx": encrypted,
        "空.csv": b"",
        "空.vcf": b"hello",
        "乱码.csv": "姓名,电话\n王".encode() + b"\xff\xfe\xff\x80\n",
        "引号.csv": ('姓名,电话\n"王芳,1\n' + "x" * 200_000).encode(),
        "图.png": b"\x89PNG",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return {name: folder / name for name in (*files, "标题.xlsx", "没有.csv")}


def test_each_broken_file_is_one_clear_line(cmkb: Run, vault: Draw, tmp_path: Path) -> None:
    root = vault(VAULT)
    before = notes(root)
    for name, path in broken_files(tmp_path).items():
        ran = cmkb(root, "import", str(path))
        assert (ran.code, ran.out) == (2, ""), name
        assert ran.err.count("\n") == 1, (name, ran.err)
        assert "Traceback" not in ran.err
    assert cmkb(root, "import", str(tmp_path / "密码.xlsx")).err == (
        "cmkb: 密码.xlsx 设了打开密码，读不了：在 Excel 里打开，去掉密码另存一份"
        " (密码.xlsx has a password: open it in Excel and save it without)\n"
    )
    assert notes(root) == before


def test_a_file_among_the_notes_leaves_nothing_beside_it(cmkb: Run, vault: Draw) -> None:
    root = vault(VAULT)
    (root / "docs").mkdir()
    before = notes(root)
    ran = cmkb(root, "import", str(text(root / "docs/x.csv", "姓名,电话\n新人,13811112222\n,13811113333\n")))
    assert ran.code == 2
    assert notes(root) == before
    assert [p.name for p in (root / "docs").iterdir()] == ["x.csv"]


def test_a_steering_character_in_a_file_makes_no_damaged_note(tmp_path: Path, vault: Draw, cmkb: Run) -> None:
    """The note that the import wrote was one whose front matter cannot be read."""
    folder = vault(VAULT)
    text(tmp_path / "a.csv", "姓名,电话,家庭情况\n赵\x1b敏,13800007777,有\x07一女\n")
    text(tmp_path / "b.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:钱\x1b多\nTEL:13800006666\nEND:VCARD\n")
    for name in ("a.csv", "b.vcf"):
        assert cmkb(folder, "import", str(tmp_path / name)).code == 0
    written = notes(folder)
    assert "家庭情况: 有一女" in written["clients/赵敏.md"].decode()
    assert "钱多" in written["clients/钱多.md"].decode()
    assert "F4" not in cmkb(folder, "check").out


def test_cards_beyond_the_limit_are_refused_not_dropped(tmp_path: Path, vault: Draw, cmkb: Run) -> None:
    folder = vault(VAULT)
    card = f"BEGIN:VCARD\nVERSION:3.0\nFN:赵敏\nNOTE:{'长' * 3000}\nEND:VCARD\n"
    ran = cmkb(folder, "import", str(text(tmp_path / "a.vcf", card * 2000)))
    assert ran.code == 2
    assert "16 MB" in ran.err
    assert "clients/赵敏.md" not in notes(folder)
