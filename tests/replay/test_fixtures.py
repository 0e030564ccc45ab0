"""The recorded fixtures: true to the server of today, whole, and «snapshot + entries == fresh snapshot» in each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.replay import recorder
from tests.support.fold import fold, view_of
from tests.support.postgres import Server

NAMES = sorted(path.name for path in recorder.FOLDER.glob("*.json"))


WAYS = ("live", "replayed")


def read(name: str) -> dict[str, Any]:
    fixture: dict[str, Any] = json.loads((recorder.FOLDER / name).read_text())
    return fixture


async def test_the_committed_fixtures_are_what_the_doors_give_today(postgres_18: Server) -> None:
    fresh = await recorder.record(postgres_18)
    assert sorted(fresh) == NAMES
    for name, fixture in fresh.items():
        now, kept = recorder.text_of(fixture), (recorder.FOLDER / name).read_text()
        assert now.splitlines() == kept.splitlines(), f"{name}: record again with `make fixtures`"


def told(name: str) -> str:
    """Everything that was sent between the first and the last snapshot."""
    return json.dumps(read(name)["entries"], ensure_ascii=False)


@pytest.mark.parametrize("audience", recorder.AUDIENCES)
def test_every_kind_is_between_two_snapshots_of_a_fixture(audience: str) -> None:
    for way in WAYS:
        fixture = read(f"every-kind-{audience}-{way}.json")
        assert {entry["kind"] for entry in fixture["entries"]} == recorder.KINDS[audience]


def test_a_fixture_is_longer_than_the_window_of_a_snapshot() -> None:
    assert read("long-desk-live.json")["snapshots"][-1]["snap"]["first"] > 1


def test_whoever_was_away_is_never_sent_what_was_erased() -> None:
    for audience in recorder.AUDIENCES:
        live, replayed = (told(f"every-kind-{audience}-{way}.json") for way in WAYS)
        assert "Карта" in live
        assert "Карта" not in replayed


def test_the_visitor_is_never_sent_what_was_said_among_the_team() -> None:
    secrets = ("Постоянный", "не то окно", "знает доставку", "конец смены", "ответ дан", "Кузнецова", '"internal"')
    secrets += ("Позвоню", "доставка", "обещала", "snoozed", "tagged")
    for way in WAYS:
        visitor, desk = (told(f"every-kind-{who}-{way}.json") for who in ("visitor", "desk"))
        assert [secret for secret in secrets if secret in visitor] == []
        assert [secret for secret in secrets if secret not in desk] == (["не то окно"] if way == "replayed" else [])


@pytest.mark.parametrize("name", NAMES)
def test_every_snapshot_plus_the_entries_after_it_is_every_later_snapshot(name: str) -> None:
    fixture = read(name)
    assert list(pairs(fixture))
    for start, end, between in pairs(fixture):
        fresh = view_of(fixture["audience"], end)
        assert fold(view_of(fixture["audience"], start), between).since(fresh.first) == fresh.since(fresh.first)


def pairs(fixture: dict[str, Any]) -> Iterator[tuple[Any, Any, list[Any]]]:
    shots = fixture["snapshots"]
    for i, start in enumerate(shots):
        for end in shots[i + 1 :]:
            between = [entry for entry in fixture["entries"] if start["after"] < entry["n"] <= end["after"]]
            yield start["snap"], end["snap"], between


def test_the_fixtures_lie_where_the_browser_side_looks_for_them() -> None:
    test = (Path(__file__).parents[2] / "web/core/test/fold.test.ts").read_text()
    assert "tests/replay/fixtures" in test
