"""Block nodes: sections, paragraphs, lists, quotations, boxes, code."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx import addnodes

from helpers.publishing.typst.markup import attach, escape, key, string

ENUMERATORS = {"arabic": "1", "loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
STYLED = {"backrefs", "entry-title", "fact"}  # paragraphs of the record's pages that the template knows by these names


class BlockNodes:
    """Visitors of everything that stands on lines of its own."""

    # -- pages and sections -------------------------------------------------------------------------------------------

    def visit_start_of_file(self, node: addnodes.start_of_file) -> None:
        self.pages.append((self.docname, self.level))
        self.docname, self.level = node["docname"], len(self.pages) - 1  # a chapter is level 1, a page below it level 2
        self.is_chapter = bool(re.match(self.config.pdf_chapters, self.docname))
        part = self.parts.get(self.docname) if self.whole else None
        if part:
            self._opening(right_hand=True)
            self.add(f"\n#part[{escape(part)}]\n")
        self.add(f"\n// page: {self.docname}\n")

    def depart_start_of_file(self, node: addnodes.start_of_file) -> None:
        if self.boxed == self.docname:
            self.add("\n]\n")
            self.boxed = ""
        self.docname, self.level = self.pages.pop()
        self.is_chapter = bool(re.match(self.config.pdf_chapters, self.docname))

    def _opening(self, right_hand: bool) -> None:
        """A new page; pages of the record do not wait for a right-hand one."""
        how = ("to: " + ('"odd"' if right_hand else "none")) if self.opened else "first: true"
        self.add(f"\n#opening({how})")
        self.opened = True

    def visit_document(self, node: nodes.document) -> None:
        self.add(f"// page: {self.docname}\n")

    def depart_document(self, node: nodes.document) -> None:
        pass

    def visit_section(self, node: nodes.section) -> None:
        self.level += 1

    def depart_section(self, node: nodes.section) -> None:
        self.level -= 1

    def visit_title(self, node: nodes.title) -> None:
        parent = node.parent
        if not isinstance(parent, nodes.section):  # tables and boxes take their titles themselves
            raise nodes.SkipNode
        number = self.section_number(parent)
        numbering = f", numbering: no({string(number)})" if number else ""
        if self.whole and self.level > 1 and not self.is_chapter and not self.alone:
            numbering += ", outlined: false, bookmarked: true"  # the contents name the record's pages, not their entries
        if self.level == 1 and self.whole:
            self._opening(right_hand=self.is_chapter)
        self.add(f"\n#heading(level: {self.level}{numbering})[{self.capture(node.children)}]")
        self.add(attach(key(self.docname, parent["ids"][0])) + "\n\n")
        if self.level == 1 and self.whole and self.docname.startswith("record/"):
            columns = 2 if re.fullmatch(self.config.pdf_columns, self.docname) else 1
            self.add(f"#record-page(columns: {columns})[\n")
            self.boxed = self.docname
        raise nodes.SkipNode

    def visit_subtitle(self, node: nodes.Element) -> None:
        self.add(f"#subtitle[{self.capture(node.children)}];\n\n")
        raise nodes.SkipNode

    def visit_rubric(self, node: nodes.rubric) -> None:
        self.add(f"#rubric[{self.capture(node.children)}];\n\n")
        raise nodes.SkipNode

    # -- text ---------------------------------------------------------------------------------------------------------

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        for name in STYLED & set(node.get("classes", ())):
            alone = name == "entry-title" and len(node.parent.children) == 1
            self.add(f"#{name}{'(alone: true)' if alone else ''}[{self.capture(node.children)}];\n\n")
            raise nodes.SkipNode

    def depart_paragraph(self, node: nodes.paragraph) -> None:
        self.add("\n\n")

    visit_compact_paragraph, depart_compact_paragraph = visit_paragraph, depart_paragraph

    def visit_container(self, node: nodes.Element) -> None:
        if "cell_input" in node.get("classes", ()):  # the book prints results; its code is in the notebooks
            raise nodes.SkipNode
        kind = next((c for c in node.get("classes", ()) if c.startswith("entry-")), "")
        if kind and isinstance(node, nodes.container):
            name = key(self.docname, node["ids"][0]) if node["ids"] else ""
            place = attach(name) if name in self.survey.wanted else ";"  # cheaper than an anchor of its own
            self.add(f"#record-entry({string(kind[6:])})[{self.capture(node.children)}]{place}\n\n")
            raise nodes.SkipNode

    def depart_container(self, node: nodes.Element) -> None:
        pass

    visit_print_only = visit_compound = visit_glossary = visit_acks = visit_hlist = visit_hlistcol = visit_container
    depart_print_only = depart_compound = depart_glossary = depart_acks = depart_hlist = depart_hlistcol = depart_container
    visit_legend, depart_legend = visit_container, depart_container

    def visit_centered(self, node: nodes.Element) -> None:
        self.add(f"#align(center)[{self.capture(node.children)}];\n\n")
        raise nodes.SkipNode

    def visit_transition(self, node: nodes.transition) -> None:
        if "footnotes" not in node.get("classes", ()):  # MyST's rule above the footnotes, which stand elsewhere here
            self.add("#transition();\n\n")
        raise nodes.SkipNode

    def visit_line_block(self, node: nodes.line_block) -> None:
        lines = self._lines(node, 0)
        self.add(f"#line-block[{'#linebreak();'.join(lines)}];\n\n")
        raise nodes.SkipNode

    def _lines(self, block: nodes.line_block, depth: int) -> list[str]:
        lines: list[str] = []
        for child in block.children:
            if isinstance(child, nodes.line_block):
                lines += self._lines(child, depth + 1)
            else:
                indent = f"#h({1.5 * depth}em);" if depth else ""
                lines.append(indent + (self.capture(child.children) or "#h(0pt);"))
        return lines

    def visit_block_quote(self, node: nodes.block_quote) -> None:
        attribution = next((c for c in node.children if isinstance(c, nodes.attribution)), None)
        body = self.capture([c for c in node.children if c is not attribution])
        by = f", attribution: [{self.capture(attribution.children)}]" if attribution is not None else ""
        self.add(f"#quote(block: true{by})[{body}];\n\n")
        raise nodes.SkipNode

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        self.add(f"#raw(block: true, {string(node.astext())});\n\n")
        raise nodes.SkipNode

    visit_doctest_block = visit_literal_block

    # -- lists --------------------------------------------------------------------------------------------------------

    def _items(self, node: nodes.Element) -> tuple[str, str]:
        """Whether a list is tight, and its items as arguments."""
        simple = (nodes.bullet_list, nodes.enumerated_list)
        tight = all(len([c for c in i.children if not isinstance(c, simple)]) <= 1 for i in node.children)
        items = [f"[{self.anchors(i)}{self.capture(i.children)}]" for i in node.children if isinstance(i, nodes.list_item)]
        return str(tight).lower(), ",\n  ".join(items)

    def visit_bullet_list(self, node: nodes.bullet_list) -> None:
        tight, items = self._items(node)
        if {"bibliography", "sources"} & set(node.get("classes", ())):
            self.add("".join(f"#entry({item});\n\n" for item in items.split(",\n  ")))
        else:
            self.add(f"#list(tight: {tight},\n  {items},\n);\n\n")
        raise nodes.SkipNode

    def visit_enumerated_list(self, node: nodes.enumerated_list) -> None:
        tight, items = self._items(node)
        pattern = escape(node.get("prefix", "")) + ENUMERATORS.get(node.get("enumtype", "arabic"), "1") + node.get("suffix", ".")
        self.add(f"#enum(tight: {tight}, start: {node.get('start', 1)}, numbering: {string(pattern)},\n  {items},\n);\n\n")
        raise nodes.SkipNode

    def _terms(self, pairs: list[tuple[str, str]]) -> None:
        items = ",\n  ".join(f"terms.item([{term}], [{body}])" for term, body in pairs)
        self.add(f"#terms(tight: false,\n  {items},\n);\n\n")
        raise nodes.SkipNode

    def visit_definition_list(self, node: nodes.definition_list) -> None:
        pairs = []
        for item in node.children:
            terms = [c for c in item.children if isinstance(c, nodes.term)]
            extra = [c for c in item.children if isinstance(c, nodes.classifier)]
            term = self.anchors(item) + "; ".join(self.anchors(t) + self.capture(t.children) for t in terms)
            term += "".join(f"#text(weight: 400)[ ({self.capture(c.children)})];" for c in extra)
            bodies = [self.anchors(c) + self.capture(c.children) for c in item.children if isinstance(c, nodes.definition)]
            pairs.append((term, "\n\n".join(bodies)))
        self._terms(pairs)

    def visit_field_list(self, node: nodes.field_list) -> None:
        self._terms([(self.capture(f[0].children), self.capture(f[1].children)) for f in node.children if isinstance(f, nodes.field)])

    visit_docinfo = visit_field_list

    def visit_option_list(self, node: nodes.option_list) -> None:
        pairs = []
        for item in node.children:
            options = ", ".join(f"#raw({string(option.astext())});" for option in item[0].children)
            pairs.append((options, self.capture(item[1].children)))
        self._terms(pairs)

    def visit_citation(self, node: nodes.citation) -> None:
        mark, *body = node.children
        self.add(f"#entry[\\[{escape(mark.astext())}\\] {self.capture(body)}];\n\n")
        raise nodes.SkipNode

    # -- boxes --------------------------------------------------------------------------------------------------------

    def _box(self, node: nodes.Element, title: str, children: list[nodes.Node]) -> None:
        head = f"title: [{title}]" if title else ""
        self.add(f"#callout({head})[{self.capture(children)}];\n\n")
        raise nodes.SkipNode

    def visit_admonition(self, node: nodes.Element) -> None:
        title = next((c for c in node.children if isinstance(c, nodes.title)), None)
        rest = [c for c in node.children if c is not title]
        words = self.capture(title.children) if title is not None else ""
        self._box(node, words, rest)

    visit_topic = visit_sidebar = visit_admonition

    def _named_box(self, node: nodes.Element) -> None:
        self._box(node, node.tagname.capitalize(), node.children)

    visit_attention = visit_caution = visit_danger = visit_error = visit_hint = visit_important = _named_box
    visit_note = visit_tip = visit_warning = _named_box

    def visit_seealso(self, node: nodes.Element) -> None:
        self._box(node, "See also", node.children)

    def visit_versionmodified(self, node: nodes.Element) -> None:
        pass

    depart_versionmodified = visit_versionmodified

    # -- what print leaves out ----------------------------------------------------------------------------------------

    def skip(self, node: nodes.Node) -> None:
        raise nodes.SkipNode

    visit_comment = visit_substitution_definition = visit_meta = visit_highlightlang = visit_tabular_col_spec = skip
    visit_screen_only = visit_footnote = visit_system_message = visit_label = visit_toctree = visit_pending = skip

    def visit_raw(self, node: nodes.raw) -> None:
        if "typst" in node.get("format", "").split():
            self.add(node.astext())
        raise nodes.SkipNode
