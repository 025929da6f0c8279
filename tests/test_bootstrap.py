"""The first command on a bare machine: what it makes, what it leaves alone, and the one sentence when it cannot."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import bootstrap

SOURCE = Path(bootstrap.__file__)
SYSTEM_PYTHON = getattr(sys, "_base_executable", sys.executable)

# A package that installs without setuptools and without a network: its own backend writes the wheel.
PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "nothing"
version = "1"
"""
BACKEND = """
import os, zipfile
def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "nothing-1-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(folder, name), "w") as wheel:
        info = "nothing-1.dist-info/"
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: nothing\\nVersion: 1\\n")
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "RECORD", "")
        wheel.writestr("nothing.py", "")
    return name
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with an empty lock, in a folder with a space, set up once by the script itself."""
    root = tmp_path_factory.mktemp("bare ground") / "the book"
    (root / "src" / "helpers").mkdir(parents=True)
    shutil.copy(SOURCE, root / "src" / "helpers")
    (root / "pyproject.toml").write_text(PYPROJECT)
    (root / "backend.py").write_text(BACKEND)
    (root / "requirements.txt").write_text("# nothing\n")
    done = _run(root, PIP_USER="1", PIP_TARGET=str(root / "elsewhere"), PYTHONPATH="/nowhere")
    assert done.returncode == 0, done.stdout
    return root


def _run(root: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [SYSTEM_PYTHON, "-I", str(root / "src" / "helpers" / "bootstrap.py"), *arguments]
    return subprocess.run(
        command, env={**os.environ, **settings}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120
    )


def test_environment_is_made_whatever_the_person_has_set(checkout: Path) -> None:
    """A space in the path, PIP_USER, PIP_TARGET and a stray PYTHONPATH do not matter."""
    found = subprocess.run([checkout / ".venv/bin/python", "-c", "import nothing; print(nothing.__file__)"], capture_output=True, text=True)
    assert str(checkout / ".venv") in found.stdout
    assert not (checkout / "elsewhere").exists()


def test_second_run_does_and_says_nothing(checkout: Path) -> None:
    before = (checkout / ".venv" / bootstrap.STAMP).stat().st_mtime_ns
    done = _run(checkout)
    assert (done.returncode, done.stdout) == (0, "")
    assert (checkout / ".venv" / bootstrap.STAMP).stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("change", "due"),
    [
        ("nothing", []),
        ("package", ["package"]),
        ("lock", ["lock"]),
        ("interrupted", ["create", "lock", "package"]),
        ("moved", ["create", "lock", "package"]),
        ("interpreter gone", ["create", "lock", "package"]),
        ("another version asked for", ["create", "lock", "package"]),
        ("made by hand", ["lock", "package"]),
    ],
)
def test_what_is_due_after_a_change(checkout: Path, tmp_path: Path, change: str, due: list[str]) -> None:
    """An environment is never trusted beyond what its stamp says, and never rebuilt for less than a reason."""
    root = tmp_path / "copy"
    shutil.copytree(checkout, root, symlinks=True)
    stamp = root / ".venv" / bootstrap.STAMP
    stored = json.loads(stamp.read_text())
    if change != "moved":
        stored["root"] = str(root)
    if change == "another version asked for":
        stored["version"] = [3, 99]
    stamp.write_text(json.dumps(stored))
    if change == "package":
        (root / "pyproject.toml").write_text(PYPROJECT + "# changed\n")
    elif change == "lock":
        (root / "requirements.txt").write_text("# other\n")
    elif change == "interrupted":
        (root / ".venv" / bootstrap.MARKER).touch()
    elif change == "interpreter gone":
        (root / ".venv/bin/python").unlink()
        (root / ".venv/bin/python").symlink_to("python-that-was-removed")
    elif change == "made by hand":
        stamp.unlink()
    assert bootstrap.Checkout(str(root), asked=change == "another version asked for").stale() == due


def test_changed_lock_is_followed_in_place(checkout: Path, tmp_path: Path) -> None:
    """What the lock no longer names goes, what the person added stays, and the environment is not made anew."""
    root = tmp_path / "copy"
    shutil.copytree(checkout, root, symlinks=True)
    packages = next((root / ".venv" / "lib").glob("python*/site-packages"))
    for name in ("dropped", "added-by-hand"):
        folder = packages / f"{name.replace('-', '_')}-1.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        (folder / "RECORD").write_text(f"{folder.name}/METADATA,,\n{folder.name}/RECORD,,\n")
    stamp = root / ".venv" / bootstrap.STAMP
    stored = json.loads(stamp.read_text())
    stamp.write_text(json.dumps({**stored, "root": str(root), "pins": ["dropped"]}))
    (root / "requirements.txt").write_text("# other\n")
    before = (root / ".venv/pyvenv.cfg").stat().st_mtime_ns
    done = _run(root)
    assert done.returncode == 0, done.stdout
    assert (root / ".venv/pyvenv.cfg").stat().st_mtime_ns == before
    assert not list(packages.glob("dropped-*")) and list(packages.glob("added_by_hand-*"))
    assert bootstrap.Checkout(str(root)).stale() == []


def test_packages_that_cannot_be_had_are_one_sentence(checkout: Path, tmp_path: Path) -> None:
    """No traceback: the reason pip gives, where its whole output is, and what to do; the next run starts afresh."""
    root = tmp_path / "copy"
    shutil.copytree(checkout, root, symlinks=True)
    (root / ".venv" / bootstrap.STAMP).unlink()
    (root / "requirements.txt").write_text(f"missing-package==1 --hash=sha256:{'0' * 64}\n")
    done = _run(root, PIP_NO_INDEX="1")
    assert done.returncode == 1
    assert "No matching distribution found for missing-package==1" in done.stdout
    assert "run the same command again" in done.stdout
    assert "Traceback" not in done.stdout
    assert "create" in bootstrap.Checkout(str(root)).stale()


def test_old_python_is_told_what_is_needed() -> None:
    assert bootstrap.too_old((3, 11, 0), "python3") == ""
    sentence = bootstrap.too_old((3, 8, 18), "/usr/bin/python3")
    assert "needs Python 3.11 or newer" in sentence and "3.8.18" in sentence and "\n" not in sentence


def test_old_python_can_read_the_script() -> None:
    """Python 3.6 must get as far as the sentence; the package around it must not be imported on the way."""
    tree = ast.parse(SOURCE.read_text("utf-8"), feature_version=(3, 6))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert imported <= set(sys.stdlib_module_names)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]


def test_missing_venv_module_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "_runs", lambda command: False)
    with pytest.raises(bootstrap.SetupError, match="python3-venv.*pip install virtualenv") as caught:
        bootstrap.Checkout(str(tmp_path)).create()
    assert "\n" not in str(caught.value)


def test_settings_of_where_packages_come_from_are_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:1/simple")
    monkeypatch.setenv("PIP_PROXY", "http://127.0.0.1:2")
    monkeypatch.setenv("PIP_CONSTRAINT", "other.txt")
    clean = bootstrap.environment()
    assert clean["PIP_INDEX_URL"].startswith("http") and clean["PIP_PROXY"].startswith("http")
    assert "PIP_CONSTRAINT" not in clean and clean["PIP_USER"] == "0"
