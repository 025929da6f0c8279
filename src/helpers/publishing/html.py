"""How the book's own nodes become HTML."""

from __future__ import annotations

import html
import re
from functools import partial
from typing import Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from helpers.publishing import cited
from helpers.publishing.explorer import attributes
from helpers.publishing.nodes import chart, store
from helpers.publishing.typst.markup import whole_days

LONG = {"record/chronology", "record/documents"}  # a link there says nothing that its address does not say
_CLASS = re.compile(r' class="(?:ref ref-\w+|reference internal|ref ref-\w+ reference internal|reference internal ref ref-\w+)"')
INLINE_ROWS = 40  # longer data tables would weigh on every reader of the page: they open on a page of their own


def data_table(resource: dict[str, Any], caption: str) -> str:
    """The data of a figure as an accessible HTML table; every text escaped."""
    fields = resource["schema"]["fields"]
    cls = [' class="right"' if f.get("align") == "right" else "" for f in fields]
    head = "".join(f'<th scope="col"{c}>{html.escape(f["title"])}</th>' for f, c in zip(fields, cls))
    rows = (
        "<tr>" + "".join(f"<td{c}>{html.escape('' if (v := r[f['name']]) is None else str(v))}</td>" for f, c in zip(fields, cls)) + "</tr>"
        for r in resource["data"]
    )
    return f"<table><caption>{html.escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


_HEIGHT = re.compile(r' height="(\d+)"')


class Translator(HTML5Translator):
    """Sphinx's HTML with the book's figures, tables, references and language marks."""

    def up(self) -> str:
        """The way from this page to the root of the site."""
        return "../" * self.builder.current_docname.count("/")

    def visit_Text(self, node: nodes.Text) -> None:
        """Words as they are; a day of the month stays on the line of its month."""
        at = len(self.body)
        super().visit_Text(node)
        if not isinstance(node.parent, nodes.literal):
            self.body[at:] = [whole_days(part) for part in self.body[at:]]

    # sections ----------------------------------------------------------------------------------------------
    def visit_section(self, node: nodes.Element) -> None:
        """A chapter's section tells how tall it is about, since a phone lays it out only when it comes near."""
        super().visit_section(node)
        if marks := attributes(node):
            self.body[-1] = self.body[-1].replace("<section", f"<section{marks}", 1)
        if self.section_level == 2 and self.builder.current_docname.startswith("chapters/"):
            self.body[-1] = self.body[-1].replace("<section", f'<section style="--tall:{self.height(node)}rem"', 1)

    def depart_section(self, node: nodes.Element) -> None:
        self.cite(node)
        super().depart_section(node)

    def depart_title(self, node: nodes.Element) -> None:
        """Under the title of the page stands how to cite the page."""
        super().depart_title(node)
        if self.section_level == 1 and isinstance(node.parent, nodes.section) and isinstance(node.parent.parent, nodes.document):
            self.body.append(cited.page_box(self.builder, self.builder.current_docname))

    def cite(self, node: nodes.Element) -> None:
        """At the end of an entry of the record stands how to cite the entry."""
        page = self.builder.current_docname
        if (thing := cited.entry(self.builder.env, page, node)) is not None:
            self.body.append(cited.entry_link(self.builder, page, cited.note(self.builder, page, thing)))

    def height(self, section: nodes.Element) -> int:
        """The height of a section on a phone in rem, rather too much than too little: 43 letters a line, charts as drawn."""
        kinds = (nodes.paragraph, nodes.title, nodes.caption)
        texts = [n.astext() for n in section.findall(lambda n: isinstance(n, kinds) and not isinstance(n.parent, nodes.entry))]
        rows = sum(1 for _ in section.findall(nodes.row))
        charts = [store(self.builder.env).get(n["digest"])["svg"] for n in section.findall(chart)]
        drawn = sum(int(found[1]) for svg in charts if (found := _HEIGHT.search(svg[:500])))
        lines = sum(len(text) // 43 + 2 for text in texts)
        return round(1.1 * (1.75 * lines + 6 * rows + drawn / 16 + 8 * len(charts)))

    # figures -----------------------------------------------------------------------------------------------
    def visit_figure(self, node: nodes.Element) -> None:
        if not node.get("record_name"):
            return super().visit_figure(node)
        self.body.append(self.starttag(node, "figure", CLASS="record-figure", **{"data-figure": node["record_name"]}))

    def depart_figure(self, node: nodes.Element) -> None:
        if not node.get("record_name"):
            return super().depart_figure(node)
        self.body.append("</figure>\n")

    def depart_caption(self, node: nodes.Element) -> None:
        super().depart_caption(node)
        if node.parent.get("record_name"):  # the tools that follow are not part of the caption
            self.body.append("</figcaption>\n")

    def visit_chart(self, node: nodes.Element) -> None:
        self.body.append(f'<div class="chart">{store(self.builder.env).get(node["digest"])["svg"]}</div>\n')
        raise nodes.SkipNode

    def visit_figure_tools(self, node: nodes.Element) -> None:
        name, content = node["name"], store(self.builder.env).get(node["digest"])
        meta, base = content["meta"], f"{self.up()}_figures/{name}"
        kind = "table" if name.startswith("tab-") else "figure"
        caption, label = self._caption(node)
        self.body.append('<div class="figure-tools">')
        if kind == "figure":
            rows = meta["data"]["data"]
            if len(rows) <= INLINE_ROWS:
                title = html.escape(f"Data of {label}", quote=True)
                table = data_table(meta["data"], f"Data of {label}")
                inner = f'<div class="table-wrap" role="region" tabindex="0" aria-label="{title}">{table}</div>'
            else:
                inner = f'<p><a href="{base}.html">All {len(rows):,} rows as a table</a></p>'
            self.body.append(f'<details class="tool tool-data"><summary>Data</summary>{inner}</details>')
        suffixes = ["csv", "vl.json", "svg", "png"] if kind == "figure" else ["csv"]
        names = {"csv": "CSV (data)", "vl.json": "Vega-Lite JSON (chart)", "svg": "SVG", "png": "PNG"}
        links = "".join(f'<li><a href="{base}.{s}" download>{names[s]}</a></li>' for s in suffixes)
        self.body.append(f'<details class="tool tool-download"><summary>Download</summary><ul>{links}</ul></details>')
        page = self.builder.current_docname
        self.body.append(cited.box(self.builder, page, cited.note(self.builder, page, cited.figure(page, name, label, caption))))

    def depart_figure_tools(self, node: nodes.Element) -> None:
        self.body.append('<p class="figure-licence">Licence: CC BY 4.0</p></div>\n')

    def _caption(self, node: nodes.Element) -> tuple[nodes.Element | None, str]:
        """Caption and label (“Figure 1.2”) of the figure or table that a tools node belongs to."""
        index = node.parent.index(node)
        owner = node.parent if isinstance(node.parent, nodes.figure) else node.parent[index - 1]
        title = next(iter(owner.findall(nodes.caption)), None) or next(iter(owner.findall(nodes.title)), None)
        kind = "table" if isinstance(owner, nodes.table) else "figure"
        number = self.builder.fignumbers.get(f"{self.builder.current_docname}/{kind}", {}) if self.builder.name == "singlehtml" else (
            self.builder.fignumbers.get(kind, {})
        )
        digits = ".".join(map(str, number.get(node["name"], ())))
        return title, f"{kind.title()} {digits}".strip()

    # tables ------------------------------------------------------------------------------------------------
    def visit_table(self, node: nodes.Element) -> None:
        owner = node
        while owner is not None and not (isinstance(owner, (nodes.table, nodes.section)) and isinstance(owner[0], nodes.title)):
            owner = owner.parent  # a table without a title is named after its section, so that no two have one name
        label = html.escape(node.get("label") or (owner[0].astext()[:90] if owner is not None else "Table"), quote=True)
        self.body.append(f'<div class="table-wrap" role="region" tabindex="0" aria-label="{label}">')
        super().visit_table(node)

    def depart_table(self, node: nodes.Element) -> None:
        super().depart_table(node)
        self.body.append("</div>\n")

    def visit_entry(self, node: nodes.Element) -> None:
        at = len(self.body)
        super().visit_entry(node)
        if isinstance(node.parent.parent, nodes.thead):
            self.body[at:] = [part.replace("<th ", '<th scope="col" ', 1) for part in self.body[at:]]

    def visit_paragraph(self, node: nodes.Element) -> None:
        super().visit_paragraph(node)
        if "since" in node:
            self.body[-1] = self.body[-1].replace("<p", f'<p data-since="{node["since"]}"', 1)

    # references, languages ---------------------------------------------------------------------------------
    def visit_reference(self, node: nodes.Element) -> None:
        at = len(self.body)
        super().visit_reference(node)
        if self.builder.current_docname in LONG and "internal" in node:
            # Here a link stands in an entry thousands of times over: it is drawn by its place, and its preview found by its address.
            self.body[at:] = [_CLASS.sub("", part, count=1) for part in self.body[at:]]
        elif "ref" in node.get("classes", ()):
            mark = f'<a data-ref="{html.escape(node["record_ref"], quote=True)}" ' if node.get("record_ref") else "<a "
            # The largest pages hold thousands of these links: Sphinx's own class names, which nothing uses, are left out.
            self.body[at:] = [part.replace("<a ", mark, 1).replace(' reference internal"', '"') for part in self.body[at:]]

    def visit_lang_span(self, node: nodes.Element) -> None:
        self.body.append(f'<span lang="{node["lang"]}">')

    def depart_lang_span(self, node: nodes.Element) -> None:
        self.body.append("</span>")

    def visit_screen_only(self, node: nodes.Element) -> None:
        self.body.append('<div class="screen-only">')

    def depart_screen_only(self, node: nodes.Element) -> None:
        self.body.append("</div>")

    def visit_print_only(self, node: nodes.Element) -> None:
        raise nodes.SkipNode

    visit_printnote = visit_print_only
    visit_backrefs = visit_print_only


def visit_container(other: Any, self: Any, node: nodes.Element) -> None:
    """An entry of the record with its marks and without docutils' own class names, which thousands of entries repeat."""
    if "entry" not in node["classes"]:
        return other(self, node)
    self.body.append(self.starttag(node, "div").replace("<div", f"<div{attributes(node)}", 1))


def depart_container(other: Any, self: Any, node: nodes.Element) -> None:
    """At the end of an entry stands how to cite it."""
    if "entry" not in node["classes"]:
        return other(self, node)
    self.cite(node)
    self.body.append("</div>\n")


def ignore(self: Any, node: nodes.Element) -> None:
    """For builders that have no use for a node (text, gettext)."""


def skip(self: Any, node: nodes.Element) -> None:
    """For builders that must not show a node."""
    raise nodes.SkipNode


def setup(app: Any) -> None:
    """Use the translator for HTML, and let other builders pass the book's nodes by."""
    from helpers.publishing import nodes as ours

    app.set_translator("html", Translator, override=True)
    visit, depart = app.registry.translation_handlers["html"]["container"]  # of the extensions before: a method of ours would lose
    app.add_node(nodes.container, override=True, html=(partial(visit_container, visit), partial(depart_container, depart)))
    for name in ("chart", "figure_tools", "record_ref", "printnote", "lang_span", "backrefs", "screen_only", "print_only"):
        app.add_node(getattr(ours, name), text=(skip if name == "chart" else ignore, None))
