"""Sending files as the widget and the desk do."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import uuid4

import niquests

from tests.support.line import Door


def proof(key: str, token: str) -> dict[str, str]:
    """What a visitor's frame says with a file."""
    return {"x-pult-key": key, "x-pult-site": token}


async def visitor_sends(
    door: Door, key: str, data: Any, *, name: str = "photo.png", upload: str | None = None, **headers: str
) -> niquests.Response:
    """Upload one file as the visitor with this key."""
    head = {
        **proof(key, await door.boot()),
        "origin": door.base,
        "x-file-name": quote(name, safe=""),
        "content-type": "application/octet-stream",
        **headers,
    }
    async with niquests.AsyncSession() as session:
        url = f"{door.base}/api/widget/{door.site}/files/{upload or uuid4()}"
        return await session.post(url, data=data, headers=head)


async def operator_sends(
    door: Door, session: niquests.AsyncSession, data: bytes, *, name: str = "act.pdf"
) -> niquests.Response:
    """Upload one file as an operator."""
    head = {"origin": door.base, "x-file-name": quote(name, safe=""), "content-type": "application/octet-stream"}
    return await session.post(f"{door.base}/api/files/{uuid4()}", data=data, headers=head)


async def fetch(door: Door, path: str, *, session: niquests.AsyncSession | None = None) -> niquests.Response:
    """Ask for an address of a file."""
    async with niquests.AsyncSession() as own:
        return await (session or own).get(f"{door.base}{path}")
