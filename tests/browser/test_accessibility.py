"""Every page before axe-core, in both modes; a file of its own, so that it runs beside the other browser tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser


LARGE = ("record/", "genindex")  # thousands of entries of one make: axe-core takes up to half a minute for such a page
KINDS = ("record/talks-2025-05-20", "record/corrections", "record/ceasefires", "record/cite")


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["kinds", "every"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(visit: Callable[..., Any], pages: list[str], axe: str, dark: bool, every: bool) -> None:
    """axe-core finds no fault on the chapters and on pages of each kind, in the long run on any page, wide and light or narrow and dark."""
    faults = {}
    for name in [name for name in pages if every or not name.startswith(LARGE) or name.startswith(KINDS)]:
        page = visit(name, dark=dark, width=390 if dark else 1280).page
        page.evaluate(axe)
        page.add_style_tag(content="*{content-visibility:visible!important}")  # sections not laid out yet would seem to overlap
        found = page.evaluate("axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}).then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html.slice(0, 160)))")
        if found:
            faults[name] = found
        page.close()
    assert not faults
