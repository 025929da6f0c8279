"""One reference mechanism: roles over the record that resolve to an entry, or stop the build.

``{cite}``, ``{event}``, ``{document}``, ``{actor}``, ``{person}``, ``{ceasefire}`` and ``{term}`` point into the record,
``{fig}`` and ``{tab}`` to figures and tables, ``{value}`` is a computed value, ``{uk}`` and ``{ru}`` mark a language.
A role leaves a pending node; ``resolve.py`` resolves it for the builder at hand from the same registry.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import ReferenceRole, SphinxRole

from helpers import record
from helpers.errors import RecordError
from helpers.publishing import entries
from helpers.publishing.nodes import lang_span, record_ref

log = logging.getLogger(__name__)
NUMBERED = {"fig": "figure", "tab": "table"}
LANGUAGES = {"uk": "uk", "ru": "ru", "fr": "fr", "de": "de"}


class RecordRole(ReferenceRole):
    """``{event}`id``` or ``{event}`words <id>```."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        node = record_ref("", kind=self.kind, target=self.target.strip(), explicit=self.title if self.has_explicit_title else "")
        self.set_source_info(node)
        return [node], []


class ValueRole(SphinxRole):
    """``{value}`name```: a value computed in ``helpers.values``, on any page."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        from helpers import values

        record.reset_opened()
        try:
            text = values.compute(self.text.strip())
        except RecordError as error:
            log.warning("%s", error, location=self.get_location(), type="record", subtype="value")
            text = ""
        record_tables(self.env, self.env.docname).update(record.opened())
        return [nodes.Text(text)], []


class LanguageRole(SphinxRole):
    """``{uk}`Мінськ```: words marked as Ukrainian, so that screen readers and hyphenation treat them so."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self.lang = lang

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        return [lang_span("", self.text, lang=self.lang)], []


def record_tables(env: Any, docname: str) -> set[str]:
    """The tables that a page stands on through its roles and directives."""
    if not hasattr(env, "record_tables"):
        env.record_tables = {}
    return env.record_tables.setdefault(docname, set())


def targets(node: record_ref) -> list[str]:
    return [t.strip() for t in node["target"].split(";") if t.strip()]


def collect(app: Any, doctree: nodes.document) -> None:
    """Note, once a page is read, what it refers to and which figures and tables it holds."""
    env, docname = app.env, app.env.docname
    if not hasattr(env, "record_refs"):
        env.record_refs, env.record_objects = {}, {}
    refs: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for node in doctree.findall(record_ref):
        if node["kind"] in entries.KINDS:
            record_tables(env, docname).add(entries.KINDS[node["kind"]][0])
        elif node["kind"] == "row":
            record_tables(env, docname).update(t for target in targets(node) if (t := target.partition("/")[0]) in record.tables())
        if docname.startswith("record/") or node.get("aside"):  # what tells of a correction is no mention
            continue
        section = node.parent
        while section is not None and not isinstance(section, nodes.section):
            section = section.parent
        place = (section["ids"][0], section[0].astext()) if section is not None else ("", "")
        for target in targets(node):
            places = refs.setdefault((node["kind"], target), [])
            if place not in places:
                places.append(place)
    env.record_refs[docname] = refs
    for node in doctree.findall(lambda n: isinstance(n, (nodes.figure, nodes.table)) and n.get("record_name")):
        env.record_objects[node["record_name"]] = docname  # of two with one name, Sphinx warns


def purge(app: Any, env: Any, docname: str) -> None:
    """Forget a page that is read again (the preview server reads pages again)."""
    for name in ("record_refs", "record_tables"):
        getattr(env, name, {}).pop(docname, None)
    objects = getattr(env, "record_objects", {})
    for key in [k for k, d in objects.items() if d == docname]:
        del objects[key]


def registry(env: Any) -> dict[tuple[str, str], entries.Entry]:
    """The entries of this build, made once and never pickled with the environment."""
    app = env.app
    if not hasattr(app, "record_registry"):
        app.record_registry = entries.registry()
    return app.record_registry


def setup(app: Any) -> None:
    """Register the roles and the collection of what pages refer to."""
    for kind in (*entries.KINDS, "row", *NUMBERED):
        if kind == "term":  # the standard domain's own {term} would be found first
            app.add_role_to_domain("std", "term", RecordRole("term"), override=True)
        else:
            app.add_role(kind, RecordRole(kind), override=True)
    app.add_role("value", ValueRole(), override=True)
    for role, lang in LANGUAGES.items():
        app.add_role(role, LanguageRole(lang), override=True)
    app.connect("doctree-read", collect)
    app.connect("env-purge-doc", purge)
