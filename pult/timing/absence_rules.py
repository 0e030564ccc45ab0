"""What becomes of the talks of somebody who does not answer: her state decides, her team's settings say how. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from pult.operators.absent import Absent
from pult.timing.events import Fate, States
from pult.timing.rules import Policies, setting

USUAL = States()


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """An open talk in hands; `waiting`: its contact has no answer since then, `word`: when they wrote last."""

    conversation: int
    public_id: str
    holder: int
    team: int | None
    waiting: datetime | None
    word: datetime | None


class Return(msgspec.Struct, frozen=True, kw_only=True):
    """A talk that goes back to the queue, and why: nobody is at her desk (`gone`), or her `state`."""

    talk: Held
    rule: str
    state: str
    seconds: int = 0


def returns(
    held: list[Held], absent: dict[int, Absent], gone: dict[int, datetime], policies: Policies, *, now: datetime
) -> list[Return]:
    """What goes back now, in the order given. `gone`: since when somebody has no desk open. Whoever chose to be offline
    is not «gone»: her choice counts, not the closed desk.
    """
    found: list[Return] = []
    for talk in held:
        who = absent.get(talk.holder)
        if who is None:
            continue
        states: States = setting(policies, talk.team, lambda one: one.states) or USUAL
        if who.here or who.state == "offline":
            fate, since, rule, seconds = _of(states, who), who.since, "state", 0
        else:
            left = gone.get(who.id)
            if left is None or now - left < timedelta(seconds=states.grace):
                continue
            fate, since, rule, seconds = states.gone, left, "gone", states.grace
        if _goes(fate, talk, since):
            found.append(Return(talk=talk, rule=rule, state=who.state, seconds=seconds))
    return found


def still(found: list[Return], before: dict[int, Absent], now: dict[int, Absent]) -> list[Return]:
    """Those whose holder was absent in the same way when asked again, after the talks were read: whoever came back
    meanwhile may have taken one of them at her desk.
    """
    return [one for one in found if before[one.talk.holder] == now.get(one.talk.holder)]


def unless_taken(found: list[Return], taken: Mapping[int, datetime], absent: dict[int, Absent]) -> list[Return]:
    """Those but what somebody took with her own hands (`taken`: talk → when) after her state had begun: the state has
    judged what she held then, and what she took in spite of it returns when its contact writes after that.
    """
    return [one for one in found if one.rule != "state" or _stands(one.talk, taken, absent[one.talk.holder].since)]


def _stands(talk: Held, taken: Mapping[int, datetime], since: datetime) -> bool:
    at = taken.get(talk.conversation)
    return at is None or at <= since or _goes("on_word", talk, at)


def _goes(fate: Fate, talk: Held, since: datetime) -> bool:
    if fate == "on_word":
        return talk.waiting is not None and talk.word is not None and talk.word > since
    return fate == "back"


def _of(states: States, who: Absent) -> Fate:
    """What her state does: a named one says it itself, else the settings of the team."""
    if who.held is not None:
        return who.held
    fates: dict[str, Fate] = {
        "transfers": states.transfers,
        "pause": states.pause,
        "away": states.away,
        "offline": states.offline,
    }
    return fates.get(who.state, "keep")
