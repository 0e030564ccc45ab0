"""The demo's people and its site. The password is made once and kept in the data folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from pult.channels.webchat.site import SECRET, secret_context
from pult.demo.site import with_demo
from pult.live.asgi import Application
from pult.wiring import Node

SITE = "demo"
PEOPLE = (("anna", "Анна Кузнецова", "Анна"), ("boris", "Борис Ёлкин", "Борис"))


class Demo:
    """`serving.Guest`: two operators and a shop."""

    async def move_in(self, node: Node) -> list[str]:
        """Make accounts and site (again and again: nothing is doubled)."""
        settings = node.settings
        password = _password(settings.data / "demo-password")
        for login, name, public_name in PEOPLE:
            await node.accounts.put(login=login, name=name, public_name=public_name, password=password)
        old = node.connections.by_key(SITE)
        kept: list[str] = old.settings.get("domains", []) if old else []
        domains = {f"http://demo.localhost:{settings.port}", *kept}
        before = old.settings if old else {}
        settings_now = {**before, "domains": sorted(domains), "peek": True, SECRET: sealed(node)}
        await node.connections.connect(kind="webchat", key=SITE, name="Лавка «Север»", settings=settings_now)
        return [
            f"Demo site  http://demo.localhost:{settings.port}/",
            f"Sign in    anna or boris, password {password}",
        ]

    def wrap(self, application: Application, node: Node) -> Application:
        """Answer for `demo.localhost`."""
        return with_demo(application, origin=node.settings.origin, key=SITE, secret=site_secret(node))


def site_secret(node: Node) -> str:
    """What the shop signs with: the same after every start."""
    return node.key.derive("demo site").hex()


def sealed(node: Node) -> str:
    """The same as it is kept."""
    return node.vault.seal(site_secret(node), context=secret_context(SITE))


def _password(path: Path) -> str:
    """Made once, readable by its owner only."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(password + "\n")
        return password
