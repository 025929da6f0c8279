"""What holds the house together: facts that stand in two files agree, and no file speaks of one machine."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
MODULES = sorted((ROOT / "src" / "helpers").rglob("*.py"))


def _tracked() -> list[Path]:
    """Files that are, or are about to be, part of the project."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    return [ROOT / name for name in sorted(set(listed.stdout.decode().split("\0"))) if name and (ROOT / name).is_file()]


def _lines_with(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in _tracked():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # fonts and pictures
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{path.relative_to(ROOT)}:{line}: {match.group(0)}")
    return found


def test_every_dependency_has_its_reason() -> None:
    """CONTRIBUTING.md says in a line what each direct dependency does, and names none that is gone."""
    wanted = [re.split(r"[<>=!~ \[]", name)[0] for name in PROJECT["project"]["dependencies"]]
    table = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("## Dependencies")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([a-z0-9-]+) \| (.+) \|$", table, re.M)
    assert [name for name, _ in rows if name != "package"] == wanted


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-lab.txt"])
def test_lock_pins_everything_and_names_no_index(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    blocks = re.split(r"\n(?=[a-z0-9])", re.sub(r"^#.*\n", "", text, flags=re.M))
    assert len(blocks) > 50
    for block in blocks:
        assert re.match(r"[a-z0-9.-]+==[^ ]+ ", block), block
        assert "--hash=sha256:" in block, block
    assert not re.search(r"^\s*-(-?index|-?extra|i\b|f\b|-find|-trusted)|://", text, re.M)


def test_lock_of_the_laboratory_changes_no_package_of_the_book() -> None:
    pins = [dict(re.findall(r"^([a-z0-9.-]+)==([^ ]+)", (ROOT / n).read_text("utf-8"), re.M)) for n in ("requirements.txt", "requirements-lab.txt")]
    assert not {name for name in pins[0].keys() & pins[1].keys() if pins[0][name] != pins[1][name]}


def test_lock_is_installed_from_wheels_alone() -> None:
    """No compiler and no download at build time: pip is told so, and every requirement has its digest."""
    source = (ROOT / "src" / "helpers" / "bootstrap.py").read_text("utf-8")
    assert '"--require-hashes", "--only-binary", ":all:"' in source


def test_no_file_names_a_registry() -> None:
    """Where packages come from is the business of the machine that installs them."""
    hosts = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("debian", "org/debian"))]
    assert not _lines_with(re.compile("|".join(map(re.escape, hosts))))


def test_no_file_names_a_path_of_one_machine() -> None:
    assert not _lines_with(re.compile(r"(?<![\w./+=:>%~-])/(?:work|root|opt|home|Users|tmp)/[\w.-]+"))


def test_every_target_is_explained() -> None:
    """`make help` has one sentence for each target that a person may type, and `make` alone says the same."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.M)
    assert phony
    targets = [name for name in phony[1].split() if not name.startswith("setup")]
    for command in (["make", "help"], ["make"]):
        environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
        listed = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
        lines = [re.fullmatch(r"make (\S+)\s+([A-Z].*\.)", line) for line in listed.splitlines()]
        assert all(lines), listed
        assert sorted(line[1] for line in lines if line) == sorted(targets)
    readme = (ROOT / "README.md").read_text("utf-8")
    assert not [name for name in targets if f"make {name}" not in readme and f"`{name}`" not in readme]


def test_make_without_python_is_one_sentence(tmp_path: Path) -> None:
    done = subprocess.run(["make", "check", "PYTHON=no-such-python"], cwd=ROOT, capture_output=True, text=True)
    said = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert done.returncode and len(said) == 1 and "needs Python 3.11" in said[0]


def test_three_lines_of_the_readme_read_the_data(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    example = re.search(r"```python\n(.+?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    assert example
    exec(example[1], {})
    assert "minsk" in capsys.readouterr().out.lower()


def test_gate_runs_what_the_readme_says() -> None:
    """The commands of continuous integration are the reader's, on every machine it uses."""
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert re.search(r"^make book$", script, re.M) and re.search(r"^make test \|\|", script, re.M)
    assert "set -euo pipefail" in script
    for workflow in sorted((ROOT / ".github" / "workflows").glob("*.yml")):
        steps = [step for job in yaml.safe_load(workflow.read_text("utf-8"))["jobs"].values() for step in job["steps"]]
        assert any(re.search(r"\bmake test|\.ci/run", step.get("run", "")) for step in steps), workflow.name
        assert all(re.fullmatch(r"[\w./-]+@v\d+", step["uses"]) for step in steps if "uses" in step), workflow.name


# Floors of the house, lowest first. A module imports from its own floor or a lower one.
FLOORS = [
    {"errors", "paths", "bootstrap", "stated"},
    {"record", "known", "disputes"},
    {"sources", "sourcing", "citing", "bibliographies", "validation", "provenance", "releases", "changes", "earlier", "wording", "spellings", "citable", "ledger", "edition", "citation_files"},
    {"ceasefires", "meetings", "intensity", "exchanges", "voting", "drafts", "genealogy", "bargaining", "scenarios", "observables", "zones", "clauses", "deals", "participation", "readouts", "grading", "reliability", "codability", "values", "boundaries", "moments"},
    {"display", "drawing"},
    {"figures", "tables"},
    {"execution", "execute_command", "kernels", "notebooks", "nursery", "contribute"},
    {"publishing", "exports", "database", "usage", "dataset_metadata", "bookmarks", "since", "permanence", "links"},
    {"bench", "releasing", "__main__"},
]


def _floor(module: str) -> int:
    part = module.split(".")[1] if "." in module else module
    if module.startswith("helpers.figures.theme"):
        return 0  # palette and type: plain values that charts and pages share
    for number, names in enumerate(FLOORS):
        if part in names or part.split("_")[0] in names:
            return number
    raise AssertionError(f"{module} stands on no floor: name it in FLOORS")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT / "src" / "helpers").as_posix())
def test_module_imports_downwards_only_and_has_one_job(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) < 300, "a module that grows past 250 lines has two jobs; past 300 it must be parted"
    name = ".".join(("helpers", *path.relative_to(ROOT / "src" / "helpers").with_suffix("").parts))
    if name == "helpers.__init__":
        return
    for node in ast.walk(ast.parse(text)):
        imported: list[str] = []
        if isinstance(node, ast.Import):
            imported = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are absolute here"
            imported = [f"{node.module}.{alias.name}" for alias in node.names]
        for target in imported:
            if target.startswith("helpers.") and target != "helpers.__version__":
                assert _floor(target) <= _floor(name), f"line {node.lineno}: {name} must not import {target}"
