"""What somebody may have cited of the book beside its rows: pages, sections, figures, tables, and numbers in the text.

Read from the sources alone (contents, pages, stored outputs), so that it takes a third of a second; the tests of the
built book compare with what the pages hold. A release keeps it in ``data/release-history.json``.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from helpers.display import CHART, RESOURCE
from helpers.errors import RecordError
from helpers.notebooks import as_bytes, digest, read_notebook
from helpers.publishing import addresses, checks

KINDS = ("pages", "sections", "figures", "tables", "numbers", "rows")
PASSING = {"version", "release-date", "release-year"}  # they change with each release, and say nothing else
_LABEL = re.compile(r"^\(([a-z0-9-]+)\)=\s*$", re.M)
_NUMBER = re.compile(r"\{(glue:text|value)\}`([^`\n]+)`")
_MARK = re.compile(rf"(?m){_LABEL.pattern}|{_NUMBER.pattern}")
_TITLE = re.compile(r"^# (.+)$", re.M)
_ROLE = re.compile(r"\{([a-z:]+)\}`([^`\n]*)`")
SAID = {"glue:text": "…", "value": "…", "cite": "", "fig": "the figure", "tab": "the table"}  # other roles: their words
AROUND = 48  # letters that are kept on either side of a number
Compute = Callable[[str], str | None]


def pages(root: Path) -> Iterator[tuple[str, list[str], dict[str, Any]]]:
    """Name, texts and stored outputs (of a notebook) of every page in the contents, in their order."""
    for name in checks.listed(root) if (root / "_toc.yml").is_file() else ():
        notebook, plain = root / f"{name}.ipynb", root / f"{name}.md"
        if notebook.is_file():
            cells = read_notebook(root, notebook)["cells"]
            yield name, ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"], _outputs(cells)
        elif plain.is_file():
            yield name, [plain.read_text("utf-8")], _outputs([])


def _outputs(cells: list[dict[str, Any]]) -> dict[str, Any]:
    """Figures and tables of a notebook by id with the digest of their data, and glued values by name."""
    found: dict[str, Any] = {"figures": {}, "tables": {}, "glued": {}}
    for output in (o for cell in cells for o in cell.get("outputs", ())):
        data = output.get("data", {})
        if name := output.get("metadata", {}).get("scrapbook", {}).get("name"):
            text = "".join(next(iter(data.values()), ""))
            found["glued"][name] = str(ast.literal_eval(text)) if text[:1] in "'\"" else text
        elif CHART in data:
            meta = data[CHART].get("usermeta", {}).get("record", {})
            found["figures"][meta.get("name", "")] = digest(as_bytes(meta.get("data")))
        elif RESOURCE in data:
            content = data[RESOURCE]
            found["tables"][content.get("record", {}).get("name", "")] = digest(as_bytes({k: content.get(k) for k in ("schema", "data")}))
    return found


def _compute(name: str) -> str | None:
    """A computed value; nothing for an unknown one, of which the build tells by page and line."""
    from helpers import values

    return values.compute(name) if name in values.REGISTER else None


def _words(text: str) -> str:
    """Running text without its markup; another number is three points, a citation nothing."""

    def plain(match: re.Match[str]) -> str:
        inner = match[2].partition("<")[0].strip() if "<" in match[2] else match[2]
        return SAID.get(match[1], inner)

    return re.sub(r"\s+(?=[.,;:])", "", re.sub(r"[*`\[\]]|\(#?[a-z0-9-]+\)", "", _ROLE.sub(plain, text)))


def _around(whole: str, start: int, end: int) -> str:
    """The words on both sides of a number, within its paragraph."""
    before = _words(whole[max(whole.rfind("\n\n", 0, start), 0) : start])
    stop = whole.find("\n\n", end)
    after = _words(whole[end : stop if stop >= 0 else len(whole)])
    if len(before) > AROUND:
        before = "… " + before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0] + " …"
    return re.sub(r"(… ?){2,}", "… ", " ".join(f"{before}#{after}".split())).rstrip()


def read(root: Path, compute: Compute = _compute, rows: dict[str, list[str]] | None = None) -> dict[str, Any]:
    """All of it, as JSON has it.

    Args:
        root: folder of the book.
        compute: the text of a computed value by its name; None if there is none.
        rows: table → page and prefix of the anchors of its rows; as ``addresses`` has them if left out.

    Returns:
        ``pages`` (name → title), ``sections`` (id → page), ``figures`` and ``tables`` (id → page and digest of the
        data), ``numbers`` (page and name, parted by a blank → section in which it stands first, or nothing; text; words around it),
        ``rows`` (table → page and prefix). Without a contents file (a record alone) there are rows only.
    """
    found: dict[str, Any] = {kind: {} for kind in KINDS}
    for page, texts, outputs in pages(root):
        whole = "\n\n".join(texts)
        title = _TITLE.search(whole)
        found["pages"][page] = title[1].strip() if title else page
        for kind in ("figures", "tables"):
            found[kind] |= {name: [page, data] for name, data in outputs[kind].items()}
        section = ""
        for mark in _MARK.finditer(whole):
            if mark[1]:
                section = mark[1]
                found["sections"][section] = page
                continue
            name = mark[3].strip()
            text = compute(name) if mark[2] == "value" else outputs["glued"].get(name)
            if text is not None and name not in PASSING:
                around = _around(whole, mark.start(2) - 1, mark.end(3) + 1)
                found["numbers"].setdefault(f"{page} {name}", [section, text, around])
    package = json.loads((root / "data" / "datapackage.json").read_text("utf-8"))
    names = [resource["name"] for resource in package["resources"]]
    found["rows"] = rows if rows is not None else {name: [addresses.page(name), addresses.prefix(name)] for name in names}
    return found


def current(root: Path) -> dict[str, Any]:
    """``read``, kept as long as no source of it changes. Not to be changed."""
    folders = (root, root / "chapters", root / "record", root / "data")
    files = [p for folder in folders if folder.is_dir() for p in sorted(folder.iterdir()) if p.suffix in (".ipynb", ".md", ".yml", ".csv", ".json")]
    return _kept(root, tuple((str(p), p.stat().st_mtime_ns) for p in files))


@lru_cache(2)
def _kept(root: Path, stamp: tuple[tuple[str, int], ...]) -> dict[str, Any]:
    return read(root)


def place(book: dict[str, Any], kind: str, name: str) -> tuple[str, str]:
    """Page and anchor of a bookmark; the anchor of a page is empty.

    Raises:
        RecordError: the book has no such bookmark.
    """
    if kind == "pages" and name in book["pages"]:
        return name, ""
    found = book[kind].get(name)
    if found is None:
        raise RecordError(f"the book has no {kind.removesuffix('s')} “{name}”")
    return (found if kind == "sections" else found[0]), name
