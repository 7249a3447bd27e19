"""Which test passes a line, for `coverage`: `coverage run -m pytest -p benchmarks.contexts`."""

from __future__ import annotations

import pytest
from coverage import Coverage


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if measuring := Coverage.current():
        measuring.switch_context(item.nodeid)
