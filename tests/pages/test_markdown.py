"""A note's Markdown becomes HTML: what the user's editor previews is what the site shows."""

from __future__ import annotations

from html.parser import HTMLParser
from textwrap import dedent
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmkb.pages.markdown import links_as_markdown, render_markdown, slug, without_comments

PLACES = {
    "王芳": "../clients/%E7%8E%8B%E8%8A%B3.html",
    "../clients/王芳.md": "../clients/%E7%8E%8B%E8%8A%B3.html",
    "图.png": "../files/%E5%9B%BE.png",
    "合同.pdf": "../files/%E5%90%88%E5%90%8C.pdf",
    "O'Neil": "O%27Neil.html",
}


def html(text: str, title: str = "") -> str:
    return render_markdown(dedent(text).strip("\n"), PLACES.get, title).strip()


def line(text: str) -> str:
    return html(text).removeprefix("<p>").removesuffix("</p>")


WANG = '<a href="../clients/%E7%8E%8B%E8%8A%B3.html'


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[[王芳]]", f'{WANG}">王芳</a>'),
        ("[[王芳|王姐]]", f'{WANG}">王姐</a>'),
        (
            "[[王芳#需求 与 目标]]",
            f'{WANG}#%E9%9C%80%E6%B1%82-%E4%B8%8E-%E7%9B%AE%E6%A0%87">王芳#需求 与 目标</a>',
        ),
        ("[[王芳#跟进#下周|x]]", f'{WANG}#%E4%B8%8B%E5%91%A8">x</a>'),
        ("[[王芳#^wf02|x]]", f'{WANG}#^wf02">x</a>'),
        ("[[#需求]]", '<a href="#%E9%9C%80%E6%B1%82">需求</a>'),
        ("[[O'Neil]]", '<a href="O%27Neil.html">O\'Neil</a>'),
        ("[x](../clients/王芳.md)", f'{WANG}">x</a>'),
        ("[x](<../clients/王芳.md>)", f'{WANG}">x</a>'),
        ("[x](../clients/%E7%8E%8B%E8%8A%B3.md#A%20b)", f'{WANG}#a-b">x</a>'),
        ("[x](#标题%20一)", '<a href="#%E6%A0%87%E9%A2%98-%E4%B8%80">x</a>'),
        ("[x](合同.pdf#page=3)", '<a href="../files/%E5%90%88%E5%90%8C.pdf#page=3">x</a>'),
        (
            "[x](https://example.invalid/a)",
            '<a href="https://example.invalid/a" rel="noopener noreferrer">x</a>',
        ),
        (
            "https://example.invalid/a",
            '<a href="https://example.invalid/a" rel="noopener noreferrer">https://example.invalid/a</a>',
        ),
    ],
)
def test_links(written: str, shown: str) -> None:
    assert line(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[[李雷]]", '<span class="ck-missing" title="[[李雷]]">李雷</span>'),
        ("[[李雷|老李]]", '<span class="ck-missing" title="[[李雷]]">老李</span>'),
        ("[x](李雷.md)", '<span class="ck-missing">x</span>'),
        ("![x](没有.png)", '<span class="ck-missing">x</span>'),
    ],
)
def test_what_leads_nowhere_stays_words(written: str, shown: str) -> None:
    assert line(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("![[图.png]]", '<img src="../files/%E5%9B%BE.png" alt="图.png" loading="lazy" />'),
        ("![[图.png|300]]", '<img src="../files/%E5%9B%BE.png" alt="300" loading="lazy" />'),
        ("![一张图](图.png)", '<img src="../files/%E5%9B%BE.png" alt="一张图" loading="lazy" />'),
        ("![[合同.pdf]]", '<a href="../files/%E5%90%88%E5%90%8C.pdf">合同.pdf</a>'),
        (
            "![x](https://example.invalid/a.png)",
            '<a href="https://example.invalid/a.png" rel="noopener noreferrer">x</a>',
        ),
        (
            "![](//example.invalid/a.png)",
            '<a href="//example.invalid/a.png" rel="noopener noreferrer">//example.invalid/a.png</a>',
        ),
        (
            "![x](data:image/png;base64,iVBORw0=)",
            '<img src="data:image/png;base64,iVBORw0=" alt="x" loading="lazy" />',
        ),
        ("![x](data:text/html,hi)", "x"),
    ],
)
def test_pictures(written: str, shown: str) -> None:
    """Opening a page asks nobody for anything: a picture elsewhere is a link."""
    assert line(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**加粗。**后文", "<strong>加粗。</strong>后文"),
        ("~~删~~ ==亮==", "<del>删</del> <mark>亮</mark>"),
        ("<b>x</b> & <script>alert(1)</script>", "x &amp; alert(1)"),
        ("[x](javascript:alert(1))", '<a href="">x</a>'),
        ("{{ 7*7 }} {% raw %}", "{{ 7*7 }} {% raw %}"),
        ("电话 [结果:: 同意] 好", '电话 <span class="ck-field"><b>结果</b> 同意</span> 好'),
        ("[话术：： [[王芳]]]", f'<span class="ck-field"><b>话术</b> {WANG}">王芳</a></span>'),
        ("`[a:: b]` `[[王芳]]` `%%x%%`", "<code>[a:: b]</code> <code>[[王芳]]</code> <code>%%x%%</code>"),
        ("一行 ^wf02", '一行<a class="ck-anchor" id="^wf02"></a>'),
    ],
)
def test_the_dialect(written: str, shown: str) -> None:
    assert line(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("甲%%藏%%乙", "甲乙"),
        ("甲 %%藏%% 乙", "甲 乙"),
        ("涨了 5%% 吧", "涨了 5%% 吧"),
        ("甲\n\n%%藏到底\n\n乙", "甲"),
        ("%%\n```\n藏\n```\n%%\n\n乙", "乙"),
        ("```代码``` 甲 %%藏%% 乙", "<code>代码</code> 甲 乙"),
        ("`%%` 甲 `%%`", "<code>%%</code> 甲 <code>%%</code>"),
    ],
)
def test_comments_are_nobodys_to_read(written: str, shown: str) -> None:
    assert line(written) == shown


def test_code_shows_as_it_is_written() -> None:
    shown = html("""
        ````md
        ```
        [[王芳]] %%a%% [b:: c] ![[图.png]] ^id
        ````
        [[王芳]]
        """)
    assert "[[王芳]] %%a%% [b:: c] ![[图.png]] ^id" in shown
    assert f"{WANG}" in shown


def test_lists_as_obsidian_reads_them() -> None:
    shown = html("""
        一段
        - 甲
          - [x] 乙
        - [ ] 丙 ^c1
        """)
    assert shown.startswith("<p>一段</p>\n<ul>\n<li>甲\n<ul>\n<li>")
    assert shown.count('<input type="checkbox"') == 2
    assert 'id="^c1"' in shown


def test_headings_have_the_anchors_that_links_name() -> None:
    shown = html("# 题目\n## 需求 **与** 目标\n## 需求 与 目标\n## [[王芳]] `a`\n## ？\n", title="题目")
    assert "题目" not in shown  # the page has it already
    for anchor in ("需求-与-目标", "需求-与-目标_1", "王芳-a", "_"):
        assert f'<h2 id="{anchor}">' in shown


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("需求 与 目标", "需求-与-目标"),
        ("Step 1.2: C++", "step-12-c"),
        ("cafe\u0301", "café"),
        ("？！", "_"),
        ("", "_"),
    ],
)
def test_anchor_of_a_heading(heading: str, anchor: str) -> None:
    assert slug(heading) == anchor


def test_footnotes_find_each_other() -> None:
    shown = html("一[^Note]\n\n[^Note]: 注\n")
    assert '<a href="#fn-Note" id="fnref-Note"' in shown
    assert 'id="fn-Note"' in shown


def test_for_another_programs_markdown() -> None:
    text = "见 [[王芳|王姐]]、[[王芳#A b]]、![[图.png]]、[[#标题 一]]、[[李雷]]，`[[王芳]]`%%藏%%\n"
    assert links_as_markdown(text, {"王芳": "../clients/王 芳.md", "图.png": "图.png"}.get) == (
        "见 [王姐](../clients/%E7%8E%8B%20%E8%8A%B3.md)、[王芳#A b](../clients/%E7%8E%8B%20%E8%8A%B3.md#a-b)、"
        "![图.png](%E5%9B%BE.png)、[标题 一](#%E6%A0%87%E9%A2%98-%E4%B8%80)、李雷，`[[王芳]]`\n"
    )


def test_words_for_the_search_index() -> None:
    assert without_comments("甲%%乙%%<!-- 丙\n -->丁 `%%戊%%`") == "甲丁 `%%戊%%`"
    assert without_comments("涨了 5%%") == "涨了 5%%"


@pytest.mark.parametrize(
    "text",
    [
        ">" * 200_000 + "a",
        "> " * 200_000 + "a",
        "- " * 100_000 + "a",
        "[" * 300_000,
        "![[" * 200_000,
        "[a::" + " " * 1_000_000,
        "[a::" * 200_000,
        ("[a::" + "b" * 399) * 2000,
        "%%" * 200_001,
        " " * 1_000_000 + "%%",
        "".join("`" * n + "a" for n in range(1, 1400)),
        "`" * 1_000_000,
        "<!--" * 100_000,
        "*a **a " * 50_000,
        " ^a" * 300_000,
        "# a\n" * 50_000,
        "|" * 50_000 + "\n" + "|-" * 50_000 + "|\n",
    ],
    ids=lambda text: text[:12],
)
def test_a_line_that_somebody_leant_on_the_keyboard_for(text: str) -> None:
    start = process_time()
    render_markdown(text, PLACES.get)
    links_as_markdown(text, PLACES.get)
    assert process_time() - start < 5  # seconds; a moment, not the square of the length


def test_a_deep_quotation_loses_no_sign() -> None:
    shown = html(">" * 150 + " a")
    assert shown.count("<blockquote>") + shown.count("&gt;") == 150


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "style", "svg", "form", "base"):
            self.bad.append(tag)
        self.bad += [name for name, _ in attrs if name.startswith("on")]
        self.bad += [
            v
            for n, v in attrs
            if n in ("href", "src") and (v or "").lower().startswith(("javascript", "data:t"))
        ]


PIECES = st.sampled_from(
    ["<script>", "</script>", '"', "'", "<img src=x onerror=a>", "[[", "]]", "|", "![", "](", ")", "javascript:a", "%%", "`",
     "```\n", "::", "[a", "\n", "\n\n", "> ", "- ", "# ", "^a", "&lt;", "&#60;", "<", ">", "=", "王芳", " ", "\ue000", "\ue001",
     "\ue002", "data:text/html,x", "<!--", "-->", "[^1]", "[^1]: ", "|-|", "\\", "\u2028", "//x", "$"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
@settings(max_examples=300)
def test_no_text_makes_an_element_that_runs(text: str) -> None:
    found = Elements()
    found.feed(render_markdown(text, PLACES.get))
    assert found.bad == []
    assert not set("\ue000\ue001\ue002") & set(render_markdown(text, PLACES.get))


@pytest.mark.parametrize(
    ("task", "shown"),
    [
        ("- [ ] 送资料 ⏫ 📅 2026-11-27 🆔 wf01", ["p1", "due", "id"]),
        ("- [x] 送资料 🔁 every week ✅ 2026-11-28", ["repeats", "done"]),
        ("- [ ] 到 📅\ufe0f 2026-11-27", ["due"]),
        ("- [x] 办好了 ✅ 真快", []),  # decoration, as a date does not follow
        ("- 送资料 📅 2026-11-27", []),  # no task
        ("- [ ] 看 [图](图.png '📅 2026-11-27') `📅`", []),
    ],
)
def test_signs_of_a_task_are_words_where_no_font_has_them(task: str, shown: list[str]) -> None:
    made = html(task)
    assert [part.split('"')[0] for part in made.split('class="ck-sign" data-k="')[1:]] == shown
    for sign in "📅🆔⏫🔁":
        assert not shown or sign not in made


@pytest.mark.parametrize(
    ("written", "kind", "title", "rest"),
    [
        ("> [!private]\n> 怕生", "private", "只给自己看", "<p>怕生</p>"),
        ("> [!private]- 别提\n> 怕生\n> 二", "private", "别提", "<p>怕生\n二</p>"),
        ("> [!INFO]+ **别的** [[王芳]]\n>\n> - 一", "info", f'<strong>别的</strong> {WANG}">王芳</a>', "<ul>\n<li>一</li>\n</ul>"),
        ("> [!话术]\n> 一", "note", "话术", "<p>一</p>"),
        ('> [!x"onload=y] <img src=x onerror=alert(1)>\n> 一', "note", "x&quot;onload=y", "<p>一</p>"),
        ("> [!faq]", "faq", "问题", ""),
    ],
)  # fmt: skip
def test_a_callout_of_obsidian_shows_its_title_not_its_sign(
    written: str, kind: str, title: str, rest: str
) -> None:
    """`> [!private]` stood on one's own site as `[!private]`."""
    head = f'<blockquote class="markdown-alert markdown-alert-{kind}">\n<p class="markdown-alert-title">{title}</p>\n'
    assert html(written) == f"{head}{rest}\n</blockquote>".replace("\n\n", "\n")


def test_a_callout_of_github_has_its_title_in_the_sites_language() -> None:
    assert '<p class="markdown-alert-title">提示</p>' in html("> [!TIP]\n> 一")
    assert '<p class="markdown-alert-title">我的</p>' in html("> [!note] 我的\n> 一")


@pytest.mark.parametrize("written", ["> [!private", "> 见 [!private]", "`> [!a]`", "> [!x](y)", "> [!a] **一\n> 二**", "```\n> [!a]\n```"])  # fmt: skip
def test_what_is_no_callout_is_a_quotation(written: str) -> None:
    assert "markdown-alert" not in html(written)
