"""Pages for the small record, written in a line: chapters whose stored outputs are as a run would leave them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.display import CHART, RESOURCE


def cover(root: Path, text: str, chapters: list[str]) -> None:
    """The cover, and contents that name it and the chapters."""
    listed = "".join(f"  - file: chapters/{name}\n" for name in chapters)
    (root / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{listed}", "utf-8")
    (root / "index.md").write_text(text, "utf-8")


def chapter(root: Path, name: str, prose: str, objects: Mapping[str, int] | None = None, glued: Mapping[str, str] | None = None) -> None:
    """A notebook.

    Args:
        root: folder of the book.
        name: of the chapter.
        prose: its Markdown.
        objects: id of a figure (``fig-…``) or table (``tab-…``) → the one number that it shows.
        glued: numbers for the prose.
    """
    outputs: list[dict[str, Any]] = []
    for text_name, text in (glued or {}).items():
        about = {"scrapbook": {"mime_prefix": "application/papermill.record/", "name": text_name}}
        outputs.append({"output_type": "display_data", "data": {"application/papermill.record/text/plain": repr(text)}, "metadata": about})
    for identity, number in (objects or {}).items():
        data = {"schema": {"fields": [{"name": "n", "title": "N", "type": "number"}]}, "data": [{"n": number}]}
        meta = {"name": identity, "caption": identity, "sources": []}
        shown = {CHART: {"usermeta": {"record": {**meta, "data": data}}}} if identity.startswith("fig") else {RESOURCE: {**data, "record": meta}}
        outputs.append({"output_type": "execute_result", "data": shown, "metadata": {}, "execution_count": 1})
    cells: list[dict[str, Any]] = [{"cell_type": "markdown", "metadata": {}, "source": prose, "id": "a"}]
    cells.append({"cell_type": "code", "metadata": {}, "source": "show()", "outputs": outputs, "execution_count": 1, "id": "b"})
    (root / "chapters").mkdir(exist_ok=True)
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (root / "chapters" / f"{name}.ipynb").write_text(json.dumps(notebook), "utf-8")
