"""A talk as a person sees it: a snapshot plus the entries after it, by the protocol's rules for both audiences. Pure.

The promise that the replay tests hold the server to: for any two snapshots of one talk, folding the entries between
them into the first gives the second, from the second's window on. Read marks come by frames of their own and are not
folded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Audience = Literal["desk", "visitor"]
Json = dict[str, Any]
SAID = ("message", "note")
MORE = ("quote", "files", "form", "answers")
"""What else a message may carry; erasing takes it too."""
BESIDE = ("promised", "tagged", "joined", "weighed", "part")
TWINS = ("assigned", "transferred", "status")
"""Facts with a private half: the desk reads the internal entry and passes over its public twin."""


@dataclass(frozen=True)
class View:
    """`lines` by number, in order; `first` is the oldest number of the window."""

    audience: Audience
    state: Json
    top: int
    first: int
    lines: dict[int, Json] = field(default_factory=dict)

    def since(self, first: int) -> View:
        """The same with a window that begins at `first`, without read marks: what two views of one moment share."""
        state = {key: value for key, value in self.state.items() if key != "marks"}
        return replace(self, state=state, first=first, lines={n: line for n, line in self.lines.items() if n >= first})

    def without(self, numbers: Iterable[int]) -> View:
        """The same without these lines."""
        return replace(self, lines={n: line for n, line in self.lines.items() if n not in set(numbers)})


def view_of(audience: Audience, snap: Json) -> View:
    """The view of a `snap` frame."""
    empty = View(audience=audience, state={}, top=0, first=snap["first"])
    lines = empty.lines
    for entry in snap["entries"]:
        lines = _lines(replace(empty, lines=lines), entry)
    return replace(empty, lines=lines, state=snap["state"], top=snap["top"])


def fold(view: View, entries: Iterable[Json]) -> View:
    """The view after these entries. Raises AssertionError at a hole or a repeat."""
    for entry in entries:
        assert entry["n"] == view.top + 1, f"after {view.top} came {entry['n']}"
        state = _desk_state(view.state, entry) if view.audience == "desk" else _visitor_state(view.state, entry)
        view = replace(view, state=state, lines=_lines(view, entry), top=entry["n"])
    return view


def _lines(view: View, entry: Json) -> dict[int, Json]:
    lines, kind = view.lines, entry["kind"]
    if kind in ("edited", "erased"):
        line = lines.get(entry["target"])
        if line is None or line["erased"]:
            return lines
        gone = kind == "erased" or entry.get("erased", False)
        blank = {"text": None, "erased": True, "edited": None}
        if gone:
            return {**lines, entry["target"]: {k: v for k, v in line.items() if k not in MORE} | blank}
        return {**lines, entry["target"]: line | {"text": entry["text"], "edited": entry["at"]}}
    if view.audience == "desk" and kind in TWINS and entry["aud"] == "public":
        return lines
    if kind in SAID:
        gone = entry.get("erased", False)
        rest = {key: value for key, value in entry.items() if key not in ("text", "erased")}
        return {**lines, entry["n"]: {**rest, "text": None if gone else entry["text"], "erased": gone, "edited": None}}
    return {**lines, entry["n"]: {**entry, "erased": False}} if kind in (*TWINS, *BESIDE, "rated") else lines


def _beside(state: Json, entry: Json) -> Json:
    """What only the team does with a talk."""
    if entry["kind"] == "promised":
        return {**state, "promise": entry["promise"]}
    if entry["kind"] == "joined":
        others = [one for one in state["guests"] if one["id"] != entry["who"]["id"]]
        mine = [one for one in state["guests"] if one["id"] == entry["who"]["id"]]
        if entry["how"] in ("left", "removed"):
            return {**state, "guests": others}
        guest = {**entry["who"], "may": entry["may"], **{k: entry[k] for k in ("part", "stays") if k in entry}}
        # Who was there keeps her place.
        guests = [guest if one in mine else one for one in state["guests"]] if mine else [*others, guest]
        return {**state, "guests": guests}
    if entry["kind"] == "part":
        others = [one for one in state["parts"] if one["conv"] != entry["part"]]
        begun = [{"conv": entry["part"], "topic": entry["topic"]}] if entry["how"] == "begun" else []
        return {**state, "parts": [*others, *begun]}
    return {**state, "tags": entry["tags"]} if entry["kind"] == "tagged" else state


def _desk_state(state: Json, entry: Json) -> Json:
    kind = entry["kind"]
    if kind == "message":
        if entry["by"]["kind"] == "system" or entry.get("thanks"):
            return state
        since = (state["waiting"] or entry["at"]) if entry["by"]["kind"] == "contact" else None
        return {**state, "waiting": since}
    if kind == "rated":
        return {**state, "rated": _rating(entry)}
    if entry["aud"] == "public":
        return state
    if kind in ("assigned", "transferred"):
        return {**state, "holder": entry["to"]}
    if kind == "status":
        waiting = None if entry["to"] in ("resolved", "snoozed") else entry.get("waiting", state["waiting"])
        if entry["to"] == "open" and entry["by"]["kind"] == "contact":
            waiting = waiting or entry["at"]  # thanks that became a question
        more = {"topic": entry["topic"]} if entry.get("topic") else {}
        guests = [] if entry["to"] == "resolved" else state["guests"]
        return {
            **state,
            "status": entry["to"],
            "waiting": waiting,
            "until": entry.get("until"),
            "guests": guests,
            **more,
        }
    return _beside(state, entry)


def _visitor_state(state: Json, entry: Json) -> Json:
    kind = entry["kind"]
    if kind == "rated":
        return {**state, "rated": _rating(entry)}
    if kind in ("assigned", "transferred"):
        rest = {key: value for key, value in state.items() if key != "face"}
        return {**rest, "with": entry["name"], **({"face": entry["face"]} if "face" in entry else {})}
    return {**state, "status": entry["to"]} if kind == "status" else state


def _rating(entry: Json) -> Json:
    return {key: entry[key] for key in ("score", "of", "comment") if key in entry}
