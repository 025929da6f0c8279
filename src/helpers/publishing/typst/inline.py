"""Inline nodes: words, references, notes, marks of language."""

from __future__ import annotations

import re

from docutils import nodes

from helpers.publishing.typst import formulas
from helpers.publishing.typst.index import terms
from helpers.publishing.typst.markup import escape, key, label, string, whole_days
from helpers.publishing.typst.survey import destination


NUMBERED = re.compile(r"\w+ \d+(\.\d+)*")  # “Figure 1.2”, never divided between lines


class InlineNodes:
    """Visitors of everything that stands in a line of text."""

    def visit_Text(self, node: nodes.Text) -> None:
        self.add(escape(whole_days(node.astext())))

    def depart_Text(self, node: nodes.Text) -> None:
        pass

    def _wrap(self, opening: str) -> None:
        self.add(f"#{opening}[")

    def _close(self, node: nodes.Node) -> None:
        self.add("];")  # the semicolon keeps what follows from being read as an argument

    def visit_emphasis(self, node: nodes.Element) -> None:
        self._wrap("emph")

    def visit_strong(self, node: nodes.Element) -> None:
        self._wrap("strong")

    def visit_superscript(self, node: nodes.Element) -> None:
        self._wrap("super")

    def visit_subscript(self, node: nodes.Element) -> None:
        self._wrap("sub")

    depart_emphasis = depart_strong = depart_superscript = depart_subscript = _close
    visit_title_reference = visit_literal_emphasis = visit_manpage = visit_emphasis
    depart_title_reference = depart_literal_emphasis = depart_manpage = _close
    visit_literal_strong, depart_literal_strong = visit_strong, _close

    def visit_literal(self, node: nodes.literal) -> None:
        self.add(f"#raw({string(node.astext())});")
        raise nodes.SkipNode

    def visit_lang_span(self, node: nodes.Element) -> None:
        self._wrap(f"text(lang: {string(node['lang'][:3])})")

    depart_lang_span = _close

    def visit_inline(self, node: nodes.inline) -> None:
        pass

    depart_inline = visit_generated = depart_generated = visit_inline
    visit_abbreviation = depart_abbreviation = visit_acronym = depart_acronym = visit_inline
    visit_problematic = depart_problematic = visit_inline  # its warning has been given where it arose
    visit_download_reference = depart_download_reference = visit_inline  # nothing can be downloaded from paper

    # -- references ---------------------------------------------------------------------------------------------------

    def visit_reference(self, node: nodes.reference) -> None:
        if self.whole and "record_ref" in node and not self.docname.startswith("record/"):
            term = self.builder.index_term(node["record_ref"])
            self.add(self.index.mark(term) if term else "")
        body = self.capture(node.children, strip=False)
        if NUMBERED.fullmatch(node.astext()):
            body = f"#box[{body}];"
        place = destination(node, self.docname)
        if place is None:
            target = string(node["refuri"]) if node.get("refuri") and not node["refuri"].startswith("%") else ""
        else:  # a link that leaves this PDF is its text
            target = label(self.survey.labels[place]) if place in self.survey.labels else ""
        self.add(f"#link({target})[{body}];" if target else body)
        raise nodes.SkipNode

    visit_number_reference = visit_reference

    def visit_target(self, node: nodes.target) -> None:
        pass  # its anchor is set by dispatch_visit

    depart_target = visit_target

    # -- notes --------------------------------------------------------------------------------------------------------

    def _note(self, node: nodes.Node, markup: str) -> None:
        """Two notes at one place are kept apart by a raised comma."""
        siblings = node.parent.children
        before = siblings[: siblings.index(node)]
        while before and isinstance(before[-1], nodes.Text) and not before[-1].strip():
            before.pop()
        if before and isinstance(before[-1], nodes.Element) and before[-1].tagname in ("footnote_reference", "printnote"):
            markup = "#super[,];" + markup
        self.add(markup)
        raise nodes.SkipNode

    def visit_footnote_reference(self, node: nodes.footnote_reference) -> None:
        place = key(self.docname, node["refid"])
        if place in self.noted:
            self._note(node, f"#footnote({label('note:' + place)});")
        self.noted.add(place)
        note = self.survey.notes[place]
        body = self.capture([c for c in note.children if not isinstance(c, nodes.label)])
        self._note(node, f"#footnote[{body}]#{label('note:' + place)};")

    def visit_printnote(self, node: nodes.Element) -> None:
        self._note(node, f"#footnote[{self.capture(node.children)}];")

    def visit_citation_reference(self, node: nodes.Element) -> None:
        self.add("\\[")

    def depart_citation_reference(self, node: nodes.Element) -> None:
        self.add("\\]")

    # -- the rest -----------------------------------------------------------------------------------------------------

    def visit_math(self, node: nodes.math) -> None:
        self._formula(node, block=False)

    def visit_math_block(self, node: nodes.math_block) -> None:
        self._formula(node, block=True)

    def _formula(self, node: nodes.Element, block: bool) -> None:
        source = node.astext().strip()
        try:
            markup = formulas.typst(source)
        except ValueError as error:
            self.warn(node, "the formula “%s” has no print form (%s). Write it with plain letters, digits, signs, ^ and _.", source, error)
            raise nodes.SkipNode from None
        self.add(f"#math.equation(block: {str(block).lower()}, alt: {string(source)}, ${markup}$);")
        if block:
            self.add("\n\n")
        raise nodes.SkipNode

    def visit_index(self, node: nodes.Element) -> None:
        if not self.whole:
            raise nodes.SkipNode
        for kind, value, *_ in node["entries"]:
            try:
                self.add("".join(map(self.index.mark, terms(kind, value))))
            except ValueError as error:
                self.warn(node, "%s", error)
        raise nodes.SkipNode
