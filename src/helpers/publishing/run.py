"""One Sphinx run over the whole book: its configuration, its progress, its warnings."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from helpers.errors import RecordError
from helpers.publishing import checks

Say = Callable[[str], None]


def configuration(root: Path) -> dict[str, Any]:
    """Jupyter Book's own reading of ``_config.yml`` as a Sphinx configuration.

    Raises:
        RecordError: the file is no YAML, or Jupyter Book refuses a value in it.
    """
    from jupyter_book.config import get_final_config

    chosen = checks.yaml(root, "_config.yml")
    try:
        found, _ = get_final_config(
            user_yaml=chosen, cli_config={"latex_individualpages": False}, sourcedir=root, raise_on_invalid=True
        )
    except Exception as error:  # Jupyter Book's validator has no error class of its own
        text = " ".join(str(getattr(error, "message", error)).split())
        raise RecordError(text, where="_config.yml", remedy="Mend the configuration.") from error
    return dict(found)


def sphinx(root: Path, out: Path, doctrees: Path, pdf: Path, last: tuple[Path, dict[str, Any]], say: Say) -> None:
    """One Sphinx run from sources to pages and PDFs, apart from this process; every warning is an error.

    Args:
        last: folder of the PDFs of the last build, and what is noted of them.

    Raises:
        RecordError: all warnings in one message, each with file, cell and remedy.
    """
    # Imported before the process forks, so that the next run in this one need not do it again.
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from helpers.publishing import beside, extension
    from helpers.publishing.report import Warnings

    warnings, settings = Warnings(root), configuration(root)
    assert extension.setup

    def make(printing: beside.Print, say: Say) -> list[str]:
        try:
            with patch_docutils(None), docutils_namespace():
                app = Sphinx(str(root), None, str(out), str(doctrees), "html", confoverrides=settings, status=None, warning=warnings, freshenv=True)
                printing.connect(app, warnings, say)
                _progress(app, say)
                app.build()
        except SphinxError as error:
            if not warnings.found:
                raise RecordError(str(error), "_config.yml" if str(error).startswith("Could not import extension") else "") from error
            warnings.found.append(str(error))
        return warnings.found

    warnings.found = beside.pages(make, pdf, last, say)
    if warnings.found:
        raise RecordError("\n".join(warnings.lines()))


def _progress(app: Any, say: Say) -> None:
    """Tell which page is read and written, and how many are left."""
    start, counts = time.monotonic(), {"read": 0, "write": 0}

    def reading(app: Any, env: Any, names: list[str]) -> None:
        counts["left"] = len(names)

    def read(app: Any, name: str, source: list[str]) -> None:
        counts["left"] = max(0, counts.get("left", 0) - 1)
        say(f"  read {name}, {counts['left']} left, {time.monotonic() - start:.1f} s")

    def written(app: Any, name: str, *rest: Any) -> None:
        if rest[-1] is not None:
            counts["write"] += 1
            say(f"  wrote {name}, {max(0, len(app.env.found_docs) - counts['write'])} left, {time.monotonic() - start:.1f} s")

    app.connect("env-before-read-docs", reading)
    app.connect("source-read", read)
    app.connect("html-page-context", written)
