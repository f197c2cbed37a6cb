"""A small TCP proxy that can fall silent: it accepts everything, forwards nothing, closes nothing."""

from __future__ import annotations

import selectors
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_AT_ONCE = 65_536


class SilentProxy:
    """Forwards to `port` on loopback while it is not `silent`. `connect` opens the connection to the server."""

    def __init__(self, connect: Callable[[], socket.socket]) -> None:
        self._connect = connect
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.silent = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End every connection."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        other: dict[socket.socket, socket.socket] = {}
        with selectors.DefaultSelector() as ready:
            ready.register(self._listener, selectors.EVENT_READ)
            while not self._ended.is_set():
                for key, _ in ready.select(0.02):
                    if key.fileobj is self._listener:
                        pair = self._listener.accept()[0], self._connect()
                        other.update(zip(pair, reversed(pair), strict=True))
                        for end in pair:
                            ready.register(end, selectors.EVENT_READ)
                    elif key.fileobj in other:  # the other end, ready in the same moment, may have closed it just now
                        self._pass_on(key.fileobj, other, ready)
            for end in (*other, self._listener):
                end.close()

    def _pass_on(
        self, end: socket.socket, other: dict[socket.socket, socket.socket], ready: selectors.BaseSelector
    ) -> None:
        try:
            data = end.recv(_AT_ONCE)
            if data and not self.silent:
                other[end].sendall(data)
        except OSError:
            data = b""
        if not data:
            for each in (end, other[end]):
                ready.unregister(each)
                each.close()
                del other[each]


@contextmanager
def silent_proxy(connect: Callable[[], socket.socket]) -> Iterator[SilentProxy]:
    """A proxy, closed afterwards."""
    proxy = SilentProxy(connect)
    try:
        yield proxy
    finally:
        proxy.close()
