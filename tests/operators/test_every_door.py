"""Every address and every frame says what it needs; what says nothing is closed. `docs/access.md` shows the tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from pult.channels.webchat import frames as visitors
from pult.desk import frames
from pult.kit.web import PUBLIC
from pult.operators.rules import TABLE, Permission, Role
from tests.support.access import PAGE, application, doors_of, page


@pytest.fixture
async def app(tmp_path: Path) -> Litestar:
    return await application(tmp_path)


async def test_every_address_has_declared_what_it_needs(app: Litestar) -> None:
    doors = doors_of(app)
    assert len(doors) > 35
    assert [door for door, needed in doors.items() if needed not in {PUBLIC, *Permission}] == []


async def test_every_frame_of_the_desk_has_declared_what_it_needs() -> None:
    assert set(frames.NEEDS) == set(frames.COMMANDS)
    assert set(frames.NEEDS.values()) <= {
        Permission.TALKS_READ,
        Permission.TALKS_NOTE,
        Permission.TALKS_WRITE,
        Permission.TALKS_LEAD,
    }
    assert visitors.COMMANDS  # a visitor's frames are about their own talk alone and need no role


async def test_public_addresses_are_these_and_no_other(app: Litestar) -> None:
    public = {door for door, needed in doors_of(app).items() if needed == PUBLIC}
    pages = r"/|/healthz|/desk.*|/widget.*|/files/.*|/faces/.*|/tell.*|/side/.*|/api/wall"
    known = rf"GET ({pages}|/api/tell|/api/widget/\S+/(boot|standing))"
    rest = {door for door in public if not re.fullmatch(known, door)}
    assert rest == {
        "POST /api/session",
        "DELETE /api/session",
        "POST /api/join",
        "POST /api/join/look",
        "POST /api/tell",
        "POST /side/{token:str}",
        "POST /api/tell/off",
        "POST /api/widget/{key:str}/files/{upload:uuid}",
        "OPTIONS /api/widget/{key:str}/boot",
    }


async def test_the_page_shows_the_table_that_the_doors_use(app: Litestar) -> None:
    written = PAGE.read_text()
    for table in page(doors_of(app)):
        assert table in written, f"write it anew: python -m tests.support.access\n{table}"


def test_roles_grow_and_only_the_administrator_may_everything() -> None:
    viewer, operator, supervisor, admin = (
        TABLE[role] for role in (Role.VIEWER, Role.OPERATOR, Role.SUPERVISOR, Role.ADMIN)
    )
    assert viewer < operator < supervisor < admin == set(Permission)
    assert not {one for one in viewer if one.endswith((".write", ".note", ".manage", ".release"))}
    assert viewer < TABLE[Role.SPECIALIST] < supervisor
    assert not TABLE[Role.SPECIALIST] & {Permission.TALKS_WRITE, Permission.TALKS_LEAD}


def test_an_application_without_the_guard_would_be_noticed(app: Litestar) -> None:
    assert len(app.guards) == 1
    assert all(isinstance(route, HTTPRoute) for route in app.routes), "a route of another kind passes no guard"
