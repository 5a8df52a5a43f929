"""`provenance serve` as a process of its own, for as long as it is timed."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

PATIENCE_SECONDS = 60


@contextmanager
def running_server(database: Path, *options: str) -> Iterator[str]:
    """Start the server, wait until it answers, give its address, and stop it in the end."""
    port = _find_port()
    command = [sys.executable, "-m", "provenance", "serve", "--db", str(database), "--port", str(port), *options]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command) as server:  # noqa: S603 (a command of our own)
        try:
            _wait(server, address)
            yield address
        finally:
            server.terminate()


def _find_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(server: "subprocess.Popen[bytes]", address: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            httpx.get(f"{address}/-/versions.json", timeout=5).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the server does not answer at {address}")
