"""The files behind “Cite this”: for each page a table of patterns for the script, a plain page of every form for everybody,
and BibTeX, RIS and CSL-JSON to download, of each thing, of the whole page, and of the sources of each chapter.

Events and documents are many: theirs are made by the script from the patterns, or lie in the plain page as data.
"""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any
from urllib.parse import quote

from docutils import nodes

from helpers import bibliographies, citable, citing, sources
from helpers.citable import Thing
from helpers.display import canonical
from helpers.publishing import cited
from helpers.publishing.downloads import script
from helpers.publishing.nodes import store

FOLDER = "_cite"
TYPES = {"bib": "application/x-bibtex", "ris": "application/x-research-info-systems", "json": "application/vnd.citationstyles.csl+json"}
MANY = {"event", "document"}  # kinds without files of their own
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:45rem;margin:1rem auto;padding:0 1rem;color-scheme:light dark}"
    "section{border-top:1px solid #8886;padding-top:.2rem;content-visibility:auto;contain-intrinsic-size:auto 20rem}"
    "h1{font-size:1.5rem}h2{font-size:1.05rem}dt{font-weight:600}dd{margin:0 0 .4rem;overflow-wrap:anywhere}"
)


def table(things: dict[str, Thing], site: str) -> dict[str, Any]:
    """What the script needs of a page: patterns, and for each thing its pattern, title and title for BibTeX (if another).

    Returns:
        ``patterns`` (a list of forms by name), ``things`` (id → number of the pattern, title, title for BibTeX or nothing),
        ``styles`` and ``files`` (pairs: name and what a reader calls it), ``types`` of the files, ``slots`` (the signs for
        title and id) and ``marks`` (those around italics).
    """
    patterns: list[dict[str, str]] = []
    numbers: dict[str, int] = {}
    found: dict[str, list[Any]] = {}
    for identity, thing in things.items():
        pattern = citable.pattern(thing, site)
        number = numbers.setdefault(canonical(pattern), len(patterns))
        if number == len(patterns):
            patterns.append(pattern)
        title = citable.open_title(thing)
        tex = bibliographies.tex(title)
        found[identity] = [number, title, *([tex] if tex != title else [])]
    return {
        "files": list(citable.FILES.items()),
        "marks": [citing.BEGIN, citing.END],
        "patterns": patterns,
        "slots": [citable.TITLE, citable.ID],
        "styles": list(citable.STYLES.items()),
        "things": found,
        "types": TYPES,
    }


def _section(identity: str, thing: Thing, forms: dict[str, str], site: str) -> str:
    """Every form of one thing's citation as a section of the plain page."""
    shown = "".join(f"<dt>{name}</dt><dd>{citable.runs(forms[style], thing, site).html()}</dd>" for style, name in citable.STYLES.items())
    links = []
    for suffix, name in citable.FILES.items():
        address = f"data:{TYPES[suffix]};charset=utf-8,{quote(forms[suffix])}" if thing.kind in MANY else f"{identity}.{suffix}"
        links.append(f'<a download="{identity}.{suffix}" href="{address}">{name}</a>')
    return f'<section id="{identity}"><h2>{html.escape(thing.title)}</h2><dl>{shown}</dl><p>{" · ".join(links)}</p></section>'


def plain(things: dict[str, Thing], forms: dict[str, dict[str, str]], docname: str, site: str) -> str:
    """The page of every form of each thing: it needs no script."""
    first = next(iter(things.values()))
    title = f"Cite: {first.title}"
    name = cited.slug(docname)
    whole = " · ".join(f'<a download href="{name}.all.{suffix}">{label}</a>' for suffix, label in citable.FILES.items())
    body = "\n".join(_section(identity, thing, forms[identity], site) for identity, thing in things.items())
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<meta name="robots" content="noindex"><style>{STYLE}</style><title>{html.escape(title)} – {html.escape(citable.title())}</title></head><body><main>'
        f'<p><a href="../{docname}.html">Back to the page</a></p><h1>{html.escape(title)}</h1>'
        f"<p>Everything on this page in one file: {whole}</p>\n{body}\n</main></body></html>\n"
    )


def of_chapter(env: Any, docname: str) -> list[str]:
    """The ids of all sources that a chapter cites, in its text and under its figures and tables, sorted."""
    found = {target for kind, target in getattr(env, "record_refs", {}).get(docname, {}) if kind == "cite"}
    for digest, _ in getattr(env, "record_figures", {}).get(docname, {}).values():
        found.update(store(env).get(digest)["meta"].get("sources", ()))
    return sorted(found)


def files(builder: Any, docname: str) -> dict[str, str]:
    """Name → content of every file behind the boxes of a page."""
    things, site, name = cited.things(builder, docname), cited.site(builder.config), cited.slug(docname)
    forms = {identity: citable.forms(thing, site) for identity, thing in things.items()}
    found = {f"{name}.js": f"recordCite({script(canonical(table(things, site)))})\n", f"{name}.html": plain(things, forms, docname, site)}
    for suffix in citable.FILES:
        found[f"{name}.all.{suffix}"] = citable.together((form[suffix] for form in forms.values()), suffix)
    for identity, thing in things.items():
        if thing.kind not in MANY:
            found |= {f"{identity}.{suffix}": forms[identity][suffix] for suffix in citable.FILES}
    if docname.startswith(cited.CHAPTERS):
        ids = of_chapter(builder.env, docname)
        found |= {f"{name}.sources.bib": sources.bibtex(ids), f"{name}.sources.ris": sources.ris(ids), f"{name}.sources.json": sources.csl_json(ids)}
    return found


def write(app: Any, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Write the files of a page once it stands."""
    if doctree is None or app.builder.name != "html":
        return
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files(app.builder, pagename).items():
        (folder / name).write_text(content, "utf-8", newline="")


def setup(app: Any) -> None:
    """Connect the writing of files to the build."""
    app.connect("html-page-context", write)
