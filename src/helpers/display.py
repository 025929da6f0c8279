"""What a notebook cell shows: a figure, a table, or numbers for the prose.

An output carries everything that the book needs (name, caption, alternative text, data, sources), so that a cell is
one call and the build only places what the notebook stores. Outputs are deterministic: sorted keys, ids made from the
content, no clock, no counters of the process.
"""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
from collections.abc import Mapping, Sequence
from typing import Any

os.environ["TZ"] = "UTC"  # vl-convert draws local-time axes in the machine's zone; set before it is imported

import altair as alt
import pandas as pd

from helpers import drawing
from helpers.errors import RecordError
from helpers.figures import theme

CHART = "application/vnd.vegalite.v6+json"
RESOURCE = "application/vnd.dataresource+json"
REFERENCES = ("source", "event", "document", "actor", "person", "ceasefire")

_COUNTED = re.compile(r"\b(param|view|concat|layer)_(\d+|[0-9a-f]{16}(?:_\d+)?)\b")
_DRAWN_ID = re.compile(r"\b(clip|gradient_)(\d+)\b")
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_TAG = re.compile(r"<[^>]+>")
_SPOKEN = re.compile(r' (?:role="graphics-[\w-]+"|aria-roledescription="[^"]*"|aria-hidden="true")')


def canonical(value: Any) -> str:
    """JSON text that is the same for equal values: sorted keys, no spaces, letters as they are."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _in_order(pattern: re.Pattern[str], text: str) -> str:
    """Renumber counted names by first appearance, since Altair and vl-convert count over the life
    of a process, and Altair's digests of views hold addresses of memory."""
    seen: dict[str, int] = {}
    return pattern.sub(lambda m: f"{m[1]}_{seen.setdefault(m[0], len(seen) + 1)}".replace("__", "_"), text)


def _required(kind: str, name: str, prefix: str, **texts: str) -> None:
    if not re.fullmatch(rf"{prefix}-[a-z0-9]+(-[a-z0-9]+)*", name):
        raise RecordError(f"“{name}” is no name for a {kind}", remedy=f"Call it {prefix}-… in lower case with hyphens.")
    for what, text in texts.items():
        if not str(text).strip():
            raise RecordError(f"{kind} without {what}", where=name, remedy=f"Give {what}= to the {kind}.")


def _cell(value: Any) -> Any:
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    if hasattr(value, "item"):
        value = value.item()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def resource(
    frame: pd.DataFrame, columns: Mapping[str, str] | None, refs: Mapping[str, str] = {}, align: Mapping[str, str] = {}
) -> dict[str, Any]:
    """A frame as a Data Resource (Table Schema and rows), with only the named columns, in that order.

    Args:
        frame: any frame; timestamps become ISO dates, missing values null.
        columns: column → title; all columns under their own names when None.
        refs: column → kind of record id that its cells hold (``;``-separated).
        align: column → ``left`` or ``right``; numbers are right-aligned by themselves.
    """
    columns = dict(columns) if columns else {c: str(c) for c in frame.columns}
    missing = [c for c in columns if c not in frame.columns]
    if missing:
        raise RecordError(f"no column {', '.join(missing)}", remedy=f"The frame has {', '.join(map(str, frame.columns))}.")
    fields = []
    for name, title in columns.items():
        number = pd.api.types.is_numeric_dtype(frame[name]) and not pd.api.types.is_bool_dtype(frame[name])
        field = {"name": name, "title": title, "type": "number" if number else "string"}
        if name in refs:
            if refs[name] not in REFERENCES:
                raise RecordError(f"“{refs[name]}” is no kind of reference", remedy=f"Use one of {', '.join(REFERENCES)}.")
            field["reference"] = refs[name]
        if align.get(name, "right" if number else "left") == "right":
            field["align"] = "right"
        fields.append(field)
    rows = [dict(zip(columns, map(_cell, row))) for row in frame[list(columns)].itertuples(index=False, name=None)]
    return {"schema": {"fields": fields}, "data": rows}


def _table_html(data: Mapping[str, Any], caption: str) -> str:
    fields = data["schema"]["fields"]
    head = "".join(f'<th scope="col">{html.escape(f["title"])}</th>' for f in fields)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape('' if (v := row[f['name']]) is None else str(v))}</td>" for f in fields) + "</tr>"
        for row in data["data"]
    )
    return f"<table><caption>{html.escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def draw(spec: Mapping[str, Any], digest: str, alt_text: str) -> str:
    """The SVG of a Vega-Lite specification, the same in every process, zone and order of drawing."""
    svg = drawing.svg(canonical(spec))
    svg = _in_order(_DRAWN_ID, svg).replace("clip_", f"c{digest}-").replace("gradient_", f"g{digest}-")
    svg = _TAG.sub(lambda m: _SPOKEN.sub("", m[0]), svg)  # the drawing is one picture with one alternative text
    svg = _TAG.sub(lambda m: _LONG_NUMBER.sub(lambda n: f"{float(n[0]):.2f}".rstrip("0").rstrip("."), m[0]), svg)
    opening = f'<svg role="img" aria-labelledby="t{digest}" '
    svg = svg.replace("<svg ", opening, 1)
    return svg.replace(">", f'><title id="t{digest}">{html.escape(alt_text)}</title>', 1)


class Figure:
    """A chart with all that a scholarly figure carries.

    Args:
        chart: an Altair chart. Dates in it are ISO text or zone-aware, on ``utc`` scales.
        name: permanent id, ``fig-…``.
        caption: MyST text (roles allowed); says what to see.
        alt: alternative text computed from the data: type, range, extremes, trend; no opinion.
        data: the tidy rows behind the chart, offered as a table and as CSV.
        columns: column of ``data`` → title, in order.
        sources: ids of the sources that the data rest on.

    Raises:
        RecordError: name, caption or alt is missing or malformed, or a column does not exist.
    """

    def __init__(
        self,
        chart: alt.TopLevelMixin,
        *,
        name: str,
        caption: str,
        alt: str,
        data: pd.DataFrame,
        columns: Mapping[str, str] | None = None,
        sources: Sequence[str] = (),
    ) -> None:
        _required("figure", name, "fig", caption=caption, alt=alt)
        self.name, self.caption, self.alt = name, caption, " ".join(alt.split())
        self.data = resource(data, columns)
        self.sources = sorted(set(sources))
        with theme.enabled():
            spec = chart.to_dict()
        rows = spec.pop("datasets", {})
        spec = json.loads(_in_order(_COUNTED, canonical(spec)))
        spec["description"] = self.alt
        self.spec: dict[str, Any] = {**spec, "datasets": rows} if rows else spec
        self.digest = hashlib.sha256(canonical(self.spec).encode()).hexdigest()[:12]

    @property
    def svg(self) -> str:
        """The drawn chart."""
        return draw(self.spec, self.digest, self.alt)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        meta = {"name": self.name, "caption": self.caption, "sources": self.sources, "data": self.data}
        return {
            CHART: {**self.spec, "usermeta": {"record": meta}},
            "image/svg+xml": self.svg,
            "text/plain": f"{self.name}: {self.alt}",
        }


class Table:
    """A table of the record, in HTML, in print and as data.

    Args:
        frame: the rows to show, in the order to show them.
        name: permanent id, ``tab-…``.
        caption: MyST text.
        columns: column → title, in order.
        refs: column → kind (``source``, ``event``, ``document``, ``actor``, ``person``) of the ids in its cells.
        sources: ids of the sources that the rows rest on.
        align: column → ``left`` or ``right``.
        widths: column → relative width in print.

    Raises:
        RecordError: name or caption is missing or malformed, or a column does not exist.
    """

    def __init__(
        self,
        frame: pd.DataFrame,
        *,
        name: str,
        caption: str,
        columns: Mapping[str, str] | None = None,
        refs: Mapping[str, str] = {},
        sources: Sequence[str] = (),
        align: Mapping[str, str] = {},
        widths: Mapping[str, int] = {},
    ) -> None:
        _required("table", name, "tab", caption=caption)
        if not len(frame):
            raise RecordError("a table without rows", where=name, remedy="Check what was selected from the record.")
        self.name, self.caption = name, caption
        self.data = resource(frame, columns, refs, align)
        for field in self.data["schema"]["fields"]:
            if field["name"] in widths:
                field["width"] = int(widths[field["name"]])
        self.sources = sorted(set(sources))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        meta = {"name": self.name, "caption": self.caption, "sources": self.sources}
        return {
            RESOURCE: {**self.data, "record": meta},
            "text/html": _table_html(self.data, self.caption),
            "text/plain": f"{self.name}: {len(self.data['data'])} rows",
        }


def numbers(values: Mapping[str, Any]) -> None:
    """Store values for the prose of the same page: ``{glue:text}`name```.

    Whole numbers of four digits and more get a thousands separator; text stays as it is.
    """
    from myst_nb import glue

    for name in sorted(values):
        value = _cell(values[name])
        if value is None:
            raise RecordError(f"the number “{name}” has no value", remedy="Check what was selected from the record.")
        glue(name, f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value, display=False)
