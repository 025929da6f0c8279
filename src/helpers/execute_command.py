"""``python -m helpers execute``: the command line of ``execution``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from helpers import execution, paths


def main(arguments: Any) -> int:
    """Run stale, named or all notebooks; returns 0."""
    root = paths.root()
    which = [Path(name).resolve() for name in arguments.notebooks] or (execution.notebooks(root) if arguments.all else None)
    ran = execution.execute(root, which, say=lambda text: print(text, file=sys.stderr, flush=True))
    print(f"ran {len(ran)} notebooks" if ran else "no notebook is stale")
    return 0
