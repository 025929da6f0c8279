"""Notebooks on disk: reading them, telling them apart by digests, writing them as every machine would."""

from __future__ import annotations

import hashlib
import json
import os
from itertools import count as count_from
from pathlib import Path
from typing import Any

from helpers.errors import RecordError


def digest(*parts: bytes) -> str:
    """One short digest of several parts, in their order."""
    h = hashlib.sha256()
    for part in parts:
        h.update(len(part).to_bytes(8, "big") + part)
    return h.hexdigest()[:16]


def as_bytes(value: Any) -> bytes:
    """A JSON value as bytes, the same for equal values."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False).encode()


def notebooks(root: Path) -> list[Path]:
    """Every notebook of ``chapters/``, by name."""
    return sorted(p for p in (root / "chapters").rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)


def read_notebook(root: Path, path: Path) -> dict[str, Any]:
    """A stored notebook.

    Raises:
        RecordError: it is no JSON or no notebook.
    """
    where, remedy = path.relative_to(root).as_posix(), "Take the last good version from the repository's history."
    try:
        found = json.loads(path.read_text("utf-8"))
    except ValueError as error:  # also what is not UTF-8
        raise RecordError(f"not valid JSON ({error})", where, remedy) from None
    if not isinstance(found, dict) or not isinstance(found.get("cells"), list) or found.get("nbformat") != 4:
        raise RecordError("not a notebook of format 4", where, remedy)
    return found


def code_digest(notebook: dict[str, Any]) -> str:
    """Digest of the code cells: prose may change without a new run."""
    return digest(*("".join(c["source"]).encode() for c in notebook["cells"] if c["cell_type"] == "code"))


def outputs_digest(notebook: dict[str, Any]) -> str:
    """Digest of the stored outputs."""
    return digest(as_bytes([c.get("outputs", []) for c in notebook["cells"] if c["cell_type"] == "code"]))


def dumps(value: Any, newline: str = "\n") -> str:
    """JSON text as ``json.dumps(…, indent=1, sort_keys=True, ensure_ascii=False)`` gives it, in a third of its time."""
    inner = newline + " "
    if isinstance(value, dict):
        if not value:
            return "{}"
        items = [f"{json.dumps(str(key), ensure_ascii=False)}: {dumps(value[key], inner)}" for key in sorted(value)]
        return "{" + inner + f",{inner}".join(items) + newline + "}"
    if isinstance(value, (list, tuple)):
        return "[" + inner + f",{inner}".join([dumps(item, inner) for item in value]) + newline + "]" if value else "[]"
    return json.dumps(value, ensure_ascii=False)


def store(nb: Any, path: Path) -> None:
    """Write a notebook as every machine would: counted cells, no versions, no timings; whole or not at all."""
    import nbformat
    from nbformat.v4.rwbase import split_lines, strip_transient

    count = 0
    for cell in nb.cells:
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            for output in cell.outputs:
                if "execution_count" in output:
                    output["execution_count"] = count
    nb.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    nb.nbformat_minor = max(nb.nbformat_minor, 5)
    taken = {cell.get("id") for cell in nb.cells}
    names = (name for n in count_from(1) if (name := f"cell-{n}") not in taken)
    for cell in nb.cells:  # an id is given once, never at random
        if "id" not in cell:
            cell["id"] = next(names)
    nbformat.validate(nb)
    text = dumps(strip_transient(split_lines(nb))) + "\n"  # as Jupyter itself writes: a list of lines, sorted keys
    if not path.exists() or path.read_text("utf-8") != text:
        replace(path, text)


def replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, "utf-8")
    os.replace(new, path)
