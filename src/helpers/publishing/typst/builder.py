"""The Sphinx builder ``typst``: the whole book resolved once, set as one PDF, and each chapter cut from the same tree."""

from __future__ import annotations

import json
import re
import shutil
import time
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.util import logging
from sphinx.util.nodes import inline_all_toctrees

from helpers.publishing.nodes import store
from helpers.publishing.typst.compiling import Job, Press
from helpers.publishing.typst.index import Term, event, person
from helpers.publishing.typst.markup import key, string
from helpers.publishing.typst.translator import TypstTranslator

log = logging.getLogger(__name__)


class TypstBuilder(Builder):
    """Writes ``<pdf_name>.pdf``, a PDF for each further volume and ``<chapter>.pdf`` into its output folder.

    The book is what is read; the pages of the record that are looked up are volumes of their own. As one they would be too heavy
    for a hand, and for the memory of a small machine; numbers and citations are those of one resolved tree.

    The markup and pictures that Typst reads are left in a folder ``typst`` beside the doctrees, for a look when
    something went wrong.
    """

    name = format = "typst"
    epilog = "The PDFs are in %(outdir)s."
    default_translator_class = TypstTranslator
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg"]
    allow_parallel = False

    def get_outdated_docs(self) -> str:  # type: ignore[override]
        return "the book"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return key(docname)

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return key(to)

    def write(self, *ignored: Any) -> None:
        """Resolve the book, then typeset it and its chapters."""
        start = time.perf_counter()
        self.work = Path(self.doctreedir) / "typst"
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)
        Path(self.outdir).mkdir(parents=True, exist_ok=True)
        for template in ("book.typ", "pieces.typ"):
            text = resources.files("helpers.publishing.typst").joinpath(template).read_text("utf-8")
            (self.work / template).write_text(text, "utf-8")
        book = self.book = self.assemble()
        log.info("book resolved in %.1f s", time.perf_counter() - start)
        start = time.perf_counter()
        others = [(name, title, self.take_out(book, pattern)) for name, title, pattern in self.config.pdf_volumes]
        jobs = [self.translate(self.config.pdf_name, book, self.config.root_doc, whole=True)]
        for name, title, pages in others:
            if pages.children:
                title = f"{self.config.project}: {title}"
                jobs.append(self.translate(f"{self.config.pdf_name}-{name}", pages, self.config.root_doc, whole=True, title=title))
        self.volumes = len(jobs)
        for part in book.findall(addnodes.start_of_file):
            if re.match(self.config.pdf_chapters, part["docname"]):
                jobs.append(self.translate(part["docname"].rpartition("/")[2], part, part["docname"], whole=False))
        log.info("translated in %.1f s", time.perf_counter() - start)
        self.typeset(jobs)

    def assemble(self) -> nodes.document:
        """The book as one resolved tree. Resolved once only, since resolving changes nodes that trees share."""
        root, env = self.config.root_doc, self.env
        load = env.get_doctree
        env.get_doctree = lru_cache(None)(load)  # Sphinx unpickles the target's page for every numbered reference
        try:
            document = env.get_doctree(root)
            self.parts = {
                tree["includefiles"][0]: tree["caption"]
                for tree in document.findall(addnodes.toctree)
                if tree.get("caption") and tree["includefiles"]
            }
            book = inline_all_toctrees(self, {root}, root, document, lambda name: name, [root])
            for part in book.findall(addnodes.start_of_file):
                for child in part.children:
                    child.parent = part  # Sphinx leaves them with their old documents
            book["docname"] = root
            env.resolve_references(book, root, self)
        finally:
            del env.get_doctree
        self.images = {}
        self.post_process_images(book)
        return book

    def take_out(self, book: nodes.document, pattern: str) -> nodes.compound:
        """Take the pages of a further volume out of the book."""
        pages = [part for part in book.findall(addnodes.start_of_file) if re.fullmatch(pattern, part["docname"])]
        for part in pages:
            part.parent.remove(part)
        return nodes.compound("", *pages)

    def translate(self, name: str, tree: nodes.Element, docname: str, *, whole: bool, title: str = "") -> Job:
        """Write the markup of one PDF."""
        visitor: TypstTranslator = self.create_translator(self.book, self)
        visitor.alone = sum(1 for _ in tree.findall(addnodes.start_of_file)) == 1 and whole
        body = visitor.begin(tree, docname, whole, {} if visitor.alone else self.parts)  # a volume of one page needs no part
        title = title or (self.config.project if whole else self.env.titles[docname].astext())
        number = self.env.toc_secnumbers.get(docname, {}).get("", ())
        meta = {
            "book": self.config.project,
            "author": self.config.author,
            "lang": self.config.language or "en",
            "keywords": [],
            **self.config.pdf_meta,
            **self.cited(docname, whole),
            "title": title,
            "whole": whole,
            "number": ".".join(map(str, number)),
            "captions": visitor.captions,
        }
        (self.work / f"{name}.json").write_text(json.dumps(meta, ensure_ascii=False, sort_keys=True), "utf-8")
        head = f'#import "book.typ": *\n#show: book.with(json({string(name + ".json")}))\n'
        source = self.work / f"{name}.typ"
        source.write_text(head + body, "utf-8")
        return Job(source, Path(self.outdir) / f"{name}.pdf")

    def cited(self, docname: str, whole: bool) -> dict[str, Any]:
        """How a chapter is cited, for its first page and for its description; of the book, ``pdf_meta`` says it."""
        if whole or not self.config.pdf_meta.get("cite"):
            return {}
        from helpers.publishing import cited  # late: a book of plain pages needs no record

        text = cited.formatted(self.config, cited.page(self.env, docname))
        return {"cite": [[run.text, run.italic] for run in text.runs], "description": f"Cite as: {text}"}

    def press(self) -> Press:
        """Fonts and time stamp of this book."""
        return Press([str(folder) for folder in self.config.pdf_fonts], self.config.pdf_sans, self.config.pdf_timestamp)

    def typeset(self, jobs: list[Job]) -> None:
        """Compile, the whole book first: it is the longest."""
        start = time.perf_counter()
        press = self.press()
        for done, (job, warnings) in enumerate(press.run(jobs), 1):
            for warning in warnings:
                log.warning("%s", warning, type="typst")
            log.info("%s, %d of %d, %.1f s", job.target.name, done, len(jobs), time.perf_counter() - start)

    def chart(self, digest: str) -> str:
        """The drawing of a chart; its file is placed for Typst."""
        path = self.work / f"{digest}.svg"
        if path.exists():
            return path.read_text("utf-8")
        svg = store(self.env).get(digest)["svg"]
        path.write_text(svg, "utf-8")
        return svg

    def place_image(self, source: str) -> str:
        """Copy an image of the book for Typst; returns its name there."""
        shutil.copyfile(Path(self.srcdir) / source, self.work / self.images[source])
        return self.images[source]

    def index_term(self, reference: str) -> Term | None:
        """The index term of a reference into the record (``kind:id``): people and events have one."""
        from helpers.publishing.roles import registry  # late: a book of plain pages needs no record

        kind, _, identity = reference.partition(":")
        entry = registry(self.env).get((kind, identity)) if kind in ("person", "event") else None
        if entry is None:
            return None
        return person(entry.title) if kind == "person" else event(identity, entry.title, entry.preview[1])

    def finish(self) -> None:
        pass
