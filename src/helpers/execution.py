"""Which notebooks are stale, and running them side by side.

Each run records what it stood on: its code cells, the tables that ``record.load`` opened, the modules of ``helpers``
that it imported, and the lock file. ``chapters/execution.json`` keeps the digests; a notebook is stale when one of
them, or its stored outputs, no longer agree.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import time
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from typing import Any

from helpers import paths
from helpers.errors import RecordError
from helpers.notebooks import as_bytes, code_digest, digest, notebooks, outputs_digest, read_notebook, replace, store

STATE = "execution.json"
RUN = {"code", "lock", "modules", "outputs", "package", "tables"}  # what is kept of a run
SIDE_BY_SIDE = 4  # measured on two cores: a kernel waits for its start as long as it computes
_TRACE = (
    "import json, sys\nfrom helpers import record\n"
    "print(json.dumps({'tables': sorted(record.opened()),"
    " 'modules': sorted(n for n in sys.modules if n == 'helpers' or n.startswith('helpers.'))}))"
)
Progress = Callable[[str], None]


def table_digest(root: Path, name: str, package: dict[str, Any] | None = None) -> str:
    """Digest of one table: its file and its part of the schema."""
    package = package or json.loads((root / "data" / "datapackage.json").read_bytes())
    schema = next((r for r in package["resources"] if r["name"] == name), {})
    file = root / "data" / f"{name}.csv"
    return digest(file.read_bytes() if file.is_file() else b"", as_bytes(schema))


def _package_digest(package: dict[str, Any]) -> str:
    return digest(as_bytes([package.get("record"), package.get("version")]))


def _module_digest(name: str) -> str:
    base = Path(__file__).parent.joinpath(*name.split(".")[1:])
    file = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
    return digest(file.read_bytes()) if file.is_file() else ""


def _lock_digest(root: Path) -> str:
    lock = root / "requirements.txt"
    return digest(lock.read_bytes()) if lock.is_file() else ""


def read_state(root: Path) -> dict[str, Any]:
    """The digests of the last runs: notebook name → what it stood on."""
    file = root / "chapters" / STATE
    try:
        found = json.loads(file.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return {n: r for n, r in found.items() if isinstance(r, dict) and RUN <= set(r)} if isinstance(found, dict) else {}


def tables_of(root: Path, name: str) -> list[str]:
    """The tables that a notebook (by its name without ``.ipynb``) opened in its last run."""
    return sorted(read_state(root).get(name, {}).get("tables", {}))


def stale(root: Path) -> dict[Path, str]:
    """The notebooks to run again, each with the reason in words."""
    state, found = read_state(root), {}
    package = json.loads((root / "data" / "datapackage.json").read_bytes())
    lock, shared = _lock_digest(root), _package_digest(package)
    for path in notebooks(root):
        nb = read_notebook(root, path)
        old = state.get(path.relative_to(root / "chapters").with_suffix("").as_posix())
        if old is None:
            found[path] = "never run"
        elif old["code"] != code_digest(nb):
            found[path] = "its code changed"
        elif old["outputs"] != outputs_digest(nb):
            found[path] = "its stored outputs were changed"
        elif old["lock"] != lock:
            found[path] = "requirements.txt changed"
        elif old["package"] != shared:
            found[path] = "the data package's version or dates changed"
        elif changed := [t for t, d in old["tables"].items() if d != table_digest(root, t, package)]:
            found[path] = f"data changed: {', '.join(changed)}"
        elif changed := [m for m, d in old["modules"].items() if d != _module_digest(m)]:
            found[path] = f"code changed: {', '.join(changed)}"
    return found


def _error(root: Path, path: Path, index: int, error: Exception) -> RecordError:
    name, value = getattr(error, "ename", type(error).__name__), getattr(error, "evalue", str(error))
    where = f"{path.relative_to(root).as_posix()}, cell {index + 1}"
    text = value if name == "RecordError" else f"{name}: {value}"
    problem = RecordError(text.strip().rstrip("."), where=where, remedy="Mend the cell or the helper it calls, then run `make book`.")
    problem.traceback = str(getattr(error, "traceback", "") or error)  # type: ignore[attr-defined]
    return problem


def _environment(root: Path) -> dict[str, str]:
    """What a kernel finds in its environment: this book, this code, and nothing that differs from machine to machine."""
    source = str(Path(__file__).resolve().parents[1])
    env = {**os.environ, "TZ": "UTC", "PYTHONHASHSEED": "0", paths.ENVIRONMENT: str(root), "JUPYTER_PREFER_ENV_PATH": "1"}
    env["PYTHONPATH"] = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH")]))
    env["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    return env


@contextlib.asynccontextmanager
async def _kernel(client: Any, env: dict[str, str]) -> AsyncIterator[None]:
    """A kernel for a client. Its own way takes Ctrl-C for the death of kernels, whose notebooks then fail one by one."""
    client.km = client.create_kernel_manager()
    try:
        await client.async_start_new_kernel(env=env)
        await client.async_start_new_kernel_client()
        yield
    finally:
        if client.kc:
            client.kc.stop_channels()
        await client.km.shutdown_kernel(now=True)


async def _run(root: Path, path: Path) -> dict[str, Any]:
    """Run one notebook, store it, and return what it stood on."""
    import nbclient
    import nbformat
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    nb = nbformat.read(path, as_version=4)
    client = nbclient.NotebookClient(
        nb,
        record_timing=False,
        timeout=300,
        kernel_name="python3",
        extra_arguments=["--IPKernelApp.log_level=ERROR"],  # the kernel listens on this machine only and says so in a warning
        resources={"metadata": {"path": str(path.parent)}},
    )
    index = 0
    async with _kernel(client, _environment(root)):
        for index, cell in enumerate(nb.cells):
            if cell.cell_type != "code":
                continue
            cell.metadata.pop("execution", None)
            try:
                await client.async_execute_cell(cell, index, execution_count=None)
            except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
                raise _error(root, path, index, error) from error
        probe = nbformat.v4.new_code_cell(_TRACE)
        nb.cells.append(probe)
        await client.async_execute_cell(probe, len(nb.cells) - 1, store_history=False)
        nb.cells.pop()
    trace = json.loads("".join(o["text"] for o in probe.outputs if o.get("name") == "stdout"))
    store(nb, path)
    package = json.loads((root / "data" / "datapackage.json").read_bytes())
    stored = json.loads(path.read_text("utf-8"))
    return {
        "code": code_digest(stored),
        "lock": _lock_digest(root),
        "modules": {m: _module_digest(m) for m in trace["modules"]},
        "outputs": outputs_digest(stored),
        "package": _package_digest(package),
        "tables": {t: table_digest(root, t, package) for t in trace["tables"]},
    }


def _write_state(root: Path, state: dict[str, Any]) -> None:
    names = {p.relative_to(root / "chapters").with_suffix("").as_posix() for p in notebooks(root)}
    text = json.dumps({k: v for k, v in state.items() if k in names}, sort_keys=True, indent=1) + "\n"
    file = root / "chapters" / STATE
    if not file.exists() or file.read_text("utf-8") != text:
        replace(file, text)


def execute(root: Path, which: Iterable[Path] | None = None, say: Progress = lambda text: None) -> list[Path]:
    """Run notebooks side by side and store outputs and digests.

    Args:
        root: the folder of the book.
        which: the notebooks to run; the stale ones when None.
        say: called with a line of progress.

    Returns:
        the notebooks that were run.

    Raises:
        RecordError: one or more cells raised; the message names each notebook and cell. Notebooks that ran well are
            stored all the same, those that failed stay as they were.
    """
    reasons = stale(root) if which is None else {p: "asked for" for p in which}
    if not reasons:
        return []
    state, failed, done, start = read_state(root), [], 0, time.monotonic()
    missing = [p for p in reasons if not p.is_file()]
    if missing:
        raise RecordError("no such notebook", where=str(missing[0]))

    async def everything() -> None:
        gate = asyncio.Semaphore(SIDE_BY_SIDE)

        async def one(path: Path, reason: str) -> None:
            nonlocal done
            async with gate:
                try:
                    state[path.relative_to(root / "chapters").with_suffix("").as_posix()] = await _run(root, path)
                    _write_state(root, state)
                except RecordError as error:
                    failed.append(error)
            done += 1
            left = len(reasons) - done
            say(f"ran {path.name} ({reason}); {left} left, {time.monotonic() - start:.1f} s")

        await asyncio.gather(*(one(path, reason) for path, reason in reasons.items()))

    from helpers import kernels

    with kernels.nursery(_environment(root)):
        asyncio.run(everything())
    if failed:
        failed.sort(key=lambda error: error.where)
        error = RecordError("\n".join(map(str, failed)))
        error.traceback = "\n".join(getattr(e, "traceback", "") for e in failed)  # type: ignore[attr-defined]
        raise error
    return list(reasons)
