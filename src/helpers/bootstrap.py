"""From a bare clone to an environment that holds exactly the lock: the first step of every ``make`` target.

Runs on the system's Python with the standard library alone, before anything is installed. The file parses on Python
3.6, so that an old Python is told what is missing in one sentence. A run with nothing to do takes milliseconds.
"""

import os
import sys

OLDEST = (3, 11)
MARKER = "installing"  # stands in .venv while packages arrive: what an interrupted run leaves is never trusted
STAMP = "record-stamp.json"

# Of the person's pip settings, those that say where packages come from stay; those that say which packages, or where
# they go (user, target, prefix, constraint …), would make another environment than the lock's.
PIP_KEPT = (
    "INDEX_URL EXTRA_INDEX_URL FIND_LINKS NO_INDEX PROXY CERT CLIENT_CERT TRUSTED_HOST TIMEOUT DEFAULT_TIMEOUT "
    "RETRIES CACHE_DIR NO_CACHE_DIR CONFIG_FILE KEYRING_PROVIDER"
).split()


class SetupError(Exception):
    """The environment cannot be made; the text is the sentence that a person reads."""


def too_old(version, name):
    """The sentence for a Python of this version, or an empty text if it is new enough."""
    if tuple(version[:2]) >= OLDEST:
        return ""
    return (
        "The book needs Python {}.{} or newer, and {} is Python {}.{}.{}: "
        "install a newer one, or name one that is there, as in `make book PYTHON=python3.12`."
    ).format(*(OLDEST + (name,) + tuple(version[:3])))


def digest(path):
    """SHA-256 of a file's bytes, as hexadecimal text."""
    import hashlib

    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def environment():
    """The person's environment without what would lead pip or Python to another place than ``.venv``."""
    kept = {"PIP_" + name for name in PIP_KEPT}
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PIP_") or key in kept}
    for key in ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP"):
        clean.pop(key, None)
    clean.update(PYTHONNOUSERSITE="1", PIP_USER="0", PIP_NO_INPUT="1", PIP_DISABLE_PIP_VERSION_CHECK="1")
    return clean


class Checkout:
    """A checkout of the book and its ``.venv``.

    Args:
        root: folder with ``requirements.txt`` and ``pyproject.toml``; may hold spaces, and may be moved later.
        asked: whether the person named this Python, so that an environment of another version gives way.
    """

    def __init__(self, root, asked=False):
        self.root, self.asked = os.path.realpath(root), asked
        self.venv = os.path.join(self.root, ".venv")
        self.python = os.path.join(self.venv, "bin", "python")
        self.stamp = os.path.join(self.venv, STAMP)
        self.marker = os.path.join(self.venv, MARKER)
        self.log = os.path.join(self.venv, "setup.log")

    def wanted(self, lab=False):
        """What a complete environment is: where it lies (its scripts hold absolute paths), of which Python and locks."""
        names = {"lock": "requirements.txt", "package": "pyproject.toml"}
        if lab:
            names["lab"] = "requirements-lab.txt"
        found = {key: digest(os.path.join(self.root, name)) for key, name in names.items()}
        return dict(found, root=self.root, python=os.path.realpath(self.python), pins=sorted(self.pins("requirements.txt")))

    def pins(self, name):
        """Names of the packages in a lock; one stands there more than once if systems differ in its version."""
        with open(os.path.join(self.root, name), encoding="utf-8") as file:
            return [line.split("==")[0] for line in file if "==" in line and not line.startswith(("#", " "))]

    def stored(self):
        """What the last complete run wrote down; nothing if there was none."""
        import json

        try:
            with open(self.stamp, encoding="utf-8") as file:
                return json.load(file)
        except (OSError, ValueError):
            return {}

    def stale(self, lab=False):
        """The steps that are due, of "create", "lock", "lab", "package"; an empty list when nothing is."""
        everything = ["create", "lock", "package"] + (["lab"] if lab else [])
        if not os.path.exists(self.python) or os.path.exists(self.marker):
            return everything
        stored = self.stored()
        if not stored:
            # Made by hand, by another tool: no reason to throw it away if it can be brought to the lock.
            usable = _runs([self.python, "-c", "import sys, pip; sys.exit(sys.version_info < {})".format(OLDEST)])
            return everything[1:] if usable else everything
        wanted = self.wanted(lab)
        if any(stored.get(key) != wanted[key] for key in ("root", "python")):
            return everything
        if self.asked and stored.get("version") != list(sys.version_info[:2]):
            return everything
        return [key for key in ("lock", "lab", "package") if key in wanted and stored.get(key) != wanted[key]]

    def create(self):
        """Put an empty environment in place of ``.venv``; by ``virtualenv`` where the system leaves ``venv`` out."""
        import shutil

        if too_old(sys.version_info, sys.executable):
            raise SetupError(too_old(sys.version_info, sys.executable))
        base = getattr(sys, "_base_executable", "") or sys.executable  # this Python may be the one just removed
        for python, modules, command in (
            (base, "venv, ensurepip; ensurepip.version()", ["venv"]),
            (sys.executable, "virtualenv", ["virtualenv", "--quiet"]),
        ):
            if _runs([python, "-c", "import " + modules]):
                version = ".".join(map(str, sys.version_info[:3]))
                print("Setting up .venv with Python {} (once; some minutes, 1 GB).".format(version), flush=True)
                shutil.rmtree(self.venv, ignore_errors=True)
                made, output = _output([python, "-m"] + command + [self.venv])
                if made == 0:
                    return
                raise SetupError("No virtual environment could be made in {}: {}.".format(self.venv, _last(output)))
        raise SetupError(
            "{} has no venv module to make a virtual environment with: install it (the package python3-venv of Debian "
            "and Ubuntu), or `pip install virtualenv`, and run the same command again.".format(base)
        )

    def install(self, name, pass_fds=()):
        """Bring ``.venv`` to one lock, every package with its digest and none built here, telling how far it is."""
        import subprocess
        import time

        lock, total = os.path.join(self.root, name), len(self.pins(name))
        command = [self.python, "-m", "pip", "install", "--progress-bar=off", "--require-hashes", "--only-binary", ":all:"]
        begun = time.monotonic()
        with open(self.log, "w+", encoding="utf-8", errors="replace") as log:
            streams = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": subprocess.STDOUT}
            pip = subprocess.Popen(command + ["-r", lock], env=environment(), pass_fds=pass_fds, **streams)
            while pip.returncode is None:
                try:
                    pip.wait(0.5 if sys.stdout.isatty() else 10)
                except subprocess.TimeoutExpired:
                    _show(_progress(name, self.log, self.venv, total), time.monotonic() - begun)
                except BaseException:
                    pip.terminate()
                    raise
        if pip.returncode:
            with open(self.log, encoding="utf-8", errors="replace") as log:
                reason = _last(log.read(), "ERROR: ")
            raise SetupError(
                "The packages of {} could not be installed: {}. All that pip said is in {}; "
                "run the same command again to repeat.".format(name, reason, self.log)
            )
        _show("{}: every package is installed".format(name), time.monotonic() - begun, last=True)

    def link(self):
        """Make this checkout's own package known to ``.venv`` (its entry points are how Sphinx and MyST-NB find it)."""
        options = ["--no-deps", "--no-build-isolation", "--no-index", "--editable", self.root]
        code, output = _output([self.python, "-m", "pip", "install"] + options)
        if code:
            raise SetupError("The package of this checkout could not be installed: {}.".format(_last(output, "ERROR: ")))

    def ready(self, lab=False):
        """Do what is due, and only that. SetupError: something is missing that only the person can supply."""
        if not self.stale(lab):
            return
        import fcntl
        import json

        held = os.open(self.root, os.O_RDONLY)  # two makes at once: the second waits; pip holds it too, if we are killed
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("Another command is setting up this checkout: waiting for it.", flush=True)
            fcntl.flock(held, fcntl.LOCK_EX)
        due = self.stale(lab)
        if "create" in due:
            self.create()
        if due:
            open(self.marker, "w").close()
            if "lock" in due:
                gone = sorted(set(self.stored().get("pins", [])) - set(self.pins("requirements.txt")))
                self.install("requirements.txt", (held,))
                if gone:
                    _output([self.python, "-m", "pip", "uninstall", "--yes"] + gone)
            if "lab" in due:
                self.install("requirements-lab.txt", (held,))
            self.link()
            version = json.loads(_output([self.python, "-c", "import sys; print(list(sys.version_info[:2]))"])[1])
            with open(self.stamp, "w", encoding="utf-8") as file:
                json.dump(dict(self.wanted(lab), version=version), file, indent=1, sort_keys=True)
            os.remove(self.marker)
        os.close(held)


def _output(command):
    """Exit code and printed text of a command."""
    import subprocess

    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment())
    return done.returncode, done.stdout.decode("utf-8", "replace")


def _runs(command):
    try:
        return _output(command)[0] == 0
    except OSError:
        return False


def _last(text, prefix=""):
    """The last line that starts so (else the last line at all): where tools put what matters."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    marked = [line[len(prefix):] for line in lines if line.startswith(prefix)]
    return (marked or lines or ["no reason given"])[-1].rstrip(".")


def _progress(name, log, venv, total):
    """How far pip is, from its log while it fetches and from the folder while it unpacks."""
    import glob

    with open(log, encoding="utf-8", errors="replace") as file:
        lines = file.read().splitlines()
    total -= sum(line.startswith("Ignoring ") for line in lines)
    count, what = sum(line.startswith("Collecting ") for line in lines), "looked up and fetched"
    if any(line.startswith("Installing collected") for line in lines):
        placed = glob.glob(os.path.join(glob.escape(venv), "lib", "python*", "site-packages", "*.dist-info"))
        count, what = min(len(placed), total), "installed"
    return "{}: {} of {} packages {}".format(name, count, total, what)


def _show(text, seconds, last=False):
    before, after = ("\r\033[K", "\n" if last else "") if sys.stdout.isatty() else ("", "\n")
    print("{}  {}, {:.0f} s".format(before, text, seconds), end=after, flush=True)


def main(arguments):
    """Make the checkout that this file lies in ready. ``--lab``: JupyterLab too; ``--asked``: this Python was named."""
    import signal

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    here = os.path.dirname(os.path.abspath(__file__))
    try:
        Checkout(os.path.join(here, "..", ".."), asked="--asked" in arguments).ready(lab="--lab" in arguments)
    except KeyboardInterrupt:
        print("\nInterrupted: the next run of the same command begins the setup again.", file=sys.stderr)
        return 130
    except (SetupError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
