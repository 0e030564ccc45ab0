"""The demo's people and its site. The password is made once and kept in the data folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from pult.gateway.connections import Connections
from pult.operators.commands import Accounts

SITE = "demo"
PEOPLE = (("anna", "Анна Кузнецова", "Анна"), ("boris", "Борис Ёлкин", "Борис"))


async def move_in(*, data: Path, accounts: Accounts, connections: Connections, port: int) -> str:
    """Make accounts and site (again and again: nothing is doubled); the operators' password."""
    path = data / "demo-password"
    try:
        password = path.read_text().strip()
    except FileNotFoundError:
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(password + "\n")
    for login, name, public_name in PEOPLE:
        await accounts.put(login=login, name=name, public_name=public_name, password=password)
    old = connections.by_key(SITE)
    domains = {f"http://demo.localhost:{port}", *(old.settings.get("domains", []) if old else [])}
    await connections.connect(kind="webchat", key=SITE, name="Лавка «Север»", settings={"domains": sorted(domains), "peek": True})
    return password
