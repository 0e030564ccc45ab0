"""What is done by the clock and what is done once, later: every job of the house by its name. One node does each."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pult.contacts import notes
from pult.conversations import jobs as log_jobs
from pult.desk.bans import JOB as BANS_CLOSE
from pult.desk.later import JOB as LATER
from pult.gateway import copies
from pult.operators.people import TIDY
from pult.timing import jobs as timing

if TYPE_CHECKING:
    from pult.wiring import Node


def fill(node: Node) -> None:
    """Say who does what; the jobs begin with `Jobs.start`."""
    jobs = node.jobs
    jobs.handle("log.partitions", lambda _body: log_jobs.partitions_ahead(node.db), every=timedelta(hours=1))
    jobs.handle("operators.purge", lambda _body: node.accounts.purge(), every=timedelta(hours=1))
    jobs.handle("desk.drafts", lambda _body: node.drafts.sweep(), every=timedelta(hours=1))
    jobs.handle(LATER, lambda body: node.laters.run(body["id"]))
    jobs.handle("desk.later.forget", lambda _body: node.laters.forget(), every=timedelta(hours=1))
    jobs.handle(TIDY, node.leaving.tidy)
    jobs.handle(BANS_CLOSE, node.ban_desk.close)
    jobs.handle("held.sweep", lambda _body: node.holding.sweep(), every=timedelta(hours=1))
    jobs.handle("timing.replied", lambda _body: timing.forget_replies(node.db), every=timedelta(hours=1))
    jobs.handle("contacts.notes", lambda _body: notes.forget(node.db), every=timedelta(hours=1))
    jobs.handle("files.sweep", lambda _body: node.files.sweep(), every=timedelta(hours=1))
    jobs.handle("files.erase", lambda body: node.files.erase(body["ids"]))
    if node.copies is not None:
        jobs.handle(copies.JOB, node.copies.send)
    node.features.handle(jobs, hourly=timedelta(hours=1))
