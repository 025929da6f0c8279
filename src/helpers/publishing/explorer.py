"""Explorers: a list of the record that its reader narrows down, on the page itself.

The list stands whole in the page, and is whole without a script. Each entry carries what it can be found by
(:func:`mark`); ``explore.js`` hides what does not fit the form above the list, keeps the choice in the address, and shows
the list as it could be known on a day that the reader picks.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from docutils import nodes

from helpers import record
from helpers.publishing.blocks import fact, refs
from helpers.wording import text

# What an entry is found by → the attribute of its element. Days are whole; a list is separated by spaces.
MARKS = ("from", "to", "known", "kind", "status", "actors", "signed", "issues")


class explorer(nodes.General, nodes.Element):
    """The form above a list. Attributes: ``noun`` (one, many), ``total``, ``first``, ``last``, ``facets``, ``list``."""


class Facet(NamedTuple):
    """A choice in the form: its name in the address, its label, the mark that it looks at, and (value, words, number of entries).

    A second choice of the same kind names the first in ``like`` and has no options of its own.
    """

    name: str
    label: str
    mark: str
    options: tuple[tuple[str, str, int], ...] = ()
    like: str = ""


def days(start: Any, end: Any = "") -> tuple[str, str]:
    """The first possible day of one ISO date and the last possible day of another (or of the same), both as ISO days."""
    begin, finish = text(start), text(end) or text(start)
    if not begin:
        return "", ""
    return str(record.days([begin])[0][0]), str(record.days([finish])[1][0])


def mark(entry: nodes.Element, **values: Any) -> nodes.Element:
    """Write on an entry what it can be found by.

    Args:
        entry: the entry or section.
        values: by the names of :data:`MARKS`; ``known`` is an ISO date of any precision and counts from its last
            possible day, as in ``record.as_of``; lists may be ``;``-separated or iterables. What repeats ``from`` is
            left out, since hundreds of entries stand on one page.
    """
    found: dict[str, str] = {}
    for name in MARKS:
        value = values.get(name, "")
        if not isinstance(value, str) and isinstance(value, Iterable):
            value = ";".join(value)
        value = text(value)
        if name == "known" and value:
            value = days(value)[1]
        elif name in ("actors", "signed", "issues"):
            value = " ".join(dict.fromkeys(filter(None, value.split(";"))))
        if value and not (name in ("to", "known") and value == found.get("from")):
            found[name] = value
    entry["filters"] = found
    return entry


def since(line: nodes.Element | None, known: Any, own: Any) -> nodes.Element | None:
    """Mark a line of an entry that could be known only later than the entry itself.

    Args:
        line: the line, or None.
        known: the ISO date from which the line could be known; empty if there was no delay.
        own: the ISO date from which the entry could be known.
    """
    later, first = days(known)[1], days(own)[1]
    if line is not None and later > first:
        line["since"] = later
    return line


def sources(row: Any) -> nodes.paragraph:
    """The line of an entry's sources, which no search for words looks at."""
    line = fact("Sources", *refs("cite", row.source_ids))
    line["classes"].append("cited")
    return line


def facet(name: str, label: str, key: str, entries: Iterable[nodes.Element], words: Mapping[str, str]) -> Facet:
    """A choice among the values that the entries hold, by their words, each with the number of entries that hold it."""
    counts = Counter(value for entry in entries for value in entry["filters"].get(key, "").split())
    options = sorted(((v, words.get(v) or v, n) for v, n in counts.items()), key=lambda option: (option[1].casefold(), option[0]))
    return Facet(name, label, key, tuple(options))


def form(name: str, noun: tuple[str, str], entries: list[nodes.Element], facets: Iterable[Facet]) -> explorer:
    """The form for a list of marked entries."""
    marks = [entry["filters"] for entry in entries]
    first = min((m["from"] for m in marks if "from" in m), default="")
    last = max((m.get("to", m.get("from", "")) for m in marks), default="")
    return explorer(list=name, noun=noun, total=len(entries), first=first, last=last, facets=tuple(f for f in facets if len(f.options) > 1 or f.like))


# HTML ------------------------------------------------------------------------------------------------------------------
def attributes(node: nodes.Element) -> str:
    """The marks of an entry as attributes of its element, each escaped, with a space before each."""
    return "".join(f' data-{name}="{html.escape(value, quote=True)}"' for name, value in node.get("filters", {}).items())


def _select(facet: Facet) -> str:
    options = "".join(f'<option value="{html.escape(value, quote=True)}">{html.escape(words)} ({n})</option>' for value, words, n in facet.options)
    like = f' data-like="{facet.like}"' if facet.like else ""
    return (
        f'<p class="field"><label for="x-{facet.name}">{html.escape(facet.label)}</label>'
        f'<select id="x-{facet.name}" name="{facet.name}" data-mark="{facet.mark}"{like}><option value="">any</option>{options}</select></p>'
    )


def _day(name: str, label: str, limits: str, about: str = "") -> str:
    described = f' aria-describedby="x-{name}-about"' if about else ""
    below = f'<small id="x-{name}-about">{html.escape(about)}</small>' if about else ""
    wide = " wide" if about else ""
    return f'<p class="field{wide}"><label for="x-{name}">{html.escape(label)}</label><input type="date" id="x-{name}" name="{name}"{limits}{described}>{below}</p>'


def markup(node: explorer, up: str) -> str:
    """The form as HTML; it shows only where scripts run, and takes its place before anything is drawn."""
    one, many = node["noun"]
    limits = f' min="{node["first"]}" max="{node["last"]}"'
    final = record.package()["record"]["last_evidence_date"]
    known = _day("known", "As known on", f' min="{node["first"]}" max="{final}"', "The list as it could be known at the end of a day: what became public later is left out.")
    return (
        f'<div class="explore" data-one="{html.escape(one, quote=True)}" data-many="{html.escape(many, quote=True)}" data-total="{node["total"]}">\n'
        f'<details open><summary>Find {html.escape(many)}</summary><form id="explore" autocomplete="off">\n'
        '<p class="field wide"><label for="x-text">Words</label><input type="search" id="x-text" name="text" spellcheck="false"></p>\n'
        f"{_day('from', 'From', limits)}{_day('until', 'Until', limits)}\n"
        f"{''.join(map(_select, node['facets']))}\n{known}\n"
        "</form></details>\n"
        '<script>(function(d){if(matchMedia("(max-width:40rem)").matches)document.querySelector(".explore details").open=false;'
        'if(location.hash.slice(0,2)=="#?")d.classList.add("exploring")})(document.documentElement)</script>\n'
        f'<p class="hits"><span role="status">{node["total"]:,} {html.escape(many)}</span> <span class="chosen"></span> <button type="reset" form="explore" hidden>Show all</button></p>\n'
        f'<script defer src="{up}_static/spellings.js"></script><script defer src="{up}_static/explore.js" '
        "onerror=\"document.documentElement.classList.remove('exploring')\"></script>\n</div>\n"
    )


def visit_html(self: Any, node: explorer) -> None:
    """Write the form."""
    self.body.append(markup(node, self.up()))
    raise nodes.SkipNode


def skip(self: Any, node: explorer) -> None:
    """Paper has no use for a form."""
    raise nodes.SkipNode


def setup(app: Any) -> None:
    """Register the form."""
    app.add_node(explorer, html=(visit_html, None), typst=(skip, None), text=(skip, None), gettext=(skip, None))
