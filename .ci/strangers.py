"""Read the built pages with a stranger's tool: extruct, which search engines' and archives' harvesters are built with.

Usage: ``.cache/strangers/bin/python .ci/strangers.py [folder of the pages]``. It says of each page what it understood, and ends with
an error where a page gives no description, or one that contradicts its tags.
"""

from __future__ import annotations

import sys
from pathlib import Path

import extruct
from lxml import html

TYPES = {"index": "Book", "record/data": "Dataset"}
OTHERS = {"search", "genindex"}  # pages that nobody cites


def faults(name: str, text: str) -> list[str]:
    """What is wrong with a page, in words."""
    found = extruct.extract(text, syntaxes=["json-ld", "opengraph", "dublincore"], uniform=False)
    if len(found["json-ld"]) != 1:
        return [f"{len(found['json-ld'])} JSON-LD objects"]
    said, tags = found["json-ld"][0], {m.get("name"): m.get("content") for m in html.fromstring(text).iter("meta")}
    graph = {key: value for one in found["opengraph"] for key, value in one["properties"]}
    core = {one["name"].rpartition(".")[2].lower(): one["content"] for one in (*found["dublincore"][0]["elements"], *found["dublincore"][0]["terms"])}
    wrong = []
    if said["@type"] != TYPES.get(name, "Chapter"):
        wrong.append(f"is a {said['@type']}")
    title = tags.get("citation_title")
    if not title or {graph.get("og:title"), core.get("title")} != {title} or (name != "record/data" and said["name"] != title):
        wrong.append("titles differ")
    if core.get("creator") != (tags.get("citation_author") or "").rstrip(","):
        wrong.append("authors differ")
    if core.get("date") != said["datePublished"] or (tags.get("citation_publication_date") or "").replace("/", "-") != said["datePublished"]:
        wrong.append("dates differ")
    if not said.get("license"):
        wrong.append("no licence")
    return wrong


def main(folder: Path) -> int:
    """Read every page; 1 if any is wrong."""
    status, count = 0, 0
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        if name.startswith("_") or name in OTHERS:
            continue
        count += 1
        for fault in faults(name, path.read_text("utf-8")):
            print(f"{name}: {fault}")
            status = 1
    print(f"extruct read {count} pages" + (", all of them well" if not status and count else ""))
    return status if count else 1


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "_build/html")))
