"""How the book's own nodes become HTML."""

from __future__ import annotations

import html
import re
from typing import Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from helpers import record
from helpers.publishing.nodes import chart, store
from helpers.publishing.typst.markup import whole_days
from helpers.wording import in_words

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


def figure_citation(label: str, caption: str) -> str:
    """How to cite one figure or table, in words; the page and version make it findable."""
    package = record.package()
    dates = package["record"]
    year = dates["release_date"][:4]
    return (
        f"{package['contributors'][0]['title']} ({year}). “{caption}” {label} in {package['title'].partition(':')[0]}, "
        f"version {package['version']}, data to {in_words(dates['cutoff_date'])}."
    )


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
        if self.section_level == 2 and self.builder.current_docname.startswith("chapters/"):
            self.body[-1] = self.body[-1].replace("<section", f'<section style="--tall:{self.height(node)}rem"', 1)

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
        cite = html.escape(figure_citation(label, caption))
        self.body.append(f'<details class="tool tool-cite"><summary>Cite</summary><p>{cite}</p></details>')

    def depart_figure_tools(self, node: nodes.Element) -> None:
        self.body.append('<p class="figure-licence">Licence: CC BY 4.0</p></div>\n')

    def _caption(self, node: nodes.Element) -> tuple[str, str]:
        """Caption text and label (“Figure 1.2”) of the figure or table that a tools node belongs to."""
        index = node.parent.index(node)
        owner = node.parent if isinstance(node.parent, nodes.figure) else node.parent[index - 1]
        title = next(iter(owner.findall(nodes.caption)), None) or next(iter(owner.findall(nodes.title)), None)
        kind = "table" if isinstance(owner, nodes.table) else "figure"
        number = self.builder.fignumbers.get(f"{self.builder.current_docname}/{kind}", {}) if self.builder.name == "singlehtml" else (
            self.builder.fignumbers.get(kind, {})
        )
        digits = ".".join(map(str, number.get(node["name"], ())))
        return (title.astext() if title is not None else ""), f"{kind.title()} {digits}".strip()

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

    def visit_container(self, node: nodes.Element) -> None:
        if "entry" not in node["classes"]:
            return super().visit_container(node)
        self.body.append(self.starttag(node, "div"))  # without docutils' own class names, which thousands of entries repeat

    # references, languages ---------------------------------------------------------------------------------
    def visit_reference(self, node: nodes.Element) -> None:
        at = len(self.body)
        super().visit_reference(node)
        if node.get("record_ref"):
            mark = f'<a data-ref="{html.escape(node["record_ref"], quote=True)}" '
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


def ignore(self: Any, node: nodes.Element) -> None:
    """For builders that have no use for a node (text, gettext)."""


def skip(self: Any, node: nodes.Element) -> None:
    """For builders that must not show a node."""
    raise nodes.SkipNode


def setup(app: Any) -> None:
    """Use the translator for HTML, and let other builders pass the book's nodes by."""
    from helpers.publishing import nodes as ours

    app.set_translator("html", Translator, override=True)
    for name in ("chart", "figure_tools", "record_ref", "printnote", "lang_span", "backrefs", "screen_only", "print_only"):
        app.add_node(getattr(ours, name), text=(skip if name == "chart" else ignore, None))
