"""A uvicorn server whose websockets are a hub's, on the same port as an ASGI application."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, Literal

import uvicorn

from pult.live.asgi import Application, with_sockets

if TYPE_CHECKING:
    from pult.live.hub import Hub

Implementation = Literal["picows", "uvicorn"]


class Server(uvicorn.Server):
    """Sends the hub's clients away, with a hint when to come back, before uvicorn closes what is left."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub = hub
        self.ready = asyncio.Event()
        """Set once the port is open."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the port."""
        await super().startup(sockets)
        self.ready.set()

    async def listen(self, listener: socket.socket, started: Callable[[], object]) -> None:
        """Serve on an open socket until cancelled, then end in order; `started` is called once the port is open."""
        running = asyncio.create_task(self.serve(sockets=[listener]), name="http")
        ready = asyncio.create_task(self.ready.wait(), name="http ready")
        try:
            await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
            started()
            await asyncio.shield(running)
        except asyncio.CancelledError:
            self.should_exit = True
            with contextlib.suppress(TimeoutError, asyncio.CancelledError):
                await asyncio.wait_for(running, 15)
            raise

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leave signals to the command line, which stops the database after us."""
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening, let go of the sockets, then of the HTTP connections."""
        for server in self.servers:
            server.close()
        await self._hub.shutdown()
        await super().shutdown(sockets)


def server(application: Application, hub: Hub, *, implementation: Implementation = "picows", **options: Any) -> Server:
    """A server ready for `serve()`. `options` are uvicorn's (host, port, fd, log_config, lifespan, …)."""
    return Server(uvicorn.Config(**settings(application, hub, implementation=implementation), **options), hub)


def settings(application: Application, hub: Hub, *, implementation: Implementation = "picows") -> dict[str, Any]:
    """The part of uvicorn's configuration that the sockets decide."""
    # Forwarded headers are ours to judge (upgrade.TrustedProxies): uvicorn's own middleware believes every local peer,
    # and would run for one of the two implementations only.
    shared = {
        # Longer than proxies keep an idle connection to us (nginx and most clouds: 60 s). Whoever closes it must not be
        # us, while the next request is already under way.
        "timeout_keep_alive": 75,
        "proxy_headers": False,
        "http": "httptools",
        "loop": "uvloop",
        "interface": "asgi3",
        "server_header": False,
    }
    if implementation == "picows":
        from pult.live.picows_protocol import protocol_class  # The fallback must not need picows.

        return {"app": application, "ws": protocol_class(hub), **shared}
    return {
        "app": with_sockets(application, hub),
        "ws": "websockets-sansio",
        "ws_max_size": hub.limits.frame_bytes,
        "ws_ping_interval": hub.periods.ping,
        "ws_ping_timeout": hub.periods.ping,
        "ws_per_message_deflate": False,
        **shared,
    }


async def run_until_cancelled(
    application: Application,
    hub: Hub,
    *,
    implementation: Implementation,
    listener: socket.socket,
    started: Callable[[], object],
) -> None:
    """Serve on a bound socket; `started` is called once the port is open. Cancelled, it lets everybody go in order."""
    web = server(
        application,
        hub,
        implementation=implementation,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=5,
    )
    await web.listen(listener, started)
