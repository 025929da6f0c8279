"""Tables: widths from what stands in the columns, repeated heads, spans."""

from __future__ import annotations

from docutils import nodes

from helpers.publishing.typst.markup import array, attach, key, string

LINES = {6: 84, 9: 94}  # up to so many columns: so many characters on a line (the template makes the type smaller)
SMALLEST = 104
NARROW = 16  # a column whose cells are all at most so wide is as wide as its text
LONG_WORD = 30  # no column is widened for a longer word
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
        body = f"{grid};\n{self._sources(node)}".strip()
        self.add(f"#figure(kind: table, supplement: {supplement}, numbering: {numbering}{outlined}{caption})[\n{body}\n]")
        self.add(attach(key(self.docname, node["ids"][0]) if node["ids"] else None) + "\n\n")
        if number and title is not None:
            self.listed(key(self.docname, node["ids"][0]), title)
        raise nodes.SkipNode

    def _sources(self, node: nodes.table) -> str:
        """The sources that follow a table are set with it, so that no page break comes between."""
        after = node.next_node(descend=False, siblings=True)
        if after is None or after.tagname != "figure_tools":
            return ""
        markup = self.capture([after])
        self.placed.add(id(after))
        return markup

    def _grid(self, group: nodes.tgroup, given: bool) -> str:
        specs = [c for c in group.children if isinstance(c, nodes.colspec)]
        head = [r for part in group.children if isinstance(part, nodes.thead) for r in part.children]
        body = [r for part in group.children if isinstance(part, nodes.tbody) for r in part.children]
        widths, crowded = column_widths(head, body, len(specs))
        if given:
            widths, crowded = [f"{s['colwidth']}fr" for s in specs], True
        lines = [f"columns: {array(widths)}", f"many: {len(specs)}"] + ["crowded: true"] * crowded
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


def column_widths(head: list[nodes.Element], body: list[nodes.Element], count: int) -> tuple[list[str], bool]:
    """Narrow columns as wide as their text, the others by the amount of text in them.

    A wide column gets room for its longest word first; what is left goes by the root of its mean length times its
    greatest, so that long texts are wide without starving their neighbours. Also says whether words do not fit.
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
    line = next((chars for columns, chars in LINES.items() if count <= columns), SMALLEST)
    room = [min(word, LONG_WORD) * 1.08 + 2 for word in words]
    while sum(longest[i] + 2 if narrow[i] else room[i] for i in range(count)) > line * 0.85:
        foldable = [i for i in range(count) if narrow[i] and longest[i] > words[i]]
        if not foldable:
            break
        narrow[max(foldable, key=lambda i: longest[i])] = False
    wide = [i for i in range(count) if not narrow[i]]
    left = line - sum(longest[i] + 2 for i in range(count) if narrow[i])
    wish = {i: max(1.0, sum(lengths[i]) / max(1, len(lengths[i])) * longest[i]) ** 0.5 for i in wide}
    wish = {i: min(length, 5 * min(wish.values())) for i, length in wish.items()}
    rest = max(0.0, left - sum(room[i] for i in wide)) / (sum(wish.values()) or 1)
    shares = {i: f"{room[i] + rest * wish[i]:.1f}fr" for i in wide}
    return [shares.get(i, "auto") for i in range(count)], sum(room[i] for i in wide) > left or max(words) > LONG_WORD
