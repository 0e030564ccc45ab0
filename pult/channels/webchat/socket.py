"""The visitor's socket: recognised by a key that only that browser has, on a site that let the page in."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from pult.channels.webchat import frames
from pult.channels.webchat.attendance import room_of, standing
from pult.channels.webchat.instead import instead_of
from pult.channels.webchat.signing import subject_of
from pult.channels.webchat.site import WebSite, of_site, topic_of
from pult.channels.webchat.starting import started
from pult.gateway.contract import About, Gate, Identified, Inbound, Receipt, Speaker, Subject
from pult.kit.budget import Budget
from pult.kit.errors import Absent, Forbidden, PultError, SignInNeeded
from pult.kit.secret import Signer, Vault
from pult.live.contract import Connection, Handshake, Hello, Refusal
from pult.live.frames import ack

_KEY = re.compile(r"[A-Za-z0-9_-]{43}")
_AUTH = frozenset({"key", "site", "token"})
PEEK_LIMIT = 1_000
"""Characters of typed text that are shown; the end is what matters."""


class Visitor(Speaker, kw_only=True):
    """A speaker and the site they are on."""

    site: WebSite
    typed: int = 0
    """The number of the last peek."""


class ChatDoor:
    """`live.contract.Door` at /live/chat."""

    path = "/live/chat"
    credits = 8
    commands = frames.COMMANDS

    def __init__(
        self, *, gate: Gate, origins: frozenset[str], tokens: Signer, vault: Vault, ask: Callable[..., str]
    ) -> None:
        """`ask(channel=, key_hash=)` makes the word with which a visitor's browser may ask to be woken."""
        self._gate, self._origins, self._tokens, self._vault, self._ask = gate, origins, tokens, vault, ask
        self.source = gate.source
        # Of one address: an office behind one of them has room, a program that begins talks without end has not.
        self._sends, self._beginnings = Budget(rate=20, burst=300), Budget(rate=0.5, burst=60)
        self._acts: dict[type, Callable[[Connection, Any], Awaitable[None] | None]] = {
            frames.Send: self._send,
            frames.Answer: self._answer,
            frames.Edit: self._edit,
            frames.Erase: self._erase,
            frames.Rate: self._rate,
            frames.End: self._end,
            frames.Files: self._files,
            frames.Got: self._got,
            frames.Copy: self._copy,
            frames.Instead: self._instead,
            frames.Read: self._read,
            frames.Peek: self._peek,
            frames.Identify: self._identify,
            frames.About: self._about,
            frames.Track: self._track,
        }

    def accept(self, handshake: Handshake) -> Refusal | None:
        """The frame is our own document, so the socket's origin is ours, whatever site it sits in."""
        return None if handshake.origin in self._origins else Refusal(status=403, code="origin_refused")

    def recognised(self, proof: dict[str, str], *, origin: str | None) -> Visitor:
        """Whose key this is, for a plain request of the frame. Raises `Forbidden` for another page's."""
        if origin is not None and origin not in self._origins:
            raise Forbidden("this request comes from another site", code="origin_refused")
        site = self._site(proof)
        key_hash = hashlib.sha256(proof["key"].encode()).digest()
        return Visitor(channel=site.id, key_hash=key_hash, browser=key_hash, site=site)

    async def hello(self, connection: Connection, frame: Hello) -> tuple[Any, dict[str, object]]:
        """Key and site token, and perhaps a token of the site's that says who this is. Of a visitor who says nothing
        no trace is left.
        """
        site = self._site(frame.auth)
        key_hash = hashlib.sha256(frame.auth["key"].encode()).digest()
        speaker = Visitor(
            channel=site.id,
            key_hash=key_hash,
            browser=key_hash,
            site=site,
            address=connection.address,
            holds=site.settings.hold_back,
        )
        identified = await self._recognise(speaker, frame.auth.get("token"))
        self._gate.here(speaker, on=True)
        connection.follow(topic_of(site.id, speaker.key_hash))
        connection.follow(room_of(site.id))
        tell = {"tell": self._ask(channel=site.id, key_hash=speaker.key_hash)} if site.settings.push else {}
        me: dict[str, object] = {
            "conv": speaker.conversation_id,
            "site": {"name": site.name, "peek": site.peek, **self._standing(site), **tell},
        }
        return speaker, me if identified is None else {**me, "identity": _shown(identified)}

    def _standing(self, site: WebSite) -> dict[str, Any]:
        return standing(site, free=self._gate.free(site.id), full=self._gate.full(site.id))

    async def _recognise(self, speaker: Visitor, token: str | None) -> Identified | None:
        """A token that is no good leaves the visitor anonymous: the chat works, history stays closed."""
        try:
            subject = self._subject(speaker.site, token) if token else None
        except PultError as error:
            await self._gate.recognise(speaker)
            return Identified(verified=False, refused="token_refused", detail=error.detail)
        return await self._gate.recognise(speaker, subject)

    def _subject(self, site: WebSite, token: str) -> Subject:
        return subject_of(site, token, vault=self._vault, now=time.time())

    def _site(self, auth: dict[str, str]) -> WebSite:
        claims = self._tokens.open(auth.get("site", ""))
        if claims is None or not _KEY.fullmatch(auth.get("key", "")) or not auth.keys() <= _AUTH:
            raise SignInNeeded("auth is {key, site, token?}", code="auth_failed")
        found = self._gate.site(str(claims["site"]))
        if found is None:
            raise SignInNeeded("this site is not connected", code="auth_failed")
        return of_site(found)

    def closed(self, connection: Connection) -> None:
        """Whatever was being typed is gone, and perhaps the visitor is."""
        speaker: Visitor = connection.viewer
        self._gate.here(speaker, on=False)
        if speaker.typed:
            self._gate.peek(speaker, k=speaker.typed + 1, text="")

    def handle(self, connection: Connection, frame: Any) -> Awaitable[None] | None:
        """One act per frame type."""
        return self._acts[type(frame)](connection, frame)

    def _send(self, connection: Connection, frame: frames.Send) -> Awaitable[None] | None:
        speaker: Visitor = connection.viewer
        self._sends.spend(connection.address)
        if speaker.conversation is None:
            self._beginnings.spend(connection.address)
        if frame.conv is not None and frame.conv != speaker.conversation_id:
            return self._send_elsewhere(connection, frame)
        return self._gate.receive(speaker, _inbound(speaker.site, frame), _receipt(connection, frame.cid))

    async def _send_elsewhere(self, connection: Connection, frame: frames.Send) -> None:
        """A tab that still shows an older own talk goes on in the living one; another's talk looks like none."""
        if await self.source.open(connection.viewer, f"c:{frame.conv}") is None:
            raise Absent("there is no such conversation", pointer="/conv")
        inbound = msgspec.structs.replace(
            _inbound(connection.viewer.site, frame), quote=None
        )  # its numbers are the older talk's
        waiting = self._gate.receive(connection.viewer, inbound, _receipt(connection, frame.cid))
        if waiting is not None:
            await waiting

    def _answer(self, connection: Connection, frame: frames.Answer) -> Awaitable[None]:
        self._sends.spend(connection.address)
        viewer = connection.viewer
        work = self._gate.answer(viewer, conversation=frame.conv, cid=frame.cid, n=frame.n, fields=frame.fields)
        return self._command(connection, frame, work)

    def _edit(self, connection: Connection, frame: frames.Edit) -> Awaitable[None]:
        return self._command(
            connection,
            frame,
            self._gate.edit(connection.viewer, conversation=frame.conv, cid=frame.cid, n=frame.n, text=frame.text),
        )

    def _erase(self, connection: Connection, frame: frames.Erase) -> Awaitable[None]:
        return self._command(
            connection, frame, self._gate.erase(connection.viewer, conversation=frame.conv, cid=frame.cid, n=frame.n)
        )

    def _rate(self, connection: Connection, frame: frames.Rate) -> Awaitable[None]:
        return self._command(
            connection,
            frame,
            self._gate.rate(
                connection.viewer,
                conversation=frame.conv,
                cid=frame.cid,
                score=frame.score,
                of=frame.of,
                comment=frame.comment,
            ),
        )

    def _end(self, connection: Connection, frame: frames.End) -> Awaitable[None]:
        return self._command(
            connection, frame, self._gate.end(connection.viewer, conversation=frame.conv, cid=frame.cid)
        )

    async def _instead(self, connection: Connection, frame: frames.Instead) -> None:
        self._sends.spend(connection.address)
        speaker: Visitor = connection.viewer
        mails = (await self._gate.availability(speaker.channel)).mail
        found = self._gate.site(speaker.site.key)  # as it stands now: a chat may be open for days
        instead = instead_of(of_site(found) if found else speaker.site, frame, mails=mails)
        work = self._gate.instead(speaker, conversation=frame.conv, cid=frame.cid, instead=instead)
        await self._command(connection, frame, work)

    async def _copy(self, connection: Connection, frame: frames.Copy) -> None:
        await self._gate.copy(connection.viewer, conversation=frame.conv, mail=frame.mail, language=frame.lang)
        _receipt(connection, frame.cid)(Receipt(conversation=frame.conv, n=0, at=datetime.now(UTC)))

    async def _command(self, connection: Connection, frame: Any, work: Coroutine[Any, Any, Receipt]) -> None:
        _receipt(connection, frame.cid)(await work)

    async def _files(self, connection: Connection, frame: frames.Files) -> None:
        urls = await self._gate.files(connection.viewer, conversation=frame.conv, n=frame.n)
        connection.send_struct({"t": "files", "id": f"c:{frame.conv}", "n": frame.n, "urls": urls})

    def _got(self, connection: Connection, frame: frames.Got) -> None:
        if frame.conv == connection.viewer.conversation_id:
            self._gate.got(connection.viewer, frame.n)

    def _read(self, connection: Connection, frame: frames.Read) -> None:
        if frame.conv == connection.viewer.conversation_id:
            self._gate.read(connection.viewer, frame.n)

    def _peek(self, connection: Connection, frame: frames.Peek) -> None:
        speaker: Visitor = connection.viewer
        if not speaker.site.peek:
            raise Forbidden("this site does not show what is being typed")
        speaker.typed = frame.k
        self._gate.peek(speaker, k=frame.k, text=frame.text[-PEEK_LIMIT:])

    def _identify(self, connection: Connection, frame: frames.Identify) -> None:
        speaker: Visitor = connection.viewer
        identified = self._gate.renew(speaker, self._subject(speaker.site, frame.token))
        connection.send_struct({"t": "identity", **_shown(identified)})

    def _about(self, connection: Connection, frame: frames.About) -> Awaitable[None]:
        context = None if frame.context is None else _plain(frame.context)
        return self._gate.about(connection.viewer, About(attributes=frame.attributes, context=context))

    def _track(self, connection: Connection, frame: frames.Track) -> Awaitable[None]:
        return self._gate.track(connection.viewer, name=frame.name, data=frame.data)


def _shown(identified: Identified) -> dict[str, object]:
    if identified.verified and identified.until is not None:
        return {"verified": True, "until": int(identified.until * 1000)}
    return {"verified": False, "refused": identified.refused, "detail": identified.detail}


def _plain(context: frames.Context) -> dict[str, Any]:
    return {name: value for name, value in msgspec.to_builtins(context).items() if value is not None}


def _inbound(site: WebSite, frame: frames.Send) -> Inbound:
    return Inbound(
        cid=frame.cid,
        text=frame.text,
        quote=frame.quote,
        files=frame.files,
        start=started(site, frame.start) if frame.start else None,
        trap=bool(frame.start and frame.start.trap),
        page=_address(frame.start.page) if frame.start else None,
    )


def _address(said: str | None) -> str | None:
    """A page may say anything of itself: only what can be an address of one is kept."""
    return said if said is not None and said.startswith(("http://", "https://")) and said.isprintable() else None


def _receipt(connection: Connection, cid: UUID) -> Callable[[Receipt | PultError], None]:
    """Answer, and follow the talk if this socket did not yet."""

    def done(outcome: Receipt | PultError) -> None:
        connection.answered()
        if isinstance(outcome, PultError):
            pointer: dict[str, object] = {"pointer": outcome.pointer} if outcome.pointer else {}
            connection.error(outcome.code, outcome.detail, cid=str(cid), **pointer, **outcome.extra)
            return
        connection.send(ack(cid, outcome.conversation, outcome.n, outcome.at))
        stream = "c:" + outcome.conversation
        if not connection.is_following(stream):
            connection.subscribe(stream)

    return done
