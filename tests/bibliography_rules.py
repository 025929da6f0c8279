"""What reference managers ask of our files, as checks that tests share: BibTeX as biber wants it, RIS, CSL-JSON."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import citeproc
import jsonschema
import pybtex.errors
import rispy
from pybtex.database import parse_string

# biblatex's own list of what an entry must have, and what classic styles print it by.
REQUIRED = {
    "article": {"title", "journal", "year"},
    "book": {"title", "year"},
    "incollection": {"title", "booktitle", "year"},
    "techreport": {"title", "institution", "year"},
    "misc": {"title"},
}
DATE = {
    "type": "object",
    "properties": {"date-parts": {"type": "array", "minItems": 1, "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}}}},
    "required": ["date-parts"],
    "additionalProperties": False,
}
NAME = {
    "type": "object",
    "properties": {part: {"type": "string", "minLength": 1} for part in ("family", "given", "literal")},
    "anyOf": [{"required": ["family"]}, {"required": ["literal"]}],
    "additionalProperties": False,
}


@lru_cache(1)
def _rnc() -> tuple[list[str], dict[str, list[str]]]:
    """Types and variables of CSL 1.0.2, from the schema that citeproc-py brings along."""
    folder = Path(citeproc.SCHEMA_PATH).parent
    types = re.findall(r'"([a-z_-]+)"', (folder / "csl-types.rnc").read_text("utf-8").partition("item-types =")[2])
    text = (folder / "csl-variables.rnc").read_text("utf-8")
    blocks = re.split(r"variables\.(\w+) =", text)
    variables = {name: re.findall(r'"([A-Za-z_-]+)"', body) for name, body in zip(blocks[1::2], blocks[2::2])}
    assert len(types) > 40 and {"author", "issued", "edition", "note", "title"} <= {v for names in variables.values() for v in names}
    return types, variables


@lru_cache(1)
def csl_schema() -> dict[str, Any]:
    """A JSON schema of CSL-JSON: an array of items, each with id and type, and no variable that CSL does not know."""
    types, variables = _rnc()
    text = [*variables["numbers"], *variables["strings"], *variables["titles"]]
    properties: dict[str, Any] = {name: {"type": "string", "minLength": 1} for name in text}
    properties |= {name: {"type": "array", "minItems": 1, "items": NAME} for name in variables["names"]}
    properties |= {name: DATE for name in variables["dates"]}
    properties |= {"id": {"type": "string", "minLength": 1}, "type": {"enum": types}, "custom": {"type": "object"}, "language": {"type": "string"}}
    return {"type": "array", "items": {"type": "object", "properties": properties, "required": ["id", "type", "title"], "additionalProperties": False}}


def check_csl(text: str) -> list[dict[str, Any]]:
    """The items of a CSL-JSON file that keeps to its schema and names each id once."""
    found: list[dict[str, Any]] = json.loads(text)
    jsonschema.Draft202012Validator(csl_schema()).validate(found)
    assert len({item["id"] for item in found}) == len(found)
    return found


def check_bibtex(text: str) -> dict[str, Any]:
    """The entries of a BibTeX file: strictly read, no key twice, nothing missing, no sign that TeX would take for its own."""
    with pybtex.errors.capture() as errors:
        found = parse_string(text, "bibtex").entries
    assert not errors, [str(error) for error in errors[:5]]
    keys = re.findall(r"^@[a-z]+\{([^,]+),$", text, re.M)
    assert len(keys) == len(found) == len({key.casefold() for key in keys})
    assert all(re.fullmatch(r"[A-Za-z0-9._:/+-]+", key) for key in keys)
    for key, entry in found.items():
        assert not REQUIRED[entry.type] - set(entry.fields), (key, entry.type, sorted(entry.fields))
        assert entry.persons.get("author"), key
        for name, value in entry.fields.items():
            if name not in ("url", "doi"):  # read letter by letter
                assert not re.search(r"(?<!\\)[&%$#_~^]", value), (key, name, value)
                assert value.count("{") == value.count("}"), (key, name)
    return dict(found)


def check_ris(text: str) -> list[dict[str, Any]]:
    """The records of a RIS file, each with type, title and author."""
    found: list[dict[str, Any]] = rispy.loads(text)
    assert len(found) == len(re.findall(r"^TY  - ", text, re.M)) == len(re.findall(r"^ER  - ", text, re.M))
    assert all(one["type_of_reference"] and one.get("title") and one.get("authors") for one in found)
    return found
