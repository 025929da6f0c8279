"""Typesetting in a process of its own, so that the memory of Typst and that of the book's tree are not needed at once.

``python -m helpers.publishing.typst.apart <pipe> <order.json> <life>``: the order names fonts, time stamp and PDFs; the
answer, ``{"warnings": […], "seconds": …}``, goes to the pipe. Each volume of the book comes first and alone: the process
begins itself anew after it, since Typst keeps all that it has laid out as long as its process lives.
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


def watch(life: int) -> None:
    """From now on end when the other end of a pipe closes: nobody wants what this process makes."""

    def look() -> None:
        while os.read(life, 1):
            pass
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
    if not wanted["jobs"]:
        return found
    try:
        for _, warnings in press.run([Job(Path(source), Path(target)) for source, target in wanted["jobs"]]):
            found += warnings
    except PdfError as error:
        found.append(str(error))
    return found


def main(pipe: int, file: Path, life: int) -> int:
    """Fill the next part of an order, and go on with the rest in fresh memory or answer."""
    watch(life)
    wanted = json.loads(file.read_text("utf-8"))
    count = 1 if wanted["volumes"] else len(wanted["jobs"])
    now, later = wanted["jobs"][:count], wanted["jobs"][count:]
    found = fill(wanted | {"jobs": now})
    if later and not found:
        file.write_text(json.dumps(wanted | {"jobs": later, "volumes": max(0, wanted["volumes"] - 1)}), "utf-8")
        os.execv(sys.executable, [sys.executable, "-m", __spec__.name, str(pipe), str(file), str(life)])
    answer = {"warnings": found, "seconds": time.monotonic() - wanted["begun"]}
    with os.fdopen(pipe, "w", encoding="utf-8") as handle:
        json.dump(answer, handle)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
