"""A product that thousands hold: its page names those whose money comes due first."""

from __future__ import annotations

from datetime import date, timedelta

from cmkb.pages.catalog import all_pages
from tests.drawing import TODAY, vault_of


def test_the_first_two_hundred_are_named_and_the_table_has_the_others() -> None:
    people = "".join(
        f"=== clients/客户{n:03}.md\n---\n---\n## 持有\n- [[定期]] [amount:: 1万] "
        f"[matures:: {date(2027, 1, 1) + timedelta(n)}]\n"
        for n in range(230)
    )
    site = all_pages(vault_of(people + "=== docs/products/定期.md\n"), (), (), TODAY)
    html = next(page for page in site.pages if page.path.endswith("定期.html")).render()
    table = html[html.index('id="holders"') :]
    table = table[: table.index("</section>")]
    assert table.count("<tr><td>") == 200
    assert "客户000" in table
    assert "客户229" not in table
    assert "#product=%E5%AE%9A%E6%9C%9F&amp;sort=matures" in table
    assert "还有 30 位" in table
