"""Text, strings and labels as Typst markup. Whatever comes in as text comes out of the PDF as the same text."""

from __future__ import annotations

import re

# Every ASCII character that can begin markup, a shorthand, a comment or a smart quote. A full stop only after a digit
# or another full stop, or at the start of a run, where it could make a list number or an ellipsis.
_SPECIAL = re.compile(r"[\\#$*_@<>`~\[\]{}=+\-/'\"]|(?:(?<=[\d.])|^)\.|(?<!\d)\.(?=\.)")
_SPACE = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_STRING = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


_DAY = re.compile(r"(?<!\d)(\d\d?) (?=(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)")


def whole_days(words: str) -> str:
    """Running text in which no line ends between a day and its month: the space there does not break."""
    return _DAY.sub("\\1\u00a0", words)


def escape(text: str) -> str:
    """Running text as markup: special characters escaped, white space folded to single spaces, no control characters."""
    return _SPECIAL.sub(r"\\\g<0>", _SPACE.sub(" ", _CONTROL.sub("", text)))


def string(text: str) -> str:
    """Text as a Typst string literal, quotes included."""
    return f'"{_CONTROL.sub("", text.replace(chr(11), " ").replace(chr(12), " ")).translate(_STRING)}"'


def array(items: list[str]) -> str:
    """Typst expressions as an array; the trailing comma keeps one element an array."""
    return f"({', '.join(items)},)" if items else "()"


def label(name: str) -> str:
    """A label in code."""
    return f"label({string(name)})"


def attach(name: str | None) -> str:
    """Markup that attaches a label to the element before it, and ends that element's expression."""
    return f"#{label(name)};" if name else ""


def key(docname: str, node_id: str = "") -> str:
    """How a place is named while the book is translated: a page, or an id on a page."""
    return f"%{docname}#{node_id}" if node_id else f"%{docname}"
