"""Numbers of people are hidden until somebody asks; ID numbers are never shown; both are still found by their tail."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkb.pages.masked import masked_html, masked_text, secret
from cmkb.site.run import build_site
from tests.conftest import draw
from tests.site.conftest import TODAY

ID = "11010519491231002X"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("打 13800008899 找她", "打 138****8899 找她"),
        ("138 0000 8899、139-1234-5678", "138****8899、139****5678"),
        ("１３８００００８８９９", "138****8899"),
        (f"证件 {ID}", "证件 ****002X"),
        ("110105 19491231 0021 写错了校验码", "****0021 写错了校验码"),
        ("卡 4111 1111 1111 1111", "卡 ****1111"),
        ("2026-11-23 10:15 金额 1200000", "2026-11-23 10:15 金额 1200000"),
        ("编号 20261123000012", "编号 20261123000012"),
    ],
)
def test_in_text(written: str, shown: str) -> None:
    assert masked_text(written) == shown


def test_on_a_page_a_number_is_a_checkbox_away() -> None:
    html = masked_html("<p>打 13800008899 &amp; 问</p>", str)
    assert re.fullmatch(
        r'<p>打 <label class="ck-secret" title="显示完整号码"><input type="checkbox" class="ck-vh" aria-label="显示完整号码">'
        r'<span class="ck-n">138\*\*\*\*8899</span><span class="ck-whole">13800008899</span></label> &amp; 问</p>',
        html,
    )


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{ID}</p>", f"<a title='{ID}' href='x'>{ID}</a>", f'<button data-copy="- 电话 {ID}">抄</button>',
        "<p>１１０１０５１９４９１２３１００２Ｘ</p>", "<td>110105-19491231-002X</td>", f"<pre><code>{ID}\n</code></pre>",
    ],
)  # fmt: skip
def test_an_id_number_is_nowhere(html: str) -> None:
    digits = re.sub(r"[^0-9X]", "", masked_html(html, str).translate({0xFF10 + n: str(n) for n in range(10)}))
    assert "19491231" not in digits


def test_no_box_in_what_can_be_pressed_itself() -> None:
    assert (
        masked_html("<a href='tel:13800008899'>13800008899</a>", str)
        == "<a href='tel:13800008899'>138****8899</a>"
    )


def test_a_link_that_dials_stays() -> None:
    html = masked_html(secret("13800008899", str, dial=True), str)
    assert 'href="tel:13800008899"' in html
    assert html.count("<input") == 1
    assert ">13800008899</a>" in html


@given(st.text(alphabet="<>/abp \"'=0123456789X-１３８&;", max_size=80))
def test_whatever_is_masked_only_numbers_change(text: str) -> None:
    html = f"<p>{text}</p>"
    masked = masked_html(html, str)
    if masked == html:
        return
    assert "****" in masked


def test_of_a_whole_site(tmp_path: Path) -> None:
    folder = draw(
        tmp_path,
        f"""
        === clients/王芳.md
        ---
        电话: ["13800008899", "010-87654321"]
        身份证: {ID}
        编号: "6220001234567890123"
        备用: 13900001234
        ---
        丈夫 139 1234 5678，证件 {ID}
        ## 跟进
        - [ ] 打 13700007777 问 📅 2026-11-23
        === journal/2026-11-20.md
        ## 记录
        - 10:15 电话 [[王芳]] 换号了 13600006666 [备注:: {ID}]
        """,
    )
    site = build_site(folder, today=TODAY).site_dir
    for file in site.rglob("*"):
        if file.is_file() and file.suffix in (".html", ".js"):
            assert ID not in file.read_text("utf-8"), file.name
    html = (site / "clients/王芳.html").read_text("utf-8")
    for number in (
        "13800008899",
        "010-87654321",
        "13900001234",
        "139 1234 5678",
        "13700007777",
        "13600006666",
    ):
        for match in re.finditer(number, html):
            before = html[: match.start()]
            hidden = before.rfind('class="ck-secret"') > before.rfind("</label>")
            assert (
                hidden or before.endswith(("tel:", "sms:")) or before.rfind('data-copy="') > before.rfind(">")
            ), number
    assert 'href="tel:13800008899"' in html
    text = "".join(
        file.read_text("utf-8") for file in sorted((site / "assets/cmkb/search").glob("text-*.js"))
    )
    assert "139****5678" in text
    assert "13912345678" not in text.replace(" ", "")
    names = (site / "assets/cmkb/search/names.js").read_text("utf-8")
    assert "13800008899" in names  # searched by its tail
