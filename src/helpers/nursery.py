"""Kernels as forks of one process that has already imported what every chapter needs: seconds become tenths.

Run as a script (``python -P nursery.py``) it imports, says ``ready``, and forks a kernel for each line that it reads, a
JSON object with the kernel's arguments and folder; it answers with the kernel's process id. When its input ends, it ends
its kernels and itself. It must not import ``helpers``: which of its modules a notebook uses is found out in the kernel.
"""

import contextlib
import json
import os
import signal
import sys


def bear(arguments, folder):
    """In the fork: become a kernel."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.chdir(folder)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance(argv=arguments)


def main():
    """Import, then fork on demand."""
    import altair  # noqa: F401
    import ipykernel.ipkernel
    import ipykernel.kernelapp
    import pandas  # noqa: F401
    import vl_convert  # noqa: F401

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are not waited for: whether one lives is asked of the system
    print("ready", flush=True)
    kernels = []
    for line in sys.stdin:
        wanted = json.loads(line)
        pid = os.fork()
        if not pid:
            try:
                bear(wanted["arguments"], wanted["folder"])
            finally:
                os._exit(0)
        kernels.append(pid)
        print(pid, flush=True)
    for pid in kernels:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
