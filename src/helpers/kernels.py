"""Kernels for running notebooks: on Linux from a nursery, elsewhere as Jupyter starts them."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, ClassVar

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from helpers import drawing

NAME = "helpers-nursery"


class Kernel:
    """A kernel that the nursery bore, in the manner of ``subprocess.Popen``."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        """None while the kernel lives."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    wait = poll  # Jupyter waits only for what has ended

    def send_signal(self, number: int) -> None:
        """Send a signal, if there is still somebody to get it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


class FromNursery(LocalProvisioner):
    """Jupyter's way to have its kernels started otherwise."""

    nursery: ClassVar[subprocess.Popen[str]]

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Have a kernel born that takes the arguments of ``cmd``."""
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        line = json.dumps({"arguments": arguments, "folder": str(kwargs.get("cwd") or os.getcwd())})
        assert self.nursery.stdin and self.nursery.stdout
        self.nursery.stdin.write(line + "\n")
        self.nursery.stdin.flush()
        self.process = Kernel(int(self.nursery.stdout.readline()))
        self.pid = self.pgid = self.process.pid
        return self.connection_info


@contextlib.contextmanager
def _begun(command: list[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A process that ends when its input does; Ctrl-C does not reach it."""
    process = subprocess.Popen(command, env=dict(environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdin and process.stdout
    try:
        yield process
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


@contextlib.contextmanager
def nursery(environment: Mapping[str, str]) -> Iterator[None]:
    """Within the context Jupyter's kernels are forks of one process with this environment, and one process draws for all.

    Elsewhere than on Linux nothing changes: not every library there may be used after a fork.
    """
    if sys.platform != "linux":
        yield
        return
    script = str(Path(__file__).with_name("nursery.py"))
    factory = KernelProvisionerFactory.instance()
    usual = factory.default_provisioner_name
    with contextlib.ExitStack() as stack:
        address = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="draw-"))) / "socket"
        artist = stack.enter_context(_begun([sys.executable, "-m", drawing.__name__, str(address)], environment))
        environment = {**environment, drawing.ENVIRONMENT: str(address)}
        FromNursery.nursery = stack.enter_context(_begun([sys.executable, "-P", "-W", "ignore", script], environment))
        for process in (artist, FromNursery.nursery):
            if process.stdout.readline() != "ready\n":  # type: ignore[union-attr]
                raise RuntimeError("a process that helps to run notebooks could not begin")
        factory.provisioners[NAME] = EntryPoint(NAME, f"{__name__}:FromNursery", "jupyter_client.kernel_provisioners")
        factory.default_provisioner_name = NAME
        try:
            yield
        finally:
            factory.default_provisioner_name = usual
