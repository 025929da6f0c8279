"""How to get the data, on the page of the data: one line for each tool."""

from __future__ import annotations

from docutils import nodes

from helpers import record, usage
from helpers.publishing.blocks import Nodes, paragraph

TABLE, FIGURE = "events", "fig-truces"  # examples; any other name may take their place


def _lines(name: str) -> Nodes:
    found: Nodes = []
    for line in usage.lines(name):
        found.append(paragraph(nodes.strong("", line.tool), *([] if line.language else [f": {line.code}"]), classes=["fact"]))
        if line.language:
            found.append(nodes.literal_block(line.code, line.code, language=line.language))
    return found


def access() -> Nodes:
    """The lines for a table and for a figure, as examples."""
    table = paragraph(
        "Each line is typed in the folder where the archive was unpacked and the database lies. ",
        nodes.literal("", TABLE),
        f" is one of {len(record.tables())} tables; the name of any other takes its place.",
    )
    figure = paragraph(
        "The data behind a figure or a table of the book lie in the site under its id; the lines are typed in the folder of the site (",
        nodes.literal("", "html"),
        "). The link to the same file stands below each figure.",
    )
    tried = paragraph(
        "The lines for Python and DuckDB are run as they stand, for every table and every figure, by the tests of each version, without a network and without our code. Those for R "
        "and for a spreadsheet are not run: the tests see only that the file which they name is there. ",
        "To check what was downloaded, type ",
        nodes.literal("", "sha256sum -c SHA256SUMS"),
        " and ",
        nodes.literal("", "frictionless validate datapackage.json"),
        " in the unpacked folder.",
    )
    return [table, *_lines(TABLE), figure, *_lines(FIGURE), tried]
