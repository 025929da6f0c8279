"""Typesetting in a process of its own, so that the memory of Typst and that of the book's tree are not needed at once.

``python -m helpers.publishing.typst.apart <pipe> <order.json>``: the order names fonts, time stamp and PDFs; the answer,
``{"warnings": […], "seconds": …}``, goes to the pipe.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from helpers.publishing.typst.compiling import Job, PdfError, Press

PAUSE = 0.2


def watch(parent: int) -> None:
    """From now on end with a process: nobody else wants what this one makes."""

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(PAUSE)
        os._exit(1)

    threading.Thread(target=look, daemon=True).start()


def order(press: Press, jobs: list[Job]) -> dict[str, Any]:
    """What is to be made, as JSON."""
    pairs = [[str(job.source), str(job.target)] for job in jobs]
    return {"fonts": press.font_folders, "sans": press.sans, "timestamp": press.timestamp, "jobs": pairs}


def fill(wanted: dict[str, Any]) -> list[str]:
    """Make the PDFs of an order; returns warnings, the last of them an error if one stopped the work."""
    press = Press(wanted["fonts"], wanted["sans"], wanted["timestamp"])
    found: list[str] = []
    try:
        for _, warnings in press.run([Job(Path(source), Path(target)) for source, target in wanted["jobs"]]):
            found += warnings
    except PdfError as error:
        found.append(str(error))
    return found


def main(pipe: int, file: Path, parent: int) -> int:
    """Fill an order and answer."""
    watch(parent)
    wanted = json.loads(file.read_text("utf-8"))
    answer = {"warnings": fill(wanted), "seconds": time.monotonic() - wanted["begun"]}
    with os.fdopen(pipe, "w", encoding="utf-8") as handle:
        json.dump(answer, handle)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
