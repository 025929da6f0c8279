"""Pending references of the roles, resolved for the builder at hand: links on screen, links and notes in print."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from helpers.publishing import entries
from helpers.publishing.nodes import backrefs, figure_tools, printnote, record_ref
from helpers.publishing.roles import NUMBERED, registry, targets

log = logging.getLogger(__name__)


class ResolveRecord(SphinxPostTransform):
    """Turn every pending reference into a link (and, in print, a note), or warn, which stops the build."""

    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        self.noted: set[tuple[str, str, str]] = set()
        for node in list(self.document.findall(backrefs)):
            node.replace_self(self.back_references(node))
        for node in list(self.document.findall(record_ref)):
            node.replace_self(self.resolve(node))

    @property
    def is_print(self) -> bool:
        return self.app.builder.format == "typst"

    def docname(self, node: nodes.Node) -> str:
        """The page a node stands on: in the assembled book of the PDF, that of its part."""
        while node is not None:
            if isinstance(node, nodes.Element) and node.get("docname") and node.tagname in ("start_of_file", "document"):
                return node["docname"]
            node = node.parent
        return self.env.docname

    def warn(self, node: nodes.Node, message: str, *args: str) -> None:
        log.warning(message, *args, location=node, type="record", subtype="dangling")

    def link(self, node: record_ref, entry: entries.Entry, text: str) -> nodes.Node:
        here = self.docname(node)
        if not entry.page or entry.page not in self.env.found_docs:
            return nodes.inline("", text, classes=["ref", f"ref-{entry.kind}"])
        uri = self.app.builder.get_relative_uri(here, entry.page) + f"#{entry.anchor}"
        link = nodes.reference("", text, internal=True, refuri=uri, classes=["ref", f"ref-{entry.kind}"])
        if not node.get("quiet"):
            link["record_ref"] = f"{entry.kind}:{entry.id}"
        return link

    def resolve(self, node: record_ref) -> list[nodes.Node]:
        if node["kind"] in NUMBERED:
            return [self.numbered(node)]
        found, known = [], registry(self.env)
        for target in targets(node):
            entry = known.get((node["kind"], target))
            if entry is None:
                what = entries.NAMES.get(node["kind"], node["kind"])
                hint = entries.nearest(node["kind"], target, [i for k, i in known if k == node["kind"]])
                self.warn(node, "no %s “%s”. %s", what, target, hint)
                return [nodes.Text(node["explicit"] or target)]
            found.append(entry)
        if not found:
            self.warn(node, "an empty {%s} reference. Name the id it points to.", node["kind"])
            return []
        if node["kind"] == "cite":
            return self.citation(node, found)
        entry = found[0]
        result = [self.link(node, entry, node["explicit"] or entry.title)]
        if self.is_print and entry.kind in ("event", "document") and self.may_note(node):
            key = (self.docname(node), entry.kind, entry.id)
            if key not in self.noted and len(entry.preview) > 1 and entry.preview[1]:
                self.noted.add(key)
                dated = f"{entry.preview[0]}, {entry.preview[1]}."
                result.append(printnote("", dated))
        return result

    def may_note(self, node: nodes.Node) -> bool:
        """A note fits only in running text of a chapter: not in a heading, caption, table or list of the record."""
        if self.docname(node).startswith("record/"):
            return False
        parent = node.parent
        while parent is not None:
            if isinstance(parent, (nodes.title, nodes.caption, nodes.table, figure_tools, nodes.figure)):
                return False
            parent = parent.parent
        return True

    def citation(self, node: record_ref, found: list[entries.Entry]) -> list[nodes.Node]:
        if self.is_print and self.may_note(node):
            note = printnote()
            for index, entry in enumerate(found):
                if index:
                    note += nodes.Text(" · ")
                key = (self.docname(node), "cite", entry.id)
                if key in self.noted:  # given in full once in a chapter, then by its short name
                    note += self.link(node, entry, entry.title)
                    continue
                self.noted.add(key)
                lead, *rest = entries.formatted(entry.note)  # it begins with publisher and year: no label before it
                note += [self.link(node, entry, lead.astext()) if isinstance(lead, nodes.Text) else lead, *rest]
            return [note]
        group = nodes.inline(classes=["cites"])
        is_line = isinstance(node.parent, nodes.paragraph) and "cited" in node.parent.get("classes", ())
        for index, entry in enumerate(found):
            if index:
                group += nodes.Text("; ")
            group += self.link(node, entry, entry.title)
        if is_line:  # a whole line of sources needs no mark for each
            return list(group.children)
        if isinstance(node.parent, nodes.paragraph) and "plain-cites" in node.parent.get("classes", ()) or node.get("plain"):
            return [group]
        group.insert(0, nodes.Text("["))
        group += nodes.Text("]")
        return [group]

    def numbered(self, node: record_ref) -> nodes.Node:
        name, kind = node["target"], NUMBERED[node["kind"]]
        page = getattr(self.env, "record_objects", {}).get(name)
        number = self.env.toc_fignumbers.get(page, {}).get(kind, {}).get(name) if page else None
        if number is None:
            known = list(getattr(self.env, "record_objects", {}))
            self.warn(node, "no %s “%s”. %s", kind, name, entries.nearest(node["kind"], name, known))
            return nodes.Text(node["explicit"] or name)
        text = node["explicit"] or f"{kind.title()} {'.'.join(map(str, number))}"
        entry = entries.Entry(node["kind"], name, text, page, name)
        return self.link(node, entry, text)

    def back_references(self, node: backrefs) -> list[nodes.Node]:
        """“Referred to in: History (Minsk II)”, from every page that mentions the entry."""
        key = (node["kind"], node["target"])
        here, found = self.docname(node), []
        for page, refs in sorted(getattr(self.env, "record_refs", {}).items()):
            for anchor, title in refs.get(key, ()):
                uri = self.app.builder.get_relative_uri(here, page) + (f"#{anchor}" if anchor else "")
                page_title = self.env.titles[page].astext() if page in self.env.titles else page
                if self.is_print:  # “History”, not its whole title, thousands of times
                    page_title = page_title.partition(":")[0]
                words = page_title if not title or title == page_title else f"{page_title} ({title})"
                found.append(nodes.reference("", words, internal=True, refuri=uri))
        if not found:
            return []
        line = nodes.paragraph("", "Referred to in: ", classes=["backrefs"])
        for index, link in enumerate(found):
            if index:
                line += nodes.Text("; ")
            line += link
        return [line]


def setup(app: Any) -> None:
    """Resolve references after all pages are read."""
    app.add_post_transform(ResolveRecord)
