"""Rooms beside the core, each built here, told here of what is written, started and stopped with the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pult.automation.calling import CALL, SWEEP, Calling
from pult.automation.commands import Rules
from pult.automation.doing import Doing
from pult.automation.hooks import Hooks
from pult.automation.incidents import TELL, Incidents
from pult.automation.running import FORGET, WAITS, Automation
from pult.consulting.commands import Consulting
from pult.consulting.replies import Replies
from pult.conversations.commands import Commands
from pult.conversations.events import Appended
from pult.conversations.parts import Parts
from pult.desk.names import Names
from pult.floor.subscribers import Board
from pult.floor.walls import Walls
from pult.kit.again import Again
from pult.kit.jobs import Jobs
from pult.kit.mail import Mailer
from pult.kit.mailbox.mailbox import FORGET as LETTERS_FORGET
from pult.kit.mailbox.mailbox import Mailbox
from pult.live.hub import Hub
from pult.routing.commands import Routing
from pult.routing.patience import FORGET as WAITED_FORGET
from pult.routing.patience import Patience
from pult.routing.waiting import Waiting
from pult.routing.writing_back import TELL as WRITES_BACK
from pult.routing.writing_back import WritingBack
from pult.timing.commands import Timing
from pult.waking import Around as Place
from pult.waking import Waking

if TYPE_CHECKING:
    from datetime import timedelta


class Around(Place, Protocol):
    """The node that these are part of."""

    commands: Commands
    hub: Hub
    mailer: Mailer | None
    names: Names

    def tell(self, operator: int, frame: dict[str, object]) -> None:
        """Something of an operator's own has changed."""
        ...

    def told(self, conversation: int) -> None:
        """News about a contact, for whoever has the talk before their eyes."""
        ...


class Features:
    """Hold one per process."""

    def __init__(self, node: Around) -> None:
        scale = node.settings.time_scale
        self.waking = Waking(node)
        self.routing = Routing(node.db, node.commands, period=1.0 * scale, tell=node.tell)
        self.writing_back = WritingBack(node.db, node.commands, site=node.connections.by_id)
        self.timing = Timing(
            node.db,
            node.commands,
            site=node.connections.by_id,
            changed=node.told,
            tell=node.tell,
            period=1.0 * scale,
        )
        self.patience = Patience(node.db, tell=node.tell)
        self.waiting = Waiting(node.db, rooms=node.hub, patience=self.patience, period=1.0 * scale, scale=scale)
        self.rules = Rules(node.db)
        self.incidents = Incidents(node.db, node.commands, site=node.connections.by_id, scale=scale)
        inner = node.settings.call_networks
        self.calling = Calling(node.db, vault=node.vault, origin=node.settings.origin, inner=inner, scale=scale)
        self.hooks = Hooks(node.db, vault=node.vault, inner=inner)
        self.automation = Automation(
            node.db, Doing(node.db, node.commands, calling=self.calling), hours=self.timing.hours, scale=scale
        )
        self.consulting = Consulting(
            node.db,
            node.commands,
            sees=node.names.sees,
            mailer=node.mailer,
            origin=node.settings.origin,
            replies=node.settings.mail_reply if node.settings.imap_url else None,
        )
        self.mailbox = Mailbox(
            node.db,
            url=node.settings.imap_url,
            pattern=node.settings.mail_reply,
            readers=[Replies(node.db, self.consulting).read],
            scale=scale,
        )
        self.parts = Parts(node.db, node.commands, period=1.0 * scale)
        self.floor = Board(node.db, hub=node.hub, scale=scale)
        self.walls = Walls(node.db, board=self.floor, origin=node.settings.origin)

    def turning(self) -> tuple[Again | Waking, ...]:
        """What works by itself, to be started and stopped."""
        own = self.routing, self.timing, self.waiting, self.automation, self.incidents, self.waking, self.floor
        return *own, self.parts, *self.mailbox.turning()

    def committed(self, one: Appended) -> None:
        """Something was written here."""
        self.waking.calls.committed(one)
        self.routing.committed(one)
        self.timing.committed(one)
        self.automation.committed(one)
        self.parts.committed(one)
        self.floor.touch(one.conversation)

    def handle(self, jobs: Jobs, *, hourly: timedelta) -> None:
        """What to do for each kind of job."""
        jobs.handle(WAITS, self.automation.waited)
        jobs.handle(CALL, self.calling.run)
        jobs.handle(SWEEP, lambda _body: self.calling.sweep(), every=hourly)
        jobs.handle(TELL, self.incidents.spread)
        jobs.handle(WRITES_BACK, self.writing_back.tell)
        jobs.handle(FORGET, lambda _body: self.automation.forget(), every=hourly)
        jobs.handle(WAITED_FORGET, lambda _body: self.patience.forget(), every=hourly)
        jobs.handle(LETTERS_FORGET, lambda _body: self.mailbox.letters.forget(), every=hourly)
        self.waking.handle(jobs)
