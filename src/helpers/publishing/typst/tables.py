"""Tables: widths from what stands in the columns, repeated heads, spans."""

from __future__ import annotations

from docutils import nodes

from helpers.publishing.typst.markup import array, attach, key, string

LINES = {6: 84, 9: 94}  # up to so many columns: so many characters on a line (the template makes the type smaller)
SMALLEST = 104
NARROW = 16  # a column whose cells are all at most so wide is as wide as its text
LONG_WORD = 30  # no column is widened for a longer word
FLOATS = 24  # lines: a table of the text up to so high is kept whole, and moves to the head or foot of a page as figures do
LONG_ROW = 1200  # characters in a cell; longer rows may break across pages


Cells = nodes.row | list[nodes.Element]


class TableNodes:
    """Visitors of tables."""

    def visit_table(self, node: nodes.table) -> None:
        title = next((c for c in node.children if isinstance(c, nodes.title)), None)
        group = next(c for c in node.children if isinstance(c, nodes.tgroup))
        grid, lines = self._grid(group, "colwidths-given" in node.get("classes", ()))
        number = self.figure_number(node, "table")
        if title is None and not number:
            self.add(f"{grid};\n\n")
            raise nodes.SkipNode
        outlined = "" if number else ", outlined: false"
        caption = f", caption: [{self.capture(title.children)}]" if title is not None else ""
        numbering = f"no({string(number)})" if number else "none"
        supplement = self.supplement("table") if number else "none"
        body = f"{grid};\n{self._sources(node)}".strip()
        whole = ", placement: auto" if number and lines <= FLOATS and not self.docname.startswith("record/") else ""
        if number and not whole and not self.docname.startswith("record/"):
            self.add("#need(34mm);\n")  # a table that breaks begins with more than its head
        self.add(f"#figure(kind: table{whole}, supplement: {supplement}, numbering: {numbering}{outlined}{caption})[\n{body}\n]")
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

    def _grid(self, group: nodes.tgroup, given: bool) -> tuple[str, int]:
        """The markup of a table, and about how many lines it has."""
        specs = [c for c in group.children if isinstance(c, nodes.colspec)]
        head = [r for part in group.children if isinstance(part, nodes.thead) for r in part.children]
        body = [r for part in group.children if isinstance(part, nodes.tbody) for r in part.children]
        apart = sources_column(head, body) if given else None
        texts = [[e for i, e in enumerate(row.children) if i != apart] for row in (*head, *body)]
        count = len(specs) - (apart is not None)
        widths, crowded = column_widths([], texts, count)
        if given:
            long = [max((len(w) for row in texts if i < len(row) for w in row[i].astext().split()), default=1) for i in range(count)]
            widths, crowded = fitted([float(s["colwidth"]) for i, s in enumerate(specs) if i != apart], long, line_of(count))
        lines = [f"columns: {array(widths)}", f"many: {count}"] + ["crowded: true"] * crowded + ["ruled: false"] * (apart is not None)
        if head:
            lines.append(f"table.header(repeat: true,\n    {', '.join(self._row(row, apart) for row in head)},\n  )")
        if body:
            lines.append(",\n    ".join(self._row(row, apart) + self._below(row, apart, head, count) for row in body))
        return "#grid-table(\n  " + ",\n  ".join(lines) + ",\n)", height(texts, count) + len(body) * (apart is not None)

    def _row(self, row: nodes.row, apart: int | None = None) -> str:
        """The cells of a row, without that of its sources if they stand under it; the first one then reaches down beside them."""
        cells = []
        breakable = any(len(entry.astext()) > LONG_ROW for entry in row.children)
        hangs = apart is not None and row.parent.tagname == "tbody" and not breakable and row[apart].astext().strip()
        for index, entry in enumerate(row.children):
            if index == apart:
                continue
            options = ["rowspan: 2"] if hangs and not index else []
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

    def _below(self, row: nodes.row, apart: int | None, head: list[nodes.Element], count: int) -> str:
        """The line of its sources under a row, and the rule after both."""
        if apart is None:
            return ""
        if not row[apart].astext().strip():
            return ", table.hline(stroke: hair)"
        breakable = any(len(entry.astext()) > LONG_ROW for entry in row.children)
        name = self.capture(head[0][apart].children) if head else "Sources"
        return f", row-sources({count if breakable else count - 1})[{name}: {self.capture(row[apart].children)}], table.hline(stroke: hair)"


def sources_column(head: list[nodes.Element], body: list[nodes.Element]) -> int | None:
    """The column of sources that print sets under each row: a list of names in a narrow column would make every row tall."""
    rows = [*head, *body]
    if not head or any(entry.get("morecols") or entry.get("morerows") for row in rows for entry in row.children):
        return None
    found = [i for i, entry in enumerate(head[0].children) if entry.get("of_sources")]
    return found[0] if len(found) == 1 and found[0] and len(head[0]) > 3 else None


def height(rows: list[list[nodes.Element]], count: int) -> int:
    """About how many lines a table has in print, if its columns share the line by the text in them."""
    if not count or not rows:
        return 0
    line = line_of(count)
    lengths = [[len(e.astext()) for e in row] for row in rows]
    weights = [max((row[i] for row in lengths if i < len(row)), default=1) ** 0.5 + 1 for i in range(count)]
    room = [line * weight / sum(weights) for weight in weights]
    return sum(1 + max((int(n // room[min(i, count - 1)]) for i, n in enumerate(row)), default=0) for row in lengths)


def fitted(asked: list[float], long: list[int], line: int) -> tuple[list[str], bool]:
    """Widths as a chapter asks for them, but none below the longest word of its column, as long as the others can spare it.

    Args:
        asked: relative widths.
        long: the length of the longest word of each column, in characters.
        line: characters that stand side by side.

    Returns:
        the widths, and whether words must be divided all the same.
    """
    room = [min(word, LONG_WORD) * 1.05 + 2 for word in long]
    if sum(room) >= line:
        return [f"{width:g}fr" for width in asked], True
    kept: dict[int, float] = {}
    while True:
        rest = [i for i in range(len(asked)) if i not in kept]
        share = (line - sum(kept.values())) / (sum(asked[i] for i in rest) or 1)
        tight = {i: room[i] for i in rest if asked[i] * share < room[i]}
        if not tight:
            return [f"{kept.get(i, width * share):.1f}fr" for i, width in enumerate(asked)], max(long) > LONG_WORD
        kept |= tight


def line_of(count: int) -> int:
    """How many characters stand on a line of a table of so many columns."""
    return next((chars for columns, chars in LINES.items() if count <= columns), SMALLEST)


def alignment(entry: nodes.entry) -> str:
    """The side that a cell asks for, from our own class names and MyST's."""
    classes = set(entry.get("classes", ()))
    if classes & {"right", "text-right", "text-end"}:
        return "right"
    return "center" if classes & {"center", "text-center"} else ""


def column_widths(head: list[Cells], body: list[Cells], count: int) -> tuple[list[str], bool]:
    """Narrow columns as wide as their text, the others by the amount of text in them.

    A wide column gets room for its longest word first; what is left goes by the root of its mean length times its
    greatest, so that long texts are wide without starving their neighbours. Also says whether words do not fit.
    """
    lengths: list[list[int]] = [[] for _ in range(count)]
    words = [1] * count
    for row in (*head, *body):
        column = 0
        for entry in row:
            if column >= count:
                break
            text = entry.astext().strip()
            if not entry.get("morecols"):
                lengths[column].append(len(text))
                words[column] = max([words[column], *map(len, text.split())])
            column += 1 + entry.get("morecols", 0)
    longest = [max(values, default=1) or 1 for values in lengths]
    narrow = [length <= NARROW for length in longest]
    line = line_of(count)
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
