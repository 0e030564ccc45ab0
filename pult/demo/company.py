"""The demo's people and its site. The password is made once and kept in the data folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from pult.channels.webchat.site import SECRET, checked, secret_context
from pult.demo.settings import ORDER, SHOP
from pult.demo.site import with_demo
from pult.live.asgi import Application
from pult.wiring import Node

SITE = "demo"
ORDER_SITE = "demo-order"
PEOPLE = (("anna", "Анна Кузнецова", "Анна"), ("boris", "Борис Ёлкин", "Борис"))


class Demo:
    """`serving.Guest`: two operators and a shop."""

    async def move_in(self, node: Node) -> list[str]:
        """Make accounts and site (again and again: nothing is doubled)."""
        settings = node.settings
        password = _password(settings.data / "demo-password")
        for login, name, public_name in PEOPLE:
            await node.accounts.put(login=login, name=name, public_name=public_name, password=password)
        await _site(node, SITE, SHOP)
        await _site(node, ORDER_SITE, ORDER)
        return [
            f"Demo site  http://demo.localhost:{settings.port}/",
            f"Sign in    anna or boris, password {password}",
        ]

    def wrap(self, application: Application, node: Node) -> Application:
        """Answer for `demo.localhost`."""
        return with_demo(
            application, origin=node.settings.origin, key=SITE, order_key=ORDER_SITE, secret=site_secret(node)
        )


async def _site(node: Node, key: str, begins: dict[str, Any]) -> None:
    """Connect a site with what it begins with; what was changed since stays."""
    old = node.connections.by_key(key)
    before = old.settings if old else checked(begins)
    domains = {f"http://demo.localhost:{node.settings.port}", *before.get("domains", [])}
    settings = {**before, "domains": sorted(domains), "peek": True, SECRET: sealed(node, key)}
    await node.connections.connect(kind="webchat", key=key, name="Лавка «Север»", settings=settings)


def site_secret(node: Node) -> str:
    """What the shop signs with: the same after every start."""
    return node.key.derive("demo site").hex()


def sealed(node: Node, key: str = SITE) -> str:
    """The same as it is kept."""
    return node.vault.seal(site_secret(node), context=secret_context(key))


def _password(path: Path) -> str:
    """Made once, readable by its owner only."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(password + "\n")
        return password
