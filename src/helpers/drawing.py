"""Vega-Lite to SVG, here or by a process that has already started the engine, which takes a second each time.

While notebooks run side by side one process draws for all of them (``python -m helpers.drawing <address>``); a
kernel finds its address in the environment. A notebook that runs alone, in JupyterLab or under nbval, draws by itself.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from multiprocessing.connection import Client, Connection, Listener

ENVIRONMENT = "NEGOTIATION_RECORD_DRAWING"


def here(spec: str) -> str:
    """Draw in this process.

    Args:
        spec: a Vega-Lite specification as JSON text.

    Raises:
        ValueError: the engine refuses the specification.
    """
    import vl_convert

    from helpers.figures import theme

    theme.register_fonts()
    return vl_convert.vegalite_to_svg(spec)


def svg(spec: str) -> str:
    """Draw, by the process that the environment names if it answers, otherwise here. ValueError: as for ``here``."""
    if address := os.environ.get(ENVIRONMENT):
        with contextlib.suppress(OSError, EOFError):
            with Client(address, "AF_UNIX") as connection:
                connection.send(spec)
                drawn, text = connection.recv()
            if not drawn:
                raise ValueError(text)
            return text
    return here(spec)


def _answer(connection: Connection) -> None:
    with connection, contextlib.suppress(OSError, EOFError):  # who asked may be gone
        try:
            reply = True, here(connection.recv())
        except Exception as error:  # whatever it is, it is the asker's to show
            reply = False, str(error)
        connection.send(reply)


def serve(address: str) -> None:
    """Draw for all who ask at a socket, until the input ends."""
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    threading.Thread(target=here, args=('{"mark":"bar","data":{"values":[]}}',)).start()  # begin before the first asks
    with Listener(address, "AF_UNIX", backlog=64) as listener:
        print("ready", flush=True)
        while True:
            threading.Thread(target=_answer, args=(listener.accept(),), daemon=True).start()


if __name__ == "__main__":
    serve(sys.argv[1])
