"""The book's Sphinx extension, named in ``_config.yml``: everything that turns sources into pages hangs on it."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from helpers import citable, execution, paths, record, spellings
from helpers.figures import theme
from helpers.publishing import cite_files, cited, corrections, downloads, head, html, pages, reading, redirects, resolve, roles, searching
from helpers.publishing import theme as page_theme
from helpers.publishing.leftovers import Leftovers
from helpers.wording import in_words

log = logging.getLogger(__name__)


class FrozenIds(SphinxTransform):
    """A section's own id, ``(minsk-ii)=``, comes first, so that links and the outline use it; chapters must give one."""

    default_priority = 800

    def apply(self, **kwargs: Any) -> None:
        document = self.document
        given = {document.nameids.get(name) for name, explicit in document.nametypes.items() if explicit}
        for section in document.findall(nodes.section):
            title = section.next_node(nodes.title)
            own = [i for i in section["ids"] if i in given]
            section["ids"].sort(key=lambda i: i not in own)
            depth, parent = 0, section.parent
            while isinstance(parent, nodes.section):
                depth, parent = depth + 1, parent.parent
            if depth and not own and self.env.docname.startswith("chapters/") and not section.get("record_made"):
                log.warning(
                    "the section “%s” has no permanent id. Write (an-id)= on the line before its heading.",
                    title.astext() if title is not None else "",
                    location=section,
                    type="record",
                    subtype="section",
                )


def dates() -> dict[str, str]:
    """What every page says of the release: version, dates in words and as ISO, licence."""
    package = record.package()
    about = package["record"]
    return {
        "title": package["title"].partition(":")[0],
        "version": package["version"],
        "release_date": about["release_date"],
        "cutoff_date": about["cutoff_date"],
        "release_date_words": in_words(about["release_date"]),
        "cutoff_date_words": in_words(about["cutoff_date"]),
        "contributors": package["contributors"][0]["title"],
        "licence": "CC BY 4.0",
    }


def print_meta(config: Any) -> dict[str, Any]:
    """What the title page, the imprint and the metadata of a PDF say."""
    about, last = dates(), record.package()["record"]["last_evidence_date"]
    return {
        "subtitle": "The negotiations between Ukraine and Russia, from the open record",
        "version": about["version"],
        "release_date": about["release_date_words"],
        "cutoff": about["cutoff_date_words"],
        "last_evidence": in_words(last),
        "cite": [[run.text, run.italic] for run in cited.formatted(config, citable.book()).runs],
        "imprint": ["Code under the MIT licence; text and data under Creative Commons Attribution 4.0 International."],
        "description": record.package().get("description", "").partition("\n")[0],
        "keywords": record.package().get("keywords", []),
        **cover(),
    }


def cover() -> dict[str, Any]:
    """What the covers of the PDFs draw: the number of events that began in each month of the record, to the cut-off."""
    if "events" not in record.tables():
        return {}
    months = record.load("events")["start_date"].astype(str).str.slice(0, 7)
    first, last = "2014-02", record.cutoff()[:7]
    counts = months[(months >= first) & (months <= last) & (months.str.len() == 7)].value_counts()
    span = [f"{year}-{month:02d}" for year in range(int(first[:4]), int(last[:4]) + 1) for month in range(1, 13)]
    drawn = [int(counts.get(month, 0)) for month in span if first <= month <= last]
    return {
        "cover": drawn,
        "cover_from": in_words(first),
        "cover_to": in_words(last),
        "cover_words": f"On the cover: the {sum(drawn):,} events of the record by month, {in_words(first)} to {in_words(last)}.",
    }


def configure(app: Any, config: Any) -> None:
    """Values that come from the data, not from a second place."""
    config.html_context = {**config.html_context, "record": dates(), "record_spellings": spellings.script()}
    config.copyright = f"{dates()['release_date'][:4]} {dates()['contributors']}"
    config.version = config.release = dates()["version"]
    config.pdf_fonts, config.pdf_sans = [str(theme.FONT_FOLDER)], theme.FONT
    config.pdf_timestamp = int(datetime.fromisoformat(dates()["release_date"]).replace(tzinfo=UTC).timestamp())
    config.pdf_meta = print_meta(config)


def page_context(app: Any, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """The tables that a page was computed from, each with its digest: what changed is visible on the page itself."""
    if doctree is None:
        return
    root = paths.root()
    used = set(getattr(app.env, "record_tables", {}).get(pagename, ()))
    if pagename.startswith("chapters/"):
        used |= set(execution.tables_of(root, pagename.removeprefix("chapters/")))
    package = record.package()
    context["record_page"] = {"tables": [(name, execution.table_digest(root, name, package)) for name in sorted(used)]}


def spare_copies() -> None:
    """MyST-NB writes each notebook again for a download that this book does not offer; writing it costs seconds."""
    from myst_nb import sphinx_

    sphinx_.nbformat = SimpleNamespace(**{**vars(sphinx_.nbformat), "writes": lambda notebook: ""})


def setup(app: Any) -> dict[str, Any]:
    """Called by Sphinx."""
    app.add_config_value("comments_config", {}, "")  # Jupyter Book always sets it; its extension is not ours
    spare_copies()
    app.add_transform(FrozenIds)
    app.add_transform(Leftovers)
    for part in (roles, reading, resolve, pages, corrections, redirects, html, downloads, searching, page_theme, cite_files, head):
        part.setup(app)
    app.setup_extension("helpers.publishing.typst")
    app.connect("config-inited", configure)
    app.connect("html-page-context", page_context)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": False}
