"""Every type of page, by an example of the sample vault."""

from __future__ import annotations

# name in the album → address on the built sample
PAGE_TYPES = {
    "today": "index.html",
    "follow-ups": "follow-ups.html",
    "care": "care.html",
    "calendar": "calendar/index.html",
    "month": "calendar/2026-12.html",
    "clients": "clients/index.html",
    "client": "clients/王芳-8899.html",
    "client-new": "clients/何雨桐.html",
    "household": "clients/王芳家.html",
    "meeting": "clients/面谈/2026-11-19 陈静 需求面谈.html",
    "pipeline": "pipeline.html",
    "journal": "journal/index.html",
    "day": "journal/2026/2026-11-20.html",
    "periods": "periods/index.html",
    "period-week": "periods/2026-W47.html",
    "period-month": "periods/2026-11.html",
    "period-year": "periods/2026.html",
    "scripts": "scripts/index.html",
    "script": "scripts/邀约/存单到期邀约.html",
    "products": "products/index.html",
    "product": "products/稳盈90天.html",
    "news": "news.html",
    "cases": "cases/index.html",
    "case": "cases/2026-11 苏玉梅 扣费投诉.html",
    "notes": "notes.html",
    "note": "howto/新人第一周.html",
    "routine": "routine.html",
    "forms": "forms/index.html",
    "form": "forms/每日工作计划与总结表.html",
    "check": "check.html",
}
