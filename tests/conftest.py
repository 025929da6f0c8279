"""What every test may count on: no skip passes for a pass in continuous integration, and no test sees another's book."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import pytest

from helpers import paths

CHECKOUT = Path(__file__).resolve().parents[1]
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def _refuse_skip(report: Report) -> Report:
    """With ``CI=true`` everything that a test may need is installed, so that a skip is a hole in the gate."""
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: with CI=true no test may be skipped ({reason})"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _refuse_skip((yield))


@pytest.fixture(autouse=True)
def _own_book(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins in this checkout: a root named outside, or by another test, is not inherited."""
    monkeypatch.delenv(paths.ENVIRONMENT, raising=False)
    monkeypatch.chdir(CHECKOUT)


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The folder of this checkout."""
    return CHECKOUT
