"""What must hold of a log whatever happened to those who wrote it: recounted from the entries, never believed."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

Row = dict[str, Any]
Frame = dict[str, Any]


class Talk(msgspec.Struct):
    """One talk as the database has it: its row and its log in order."""

    row: Row
    log: list[Row]

    @property
    def public(self) -> list[Row]:
        """What the visitor may see, in order."""
        return [entry for entry in self.log if entry["audience"] == "public"]


async def talks(line: asyncpg.Connection[asyncpg.Record]) -> dict[str, Talk]:
    """Public id → talk, read in one moment."""
    async with line.transaction(isolation="repeatable_read", readonly=True):
        rows = await line.fetch("SELECT * FROM conversations.conversation ORDER BY id")
        entries = await line.fetch("SELECT * FROM conversations.entry ORDER BY conversation_id, seq")
    logs: dict[int, list[Row]] = defaultdict(list)
    for entry in entries:
        logs[entry["conversation_id"]].append({**entry, "body": msgspec.json.decode(entry["body"])})
    return {row["public_id"]: Talk(dict(row), logs[row["id"]]) for row in rows}


async def check(line: asyncpg.Connection[asyncpg.Record]) -> dict[str, Talk]:
    """Numbers dense, counters and states equal to a recount, keys equal to their entries. Returns what was read."""
    found = await talks(line)
    for talk in found.values():
        check_numbers(talk)
        check_counters(talk)
    await _check_keys(line, found.values())
    await _check_deliveries(line, found.values())
    return found


def check_numbers(talk: Talk) -> None:
    """Both numbers count from 1 without a hole, and time does not run backwards."""
    where = f"talk {talk.row['id']}"
    assert [entry["seq"] for entry in talk.log] == list(range(1, len(talk.log) + 1)), where
    assert [entry["public_no"] for entry in talk.public] == list(range(1, len(talk.public) + 1)), where
    assert all((entry["public_no"] is None) == (entry["audience"] == "internal") for entry in talk.log), where
    times = [entry["at"] for entry in talk.log]
    assert times == sorted(times), where


def check_counters(talk: Talk) -> None:
    """The row says what the log says. A talk whose log tells of no status or holder may have been put there by hand."""
    row, where = talk.row, f"talk {talk.row['id']}"
    assert (row["last_seq"], row["last_public"]) == (len(talk.log), len(talk.public)), where
    if not talk.log:
        return
    assert row["last_at"] == talk.log[-1]["at"], where
    messages = [entry for entry in talk.log if entry["kind"] == "message"]
    if messages:
        assert row["last_by"] == messages[-1]["actor_kind"], where
        assert row["last_text"] == messages[-1]["body"].get("text", "")[:160] or messages[-1]["body"].get("erased"), (
            where
        )
    assert row["waiting_since"] == _waiting_since(talk), where
    status = [
        entry["body"]["to"] for entry in talk.log if entry["kind"] == "status" and entry["audience"] == "internal"
    ]
    assert not status or row["status"] == status[-1], where
    given = [
        entry["body"]["to"]
        for entry in talk.log
        if entry["kind"] in ("assigned", "transferred") and entry["audience"] == "internal"
    ]
    assert not given or (row["holder_kind"], row["holder_id"]) == (given[-1]["kind"], given[-1].get("id")), where
    rated = [entry["body"] for entry in talk.log if entry["kind"] == "rated"]
    assert not rated or msgspec.json.decode(row["rating"]) == rated[-1], where


def _waiting_since(talk: Talk) -> datetime.datetime | None:
    since = None
    for entry in talk.log:
        if entry["kind"] == "message":
            since = (since or entry["at"]) if entry["actor_kind"] == "contact" else None
        elif entry["kind"] == "status" and entry["body"]["to"] == "resolved":
            since = None
    return since


async def _check_keys(line: asyncpg.Connection[asyncpg.Record], found: Iterable[Talk]) -> None:
    """Each written operation has one key, and the key names the operation's first entry, its public number and time."""
    firsts: dict[tuple[int, UUID, int], tuple[Any, ...]] = {}
    for talk in found:
        for entry in talk.log:
            key = (talk.row["id"], entry["cid"], entry["actor_id"])
            number, public_no, at = firsts.get(key, (entry["seq"], None, entry["at"]))
            firsts[key] = (number, public_no if public_no is not None else entry["public_no"], at)
    keys = {
        (key["conversation_id"], key["cid"], key["sender"]): (key["seq"], key["public_no"], key["at"])
        for key in await line.fetch("SELECT * FROM conversations.entry_key WHERE outcome IS NULL")
    }
    assert keys == firsts


async def _check_deliveries(line: asyncpg.Connection[asyncpg.Record], found: Iterable[Talk]) -> None:
    rows = {(row["conversation_id"], row["seq"]) for row in await line.fetch("SELECT * FROM conversations.delivery")}
    said = {
        (talk.row["id"], entry["seq"])
        for talk in found
        for entry in talk.log
        if entry["kind"] == "message" and entry["actor_kind"] == "operator"
    }
    assert rows == said


def check_answers(found: Mapping[str, Talk], answers: Mapping[str, Frame], *, unknown: Iterable[str] = ()) -> None:
    """Every `ack` stands in the log exactly once where it says; every `error` never; the unknown at most once."""
    placed: dict[str, set[tuple[str, int]]] = defaultdict(set)
    by_number: dict[tuple[str, int], Row] = {}
    for public_id, talk in found.items():
        for entry in talk.log:
            cid = str(entry["cid"])
            first = min(e["seq"] for e in talk.log if e["cid"] == entry["cid"]) if cid not in placed else None
            if first is not None:
                placed[cid].add((public_id, first))
            elif (public_id, entry["seq"]) not in placed[cid]:
                assert any(where == public_id for where, _ in placed[cid]), f"{cid} stands in two talks"
            by_number[public_id, entry["seq"]] = entry
    for cid, answer in answers.items():
        if answer["t"] == "error":
            assert cid not in placed, f"{cid} was refused ({answer['code']}) and is in the log"
            continue
        ((public_id, seq),) = placed[cid]
        entries = [entry for entry in found[public_id].log if str(entry["cid"]) == cid]
        assert [entry["seq"] for entry in entries] == list(range(seq, seq + len(entries))), cid
        numbers = {entries[0]["seq"], next((e["public_no"] for e in entries if e["public_no"]), None)}
        assert answer["conv"] == public_id and answer["n"] in numbers, (answer, numbers)
        assert answer["at"] == milliseconds(entries[0]["at"]), answer
    for cid in placed.keys() - answers.keys() - set(unknown):
        raise AssertionError(f"{cid} is in the log, yet nobody knows of it")


def milliseconds(at: datetime.datetime) -> int:
    """The wire's time."""
    return int(at.timestamp() * 1000)


def check_view(talk: Talk, view: Sequence[Frame], *, side: str, whole: bool = True) -> None:
    """What one client gathered is a prefix of its side of the log (all of it when `whole`), entry by entry in order."""
    log = talk.log if side == "desk" else talk.public
    assert not whole or len(view) == len(log), f"talk {talk.row['id']}, {side}: {len(view)} of {len(log)}"
    number = "seq" if side == "desk" else "public_no"
    gone = {entry["target_seq"] for entry in talk.log if entry["kind"] == "erased"}
    numbers = {entry["seq"]: entry[number] for entry in talk.log}
    for seen, entry in zip(view, log, strict=False):
        where = f"talk {talk.row['id']}, {side}: {seen} is not {entry}"
        assert seen["n"] == entry[number], where
        assert (seen["kind"], seen["at"]) == (entry["kind"], milliseconds(entry["at"])), where
        if side == "desk":
            assert (seen["aud"], seen["p"]) == (entry["audience"], entry["public_no"]), where
            assert (seen["by"]["kind"], seen["by"].get("id", entry["actor_id"])) == (
                entry["actor_kind"],
                entry["actor_id"],
            ), where
        else:
            assert "aud" not in seen and "p" not in seen and "id" not in seen["by"], where
            assert seen["by"]["kind"] == {"contact": "you"}.get(entry["actor_kind"], entry["actor_kind"]), where
        if entry["target_seq"] is not None:
            assert seen["target"] == numbers[entry["target_seq"]], where
        if not {entry["seq"], entry["target_seq"]} & gone:
            for field in ("text", "score", "of", "comment", "to"):
                if side == "desk" or field != "to":
                    assert seen.get(field) == entry["body"].get(field), where
