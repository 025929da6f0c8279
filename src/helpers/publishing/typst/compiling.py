"""Typst at work: one set of fonts, several PDFs side by side, and errors that name the page they come from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import typst
from sphinx.errors import SphinxError

STANDARDS = ["ua-1"]
_PLACE = re.compile(r"([\w.-]+\.typ):(\d+):(\d+)")
_GLYPH = re.compile(r"the text \"?(.+?)\"? could not be displayed with (?:font )?(.+)")


class PdfError(SphinxError):
    """A PDF that Typst refuses to make."""

    category = "PDF"


@dataclass(frozen=True)
class Job:
    """One PDF to make.

    Attributes:
        source: its markup, a file ``<name>.typ`` with all that it needs beside it.
        target: the file to write.
    """

    source: Path
    target: Path


@dataclass(frozen=True)
class Press:
    """Everything that all PDFs of a build share.

    Attributes:
        font_folders: folders of fonts; none of the system's are used, Libertinus Serif comes with Typst.
        sans: family of headings, captions and tables.
        timestamp: seconds since 1970 that stand as the date of creation: there is no clock in a PDF of ours.
    """

    font_folders: list[str]
    sans: str
    timestamp: int

    def run(self, jobs: Iterable[Job], workers: int = 2) -> Iterator[tuple[Job, list[str]]]:
        """Make the first PDF, then the others side by side (Typst runs outside Python's lock).

        Yields:
            each job with its warnings, in the order given.

        Raises:
            PdfError: names the PDF, and the page when it is known.
        """
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=self.font_folders)

        def make(job: Job) -> tuple[Job, list[str]]:
            return job, self._make(job, fonts)

        first, *rest = jobs
        yield make(first)  # it keeps every core busy by itself, and memory low when it is alone
        with ThreadPoolExecutor(workers) as pool:
            yield from pool.map(make, rest)

    def _make(self, job: Job, fonts: typst.Fonts) -> list[str]:
        try:
            compiler = typst.Compiler(str(job.source), root=str(job.source.parent), font_paths=fonts, sys_inputs={"sans": self.sans})
            pdf, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=STANDARDS, timestamp=self.timestamp)
        except typst.TypstError as error:
            raise PdfError(explain(error, job)) from None
        job.target.write_bytes(pdf)
        return [explain(warning, job) for warning in warnings]


def explain(error: typst.TypstError | typst.TypstWarning, job: Job) -> str:
    """One sentence: the PDF, the page, what is wrong, and what to do as far as Typst knows it."""
    text = " ".join(error.message.split())
    remedy = ""
    glyph = _GLYPH.search(text)
    page = _page(error, job)
    if glyph:
        shown = glyph[1].strip("`\"“”")
        codes = " ".join(f"U+{ord(c):04X}" for c in shown[:8])
        text = f"no font of the book has “{shown}” ({codes})"
        remedy = " Write it with other characters, or give the book a font that has it."
        page = page or find(shown, job)
    elif error.hints:
        remedy = f" {error.hints[0][:1].upper()}{error.hints[0][1:]}."
    return f"{job.target.name}: {f'{page}: ' if page else ''}{text}.{remedy}"


def _page(error: typst.TypstError | typst.TypstWarning, job: Job) -> str:
    """The page whose markup an error points to."""
    for found in _PLACE.finditer("\n".join([error.diagnostic, *error.trace])):
        if found[1] == job.source.name:
            return page_at(job.source.read_text("utf-8").split("\n")[: int(found[2])])
    return ""


def page_at(lines: list[str]) -> str:
    """The page that the last of some lines of markup belongs to."""
    return next((line[9:].strip() for line in reversed(lines) if line.startswith("// page: ")), "")


def find(text: str, job: Job) -> str:
    """The first page that contains a text."""
    lines = job.source.read_text("utf-8").split("\n")
    return next((page_at(lines[: n + 1]) for n, line in enumerate(lines) if text in line), "")
