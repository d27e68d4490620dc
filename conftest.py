"""A test that does not run proves nothing: a skip is a failure here, and says why it was skipped.

And what all tests are made of is laid aside from Python's search for garbage: walking through thousands of collected
tests again and again cost a third of the time of collecting and an eighth of the rest.
"""

import gc
from collections.abc import Generator

import pytest

gc.disable()


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    gc.enable()


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.outcome == "skipped":
        report.outcome = "failed"
        told = report.longrepr
        reason = getattr(report, "wasxfail", None) or (told[2] if isinstance(told, tuple) else told)
        report.longrepr = f"{report.nodeid} was not run: {reason}"
        if hasattr(report, "wasxfail"):
            del report.wasxfail


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_if_skipped(report)
    return report
