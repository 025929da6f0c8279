"""“Cite this” on the page: what a page holds that can be cited, and the boxes that offer it.

While a page is written, the translator notes every citable part here: the page itself, its figures and tables, the
entries of events and documents, the tables of the data. A box shows one form of the citation and leads to all others;
with the script it becomes a chooser of forms (``static/cite.js``). The files behind it are written by ``cite_files``.
"""

from __future__ import annotations

import html
import re
from typing import Any

from docutils import nodes

from helpers import citable, record
from helpers.citable import Thing
from helpers.citing import Formatted
from helpers.publishing.roles import registry
from helpers.wording import first_sentence

CHAPTERS = "chapters/"
DATA = "record/data"
ENTRIES = {"entry-event": "event", "entry-document": "document"}  # class of an entry → kind
WORDS = {"book": "book", "chapter": "chapter", "page": "page", "dataset": "data"}


def site(config: Any) -> str:
    """The address of the book, ending with ``/``; empty while ``html: baseurl`` of ``_config.yml`` names none."""
    address = str(getattr(config, "html_baseurl", "") or "").strip()
    return address.rstrip("/") + "/" if address else ""


def formatted(config: Any, thing: Thing, style: str = "apa") -> Formatted:
    """A citation as the book says it where it shows one form only."""
    return citable.formatted(thing, style, site(config))


def slug(docname: str) -> str:
    """The name of a page's files."""
    return docname.replace("/", "-")


def page(env: Any, docname: str) -> Thing:
    """A page as something to cite: the cover is the book, the page of the data is the data as a whole."""
    if docname == env.config.root_doc:
        return citable.book()
    if docname == DATA:
        said = str(record.package()["title"]).partition(": ")[2] or "data"
        return Thing("dataset", "data", said[:1].upper() + said[1:], docname)
    title = env.titles[docname].astext()
    if not docname.startswith(CHAPTERS):
        return Thing("page", slug(docname), title, docname)
    number = ".".join(map(str, env.toc_secnumbers.get(docname, {}).get("", ())))
    return Thing("chapter", docname.removeprefix(CHAPTERS), title, docname, number=number)


def things(builder: Any, docname: str) -> dict[str, Thing]:
    """What of a page can be cited, by id, in the order of the page; the page itself comes first."""
    if not hasattr(builder, "record_cited"):
        builder.record_cited = {}
    if docname not in builder.record_cited:
        whole = page(builder.env, docname)
        builder.record_cited[docname] = {whole.id or "book": whole}
    found: dict[str, Thing] = builder.record_cited[docname]
    return found


def note(builder: Any, docname: str, thing: Thing) -> Thing:
    """Note a part of a page while the page is written."""
    return things(builder, docname).setdefault(thing.id, thing)


def words(caption: nodes.Element) -> str:
    """The text of a caption or paragraph without its citations."""
    parts = (t for t in caption.findall(nodes.Text) if not any("cites" in p.get("classes", ()) for p in _above(t, caption)))
    return "".join(parts)


def _above(node: nodes.Node, top: nodes.Element) -> list[nodes.Element]:
    found, parent = [], node.parent
    while parent is not None and parent is not top:
        found.append(parent)
        parent = parent.parent
    return found


def figure(docname: str, name: str, label: str, caption: nodes.Element | None) -> Thing:
    """A figure or table of the book: number and first sentence of its caption are its title."""
    said = first_sentence(words(caption)) if caption is not None else name
    return Thing("table" if name.startswith("tab-") else "figure", name, f"{label}: {said}", docname, name)


def entry(env: Any, docname: str, node: nodes.Element) -> Thing | None:
    """An entry of the record, or a table of the data, that a node of a page shows; None for any other node."""
    identity = node["ids"][0] if node.get("ids") else ""
    for name in node.get("classes", ()):
        if kind := ENTRIES.get(name):
            found = registry(env).get((kind, identity))
            if found is None:
                return None
            dated = f" ({found.preview[1]})" if len(found.preview) > 1 and found.preview[1] else ""
            return Thing(kind, identity, f"{found.preview[0] if found.preview else found.title}{dated}", docname, identity)
    if docname == DATA and identity.startswith("table-") and isinstance(node, nodes.section):
        return Thing("dataset", identity, node[0].astext(), docname, identity)
    return None


def everything(builder: Any, docname: str, identity: str) -> str:
    """The address of the page with every form of a citation, seen from the page."""
    return f"{'../' * docname.count('/')}_cite/{slug(docname)}.html#{identity}"


def box(builder: Any, docname: str, thing: Thing, *, label: str = "Cite", more: str = "") -> str:
    """A closed box with one form of the citation and the way to all others.

    Args:
        builder: the builder of the page.
        docname: the page.
        thing: what is cited.
        label: what stands on the closed box.
        more: HTML that stands at its end.
    """
    identity = thing.id or "book"
    text = formatted(builder.config, thing).html()
    link = f'<a href="{everything(builder, docname, identity)}">Chicago, Harvard, ISO 690, BibTeX, RIS, CSL-JSON</a>'
    return (
        f'<details class="tool tool-cite" data-cite="{html.escape(identity, quote=True)}"><summary>{html.escape(label)}</summary>'
        f'<div class="cite-form"><p>{text}</p><p>{link}</p></div>{more}</details>'
    )


def pdf(config: Any, docname: str) -> str:
    """The PDF of a chapter of its own within the book; empty where it has none."""
    return f"downloads/{docname.rpartition('/')[2]}.pdf" if re.match(config.pdf_chapters, docname) else ""


def page_box(builder: Any, docname: str) -> str:
    """The box under the title of a page; a chapter's has its PDF and its sources too."""
    getattr(builder, "record_cited", {}).pop(docname, None)  # the preview server writes a page again
    thing = next(iter(things(builder, docname).values()))
    more, up = "", "../" * docname.count("/")
    if thing.kind == "chapter":
        stem = f"{up}_cite/{slug(docname)}.sources"
        files = " · ".join(f'<a href="{stem}.{suffix}" download>{name}</a>' for suffix, name in citable.FILES.items())
        own = pdf(builder.config, docname)
        more = f"<p>Sources of this chapter: {files}</p>" + (f'<p><a href="{up}{own}">This chapter as PDF</a></p>' if own else "")
    return f'<div class="figure-tools cite-page">{box(builder, docname, thing, label=f"Cite this {WORDS[thing.kind]}" if thing.id != "data" else "Cite the data", more=more)}</div>\n'


def entry_link(builder: Any, docname: str, thing: Thing) -> str:
    """“Cite” at the end of an entry: a link, which the script turns into a box. A document's says that the entry is cited."""
    address = html.escape(everything(builder, docname, thing.id), quote=True)
    return f'<a class="to-cite" data-cite="{html.escape(thing.id, quote=True)}" href="{address}">Cite{" this entry" if thing.kind == "document" else ""}</a>\n'
