"""Where an old address leads: a note under the old id on the page where it stood, and a page in place of one that went.

All of it works from disk and without a script: the note is hidden until an address asks for its id, and holds the link.
With a script the reader is led on at once.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any, NamedTuple

from docutils import nodes
from sphinx import addnodes

from helpers import bookmarks, paths, permanence, record
from helpers.publishing import addresses
from helpers.publishing.blocks import Nodes, paragraph, ref, ref_to
from helpers.publishing.nodes import screen_only
from helpers.publishing.roles import record_tables
from helpers.wording import text

OF_PAGES = {"page", "section", "figure", "table"}
AFTER = 600  # later than what notes references: a note on an old address is no mention of what it leads to


class Moved(NamedTuple):
    """One id that moved: what it is, the page and anchor where it stood, where it went (empty: withdrawn), and why."""

    kind: str
    old: str
    page: str
    anchor: str
    new: str
    reason: str


def moved() -> list[Moved]:
    """Every redirect whose old place is known, in the order of the table."""
    if "redirects" not in record.tables():
        return []
    homes, found = permanence.homes(paths.root()), []
    for row in record.load("redirects").itertuples(index=False):
        kind, old, new, reason = text(row.table), text(row.old_id), text(row.new_id), text(row.reason)
        if kind == "page":
            found.append(Moved(kind, old, old, "", new, reason))
        elif kind not in OF_PAGES:
            found.append(Moved(kind, old, *addresses.place(kind, old), new, reason))
        elif (kind, old) in homes:
            found.append(Moved(kind, old, homes[kind, old], old, new, reason))
    return found


def link(kind: str, new: str) -> nodes.Node:
    """A pending reference to where an id went."""
    if kind not in OF_PAGES:
        return ref_to(kind, new)
    if new.startswith(("fig-", "tab-")):
        return ref(new[:3], new)
    page = "/" in new or new == "index"
    inner = nodes.inline("", new)
    about = {"reftype": "doc", "reftarget": f"/{new}"} if page else {"reftype": "ref", "reftarget": new}
    return addnodes.pending_xref("", inner, refdomain="std", refexplicit=False, refwarn=True, **about)


def told(one: Moved) -> Nodes:
    """What is said of an id: where it stands now, or that it was withdrawn, and why."""
    went: Nodes = [nodes.Text(" is now "), link(one.kind, one.new)] if one.new else [nodes.Text(" was withdrawn")]
    return [nodes.literal("", one.old), *went, nodes.Text(f". {one.reason.rstrip('.')}.")]


def lay(app: Any, doctree: nodes.document) -> None:
    """Put a note under each old id of a page at its end."""
    page = app.env.docname
    notes = [paragraph(*told(one), classes=["moved"]) for one in moved() if one.page == page and one.anchor]
    for note, one in zip(notes, (one for one in moved() if one.page == page and one.anchor)):
        note["ids"] = [one.anchor]
    if notes:
        record_tables(app.env, page).add("redirects")
        last = doctree[-1] if doctree.children and isinstance(doctree[-1], nodes.section) else doctree
        last += screen_only("", *notes)


def address(app: Any, here: str, one: Moved) -> tuple[str, str]:
    """Where an id went, as an address seen from a page, and its title."""
    if one.kind not in OF_PAGES:
        page, anchor = addresses.place(one.kind, one.new)
    else:
        book = bookmarks.current(paths.root())
        plural = next(p for p in permanence.KINDS.values() if one.new in book[p])
        page, anchor = bookmarks.place(book, plural, one.new)
    title = app.env.titles[page].astext() if page in app.env.titles else page
    return app.builder.get_relative_uri(here, page) + (f"#{anchor}" if anchor else ""), title


def stubs(app: Any) -> Iterator[tuple[str, dict[str, Any], str]]:
    """A page at the address of each that went: it leads on, and knows where the ids went that stood there."""
    every = moved()
    for gone in (one for one in every if one.kind == "page" and one.old not in app.env.found_docs):
        here = [one for one in every if one.page == gone.old and one.anchor]
        uri, title = address(app, gone.old, gone) if gone.new else ("", "")
        where = f'is now <a href="{html.escape(uri)}">{html.escape(title)}</a>' if uri else "was withdrawn"
        body = f'<h1>This page moved</h1>\n<p id="moved-page">What stood here {where}. {html.escape(gone.reason.rstrip("."))}.</p>\n<ul>\n'
        for one in here:
            place, name = address(app, gone.old, one) if one.new else ("", "")
            went = f'is now in <a href="{html.escape(place)}">{html.escape(name)}</a>' if place else "was withdrawn"
            body += f'<li id="{html.escape(one.anchor)}"><code>{html.escape(one.old)}</code> {went}.</li>\n'
        body = body.removesuffix("<ul>\n") if not here else body + "</ul>\n"
        onward = f'<noscript><meta http-equiv="refresh" content="0; url={html.escape(uri)}"></noscript>\n' if uri else ""
        lead = (
            '<script>(function(){var id=decodeURIComponent(location.hash.slice(1)),at=document.getElementById(id||"moved-page"),'
            'a=(at||document.getElementById("moved-page")).querySelector("a");if(a)location.replace(at?a.href:a.href.split("#")[0]+location.hash)})()</script>'
        )
        yield gone.old, {"title": "Moved", "body": body + lead, "record_head": onward + '<meta name="robots" content="noindex">\n'}, "page.html"


def setup(app: Any) -> None:
    """Lay the notes once a page is read, and write the pages that lead on with the others."""
    app.connect("doctree-read", lay, priority=AFTER)
    app.connect("html-collect-pages", stubs)
