"""What Sphinx would pass over in silence or answer with a traceback: contents, configuration, stored outputs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from helpers import execution
from helpers.errors import RecordError

PAGES = (".ipynb", ".md")


def yaml(root: Path, name: str) -> Any:
    """The content of a YAML file of the book.

    Raises:
        RecordError: the file is missing or is no YAML; the message names the line.
    """
    from yaml import MarkedYAMLError, YAMLError, safe_load

    try:
        return safe_load((root / name).read_text("utf-8"))
    except FileNotFoundError:
        raise RecordError("the file is missing", where=name, remedy="Restore it.") from None
    except MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise RecordError(f"not valid YAML ({error.problem})", where=name + line, remedy="Mend the line or the one before it.") from None
    except (YAMLError, ValueError) as error:
        raise RecordError(f"not valid YAML ({error})", where=name, remedy="Mend the file.") from None


def _listed(node: Any) -> Iterator[str]:
    """The pages that ``_toc.yml`` names, without suffix."""
    if isinstance(node, dict):
        for key, item in node.items():
            if key in ("file", "root"):
                yield str(item).removesuffix(".ipynb").removesuffix(".md")
            else:
                yield from _listed(item)
    elif isinstance(node, list):
        for item in node:
            yield from _listed(item)


def listed(root: Path) -> list[str]:
    """The pages of the book in the order of the contents, without suffix."""
    return list(_listed(yaml(root, "_toc.yml")))


def contents(root: Path) -> None:
    """Every page stands in ``_toc.yml``, every file that it names is there, every notebook can be read.

    Raises:
        RecordError: all such faults in one message.
    """
    from sphinx_external_toc.parsing import MalformedError, parse_toc_data

    faults: list[str] = []
    toc = yaml(root, "_toc.yml")
    try:
        parse_toc_data(toc)
    except MalformedError as error:
        raise RecordError(str(error), where="_toc.yml", remedy="Mend the entry named.") from None
    listed = list(_listed(toc))
    for name in listed:
        if not any((root / f"{name}{suffix}").is_file() for suffix in PAGES):
            faults.append(f"_toc.yml: there is no page “{name}”. Correct the name, or add {name}.ipynb or {name}.md.")
    pages = [*execution.notebooks(root), *sorted((root / "chapters").rglob("*.md")), *sorted((root / "record").glob("*.md"))]
    for path in pages:
        name = path.relative_to(root)
        if name.with_suffix("").as_posix() not in listed:
            faults.append(f"{name.as_posix()}: not in _toc.yml, so no reader would find it. Add it there, or delete the file.")
        if path.suffix == ".ipynb":
            try:
                execution.read_notebook(root, path)
            except RecordError as error:
                faults.append(str(error))
    if faults:
        raise RecordError("\n".join(faults))


def outputs(root: Path) -> None:
    """Every notebook has outputs, and each is one that the book can show.

    Raises:
        RecordError: all such faults in one message.
    """
    faults: list[str] = []
    for path in execution.notebooks(root):
        name = path.relative_to(root).as_posix()
        cells = [(i, c) for i, c in enumerate(execution.read_notebook(root, path)["cells"], 1) if c["cell_type"] == "code"]
        if cells and not any(c["outputs"] for _, c in cells):
            faults.append(f"{name}: stored without any output. Run `make execute ALL=1`.")
        for index, cell in cells:
            faults += [f"{name}, cell {index}: {fault}" for output in cell["outputs"] if (fault := _fault(output))]
    if faults:
        raise RecordError("\n".join(faults))


def _fault(output: dict[str, Any]) -> str:
    """What is wrong with one stored output, in words; empty if nothing is."""
    from helpers.display import CHART, RESOURCE

    if output["output_type"] == "error":
        return f"{output['ename']}: {output['evalue']}. Mend the cell, then run `make execute`."
    if output["output_type"] == "stream":
        return f"prints text ({''.join(output['text'])[:60]!r}). A cell shows a figure, a table or nothing."
    shown = output.get("data", {})
    glued = "scrapbook" in output.get("metadata", {})
    if not glued and not {CHART, RESOURCE} & set(shown):
        text = "".join(shown.get("text/plain", ""))
        return f"shows something that the book cannot print ({text[:60]!r}). Return helpers.display.Figure or Table, or end the line with a semicolon."
    return ""
