"""Tables: widths from what stands in the columns, repeated heads, spans."""

from __future__ import annotations

from docutils import nodes

from helpers.publishing.typst.markup import array, attach, key, string

LINE = 84  # characters of table type on a line of the book
NARROW = 16  # a column whose cells are all at most so wide is as wide as its text
LONG_ROW = 1200  # characters in a cell; longer rows may break across pages


class TableNodes:
    """Visitors of tables."""

    def visit_table(self, node: nodes.table) -> None:
        title = next((c for c in node.children if isinstance(c, nodes.title)), None)
        group = next(c for c in node.children if isinstance(c, nodes.tgroup))
        grid = self._grid(group, "colwidths-given" in node.get("classes", ()))
        number = self.figure_number(node, "table")
        if title is None and not number:
            self.add(f"{grid};\n\n")
            raise nodes.SkipNode
        outlined = "" if number else ", outlined: false"
        caption = f", caption: [{self.capture(title.children)}]" if title is not None else ""
        numbering = f"no({string(number)})" if number else "none"
        supplement = self.supplement("table") if number else "none"
        self.add(f"#figure(kind: table, supplement: {supplement}, numbering: {numbering}{outlined}{caption},\n  {grid[1:]},\n)")
        self.add(attach(key(self.docname, node["ids"][0]) if node["ids"] else None) + "\n\n")
        if number and title is not None:
            self.listed(key(self.docname, node["ids"][0]), title)
        raise nodes.SkipNode

    def _grid(self, group: nodes.tgroup, given: bool) -> str:
        specs = [c for c in group.children if isinstance(c, nodes.colspec)]
        head = [r for part in group.children if isinstance(part, nodes.thead) for r in part.children]
        body = [r for part in group.children if isinstance(part, nodes.tbody) for r in part.children]
        widths = [f"{s['colwidth']}fr" for s in specs] if given else column_widths(head, body, len(specs))
        lines = [f"columns: {array(widths)}", f"many: {len(specs)}"]
        if head:
            lines.append(f"table.header(repeat: true,\n    {self._rows(head)},\n  )")
        if body:
            lines.append(self._rows(body))
        return "#grid-table(\n  " + ",\n  ".join(lines) + ",\n)"

    def _rows(self, rows: list[nodes.Element]) -> str:
        return ",\n    ".join(self._row(row) for row in rows)

    def _row(self, row: nodes.row) -> str:
        cells = []
        breakable = any(len(entry.astext()) > LONG_ROW for entry in row.children)
        for index, entry in enumerate(row.children):
            options = []
            if entry.get("morecols"):
                options.append(f"colspan: {entry['morecols'] + 1}")
            if entry.get("morerows"):
                options.append(f"rowspan: {entry['morerows'] + 1}")
            side = alignment(entry)
            if side:
                options.append(f"align: {side}")
            if breakable:
                options.append("breakable: true")
            content = ("" if index else self.anchors(row)) + self.anchors(entry) + self.capture(entry.children)
            cells.append(f"table.cell({', '.join(options)})[{content}]" if options else f"[{content}]")
        return ", ".join(cells)


def alignment(entry: nodes.entry) -> str:
    """The side that a cell asks for, from our own class names and MyST's."""
    classes = set(entry.get("classes", ()))
    if classes & {"right", "text-right", "text-end"}:
        return "right"
    return "center" if classes & {"center", "text-center"} else ""


def column_widths(head: list[nodes.Element], body: list[nodes.Element], count: int) -> list[str]:
    """Narrow columns as wide as their text, the others by the amount of text in them.

    A column asks for room with the square root of its mean length times its greatest, so that a column of long texts
    is wide without starving its neighbours; its longest word always fits.
    """
    lengths: list[list[int]] = [[] for _ in range(count)]
    words = [1] * count
    for row in (*head, *body):
        column = 0
        for entry in row.children:
            if column >= count:
                break
            text = entry.astext().strip()
            if not entry.get("morecols"):
                lengths[column].append(len(text))
                words[column] = max([words[column], *map(len, text.split())])
            column += 1 + entry.get("morecols", 0)
    longest = [max(values, default=1) or 1 for values in lengths]
    narrow = [length <= NARROW for length in longest]
    while sum(length for length, is_narrow in zip(longest, narrow) if is_narrow) > LINE * 0.6:
        widest = max((length, i) for i, (length, is_narrow) in enumerate(zip(longest, narrow)) if is_narrow)[1]
        narrow[widest] = False
    shares = []
    for values, length, word, is_narrow in zip(lengths, longest, words, narrow):
        if is_narrow:
            shares.append("auto")
        else:
            mean = sum(values) / len(values) if values else 1
            shares.append(f"{max(word * 1.1, (mean * length) ** 0.5 if length < 40 else (mean * length) ** 0.4 * 2, 6):.0f}fr")
    return shares
