"""A department answers a side question by replying to its letter, in whatever mail program; a real mailbox is looked
into by two nodes, and every letter is done once or stands where people see it.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from typing import Any

import pytest
import pytest_asyncio

from tests.support import nursery
from tests.support.dovecot import Dovecot, mailbox_server
from tests.support.firm import Firm, firm
from tests.support.line import closing
from tests.support.mailbox import Mailbox, mailbox, text_of
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

pytestmark = pytest.mark.asyncio(loop_scope="module")
ASKS, ANSWER, MOD = "Вакансия 4711 снята верно?", "Да: в тексте был телефон.", "moderation@example.org"
DEPARTMENT = "Модерация вакансий"


@dataclass
class House:
    """A firm on two nodes, the letters that leave it, the mailbox that replies come to."""

    firm: Firm
    sent: Mailbox
    box: Dovecot
    nodes: tuple[Pult, Pult]

    async def ask(self, conv: str, **more: Any) -> EmailMessage:
        """Anna asks the moderators; their letter."""
        body = {"department": DEPARTMENT, "text": ASKS, "mail": MOD, **more}
        await self.firm.done("anna", "POST", f"/api/talks/{conv}/side", body)
        return (await self.sent.holds(len(self.sent.letters)))[-1]

    async def letters(self, count: int) -> list[dict[str, Any]]:
        """Letters with what came of them, the newest first, once so many are done with."""
        async with asyncio.timeout(40):
            while True:
                found = (await self.firm.done("ada", "GET", "/api/letters"))["letters"]
                if len(found) >= count and all(one["outcome"] for one in found):
                    return found
                await asyncio.sleep(0.02)

    async def is_told(self, *, failing: bool) -> None:
        """Wait until it is said whether the mailbox can be looked into."""
        async with asyncio.timeout(40):
            while True:
                mailbox = (await self.firm.done("ada", "GET", "/api/letters"))["mailbox"]
                if (mailbox["failed"] is not None) == failing:
                    return
                await asyncio.sleep(0.02)

    async def count(self) -> int:
        """How many letters there are."""
        return len((await self.firm.done("ada", "GET", "/api/letters"))["letters"])

    async def outcomes(self, *letters: EmailMessage | bytes) -> list[str]:
        """Put letters into the mailbox; what came of them."""
        before = await self.count()
        for one in letters:
            await self.box.deliver(one if isinstance(one, bytes) else bytes(one), sender=MOD)
        return [one["outcome"] for one in (await self.letters(before + len(letters)))[: len(letters)]][::-1]

    async def notes(self, conv: str) -> list[tuple[str, str]]:
        """What the team reads in a talk, after the question."""
        rows = await self.firm.rows(
            "SELECT e.body ->> 'name' AS name, e.body ->> 'text' AS text FROM conversations.entry e"
            " JOIN conversations.conversation c ON c.id = e.conversation_id WHERE c.public_id = $1 AND e.kind = 'note'"
            " AND e.audience = 'internal' ORDER BY e.seq",
            conv,
        )
        return [(row["name"], row["text"]) for row in rows][1:]

    async def question(self, conv: str) -> dict[str, Any]:
        """As the desk shows it."""
        found: dict[str, Any] = (await self.firm.done("anna", "GET", f"/api/talks/{conv}/side"))["questions"][0]
        return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(postgres_18: Server) -> AsyncIterator[House]:
    async with data_folder() as data, mailbox() as sent, mailbox_server() as box:
        dsn = await postgres_18.create_database()
        one, two = (Pult(dsn, data, env={**sent.env, **box.env}) for _ in range(2))
        async with started(one, two), firm(one) as people:
            yield House(people, sent, box, (one, two))


def reply(letter: EmailMessage, text: str = ANSWER, *, html: bool = False, **headers: str) -> EmailMessage:
    """What a mail program makes of «Reply»: the old letter below, marked as quoted."""
    made = EmailMessage(policy=SMTP)
    usual = {
        "From": f"Модераторы <{MOD}>",
        "To": str(letter["Reply-To"]),
        "Subject": f"Re: {letter['Subject']}",
        "In-Reply-To": str(letter["Message-ID"]),
        "Message-ID": make_msgid(domain="example.org"),
        "Date": formatdate(),
    }
    for name, value in (usual | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        if value:
            made[name] = value
    above = "пн, 22 нояб. 2026 г. в 10:00, Анна <care@pult.example>:"
    if html:
        made.set_content(f"<p>{text}</p><div>{above}<blockquote>{text_of(letter, 'html')}</blockquote></div>", "html")
    else:
        quoted = "\n".join(f"> {line}" for line in text_of(letter).split("\n"))
        made.set_content(f"{text}\n\n{above}\n\n{quoted}\n")
    return made


async def test_moderators_reply_to_the_letter_and_the_answer_stands_at_the_desk(house: House) -> None:
    conv, visitor = await house.firm.held()
    async with closing(visitor):
        letter = await house.ask(conv)
        assert "Или просто ответьте на это письмо." in text_of(letter)
        key = str(letter["Reply-To"]).removeprefix("care+").partition("@")[0]
        assert len(key) == 26 and str(letter["Message-ID"]) == f"<{key}@pult.example>"
        kept = await house.firm.rows("SELECT q::text AS row FROM consulting.question q")
        shapes = (key, key.encode().hex())
        assert all(one not in row["row"] for row in kept for one in shapes), "only a hash of the key is kept"
        assert await house.outcomes(reply(letter)) == ["taken"]
        one = await house.question(conv)
        assert (one["answer"], one["left_by"]) == (ANSWER, "mail") and one["answered_at"] and one["waited"] < 60
        # More may follow, by the Message-ID alone too, and as HTML.
        more = reply(letter, "И ещё: <b>фото</b>", html=True, To="care@pult.example")
        assert await house.outcomes(more) == ["taken"]
        assert await house.notes(conv) == [(DEPARTMENT, ANSWER), (DEPARTMENT, "И ещё: фото")]
        assert (await house.question(conv))["answered_at"] == one["answered_at"], "the waiting ends with the first"
        # Nothing of it is public.
        rows = await house.firm.rows(
            "SELECT count(*) AS seen FROM conversations.entry e JOIN conversations.conversation c"
            " ON c.id = e.conversation_id WHERE c.public_id = $1 AND e.audience = 'public'"
            " AND e.body::text LIKE '%телефон%'",
            conv,
        )
        assert rows[0]["seen"] == 0 and "телефон" not in str(visitor.frames)


async def test_the_same_letter_twice_is_one_answer_also_when_a_node_died_before_it_could_say_so(house: House) -> None:
    conv, visitor = await house.firm.held()
    async with closing(visitor):
        one = reply(await house.ask(conv))
        again = b"Received: by another way\r\n" + bytes(one)
        assert await house.outcomes(one, again) == ["taken", "double"]
        before = await house.count()
        await house.box.deliver(bytes(one), sender=MOD)  # to the byte: known before it is stored
        # As if the node had died after the note, before it was written down what came of the letter.
        await house.firm.rows("UPDATE kit.letter SET outcome = NULL, due_at = now() WHERE outcome = 'taken'")
        assert await house.outcomes(reply(await house.ask(conv), "Второй вопрос: тоже да")) == ["taken"]
        assert await house.count() == before + 1
        assert [text for _, text in await house.notes(conv)] == [
            ANSWER,
            f"→ {DEPARTMENT}: {ASKS}",
            "Второй вопрос: тоже да",
        ]


async def test_what_machines_write_is_told_and_is_no_answer(house: House) -> None:
    conv, visitor = await house.firm.held()
    async with closing(visitor):
        letter = await house.ask(conv, language="en")
        away = [reply(letter, f"Away {n}", Auto_Submitted="auto-replied") for n in range(4)]
        back = (
            "From: MAILER-DAEMON@mx.example\r\nTo: care@pult.example\r\nContent-Type: multipart/report; boundary=b;\r\n"
            " report-type=delivery-status\r\n\r\n--b\r\n\r\nNo such user\r\n--b\r\n"
            "Content-Type: text/rfc822-headers\r\n\r\n"
            f"Message-ID: {letter['Message-ID']}\r\n\r\n--b--\r\n"
        )
        assert await house.outcomes(back.encode(), *away) == ["automatic"] * 3 + ["too_many"] * 2
        assert await house.notes(conv) == [
            (DEPARTMENT, "The letter did not arrive: No such user"),
            (DEPARTMENT, "Written by a machine, not an answer: Away 0"),
            (DEPARTMENT, "Written by a machine, not an answer: Away 1"),
        ]
        one = await house.question(conv)
        assert one["answered_at"] is None and one["answer"] is None
        assert await house.outcomes(reply(letter)) == ["taken"], "people are heard all the same"


async def test_who_else_replied_what_was_left_out_and_what_was_too_long_is_said(house: House) -> None:
    conv, visitor = await house.firm.held()
    async with closing(visitor):
        letter = await house.ask(conv)
        other = reply(letter, "Отвечаю за коллег", From="Пётр <petr@example.org>")
        other.add_attachment(b"x" * 5000, maintype="image", subtype="png", filename="снимок.png")
        long = reply(letter, "начало " + "ж" * 6000)
        huge = reply(letter, "Смотрите файл")
        huge.add_attachment(b"\0" * 9_000_000, maintype="video", subtype="mp4", filename="film.mp4")
        wordless = reply(letter, "")
        assert await house.outcomes(other, long, huge, wordless) == ["taken", "taken", "taken", "empty"]
        (who, first), (_, second), (_, third), (_, fourth) = await house.notes(conv)
        assert who == f"{DEPARTMENT} (petr@example.org)"
        assert first == "Отвечаю за коллег\n\nВложения остались в почте: снимок.png (5 KB)"
        assert second.startswith("начало жжж") and second.endswith("…\n\nПисьмо длиннее: здесь его начало.")
        assert len(second) <= 4000
        assert third.startswith("Смотрите файл\n\nВложения") and third.endswith("Письмо длиннее: здесь его начало.")
        assert fourth == "Пришло письмо без слов."
        found = (await house.letters(4))[1]
        assert found["size"] > 12_000_000 and (await house.question(conv))["answer"] == third


async def test_a_link_that_is_quoted_does_not_get_into_the_talk(house: House) -> None:
    conv, visitor = await house.firm.held()
    async with closing(visitor):
        letter = await house.ask(conv)
        link = next(line for line in text_of(letter).split("\n") if "/side/" in line)
        assert await house.outcomes(reply(letter, f"> {ASKS}\nДа.\n> {link}\nЯ и там отвечу")) == ["taken"]
        (note,) = await house.notes(conv)
        assert "/side/…" in note[1] and link.rpartition("/")[2] not in note[1]


async def test_a_reply_to_a_question_that_was_taken_back_does_nothing_and_is_seen(house: House) -> None:
    conv, visitor = await house.firm.held()
    async with closing(visitor):
        letter = await house.ask(conv)
        id = (await house.question(conv))["id"]
        await house.firm.done("anna", "DELETE", f"/api/talks/{conv}/side/{id}")
        assert await house.outcomes(reply(letter)) == ["closed"]
        assert await house.notes(conv) == [] and (await house.question(conv))["answer"] is None


async def test_letters_that_are_for_nobody_or_break_the_reader_stand_where_an_administrator_sees_them(
    house: House,
) -> None:
    bomb = b"From: a@example.org\r\n"
    for at in range(3000):
        bomb += b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (at, at)
    stranger = EmailMessage(policy=SMTP)
    stranger["From"], stranger["Subject"], stranger["Message-ID"] = "shop@example.org", "Скидки 4711", "<9@example.org>"
    stranger["To"] = f"care+{'a' * 26}@pult.example"
    stranger.set_content("Купите!")
    assert await house.outcomes(bomb + b"\r\nx", stranger) == ["unreadable", "nobody"]
    listed = (await house.letters(2))[:2]
    assert [(one["sender"], one["subject"]) for one in listed] == [("shop@example.org", "Скидки 4711"), ("", "")]
    assert "RecursionError" in listed[1]["said"] and all(one["kept"] for one in listed)
    path = f"/api/letters/{listed[0]['id']}/raw"
    raw = await house.firm.ask("ada", "GET", path)
    assert raw.content and b"Message-ID: <9@example.org>" in raw.content
    assert raw.headers["content-disposition"].startswith("attachment") and "sandbox" in str(raw.headers)
    for login, status in (("ada", 200), ("sofia", 403), ("anna", 403), ("vik", 403), (None, 401)):
        assert (await house.firm.ask(login, "GET", "/api/letters")).status_code == status, login
        assert (await house.firm.ask(login, "GET", path)).status_code == status, login
    assert (await house.firm.ask("ada", "GET", "/api/letters/999999/raw")).status_code == 404


async def test_after_an_outage_and_a_folder_that_was_numbered_anew_nothing_is_lost_and_nothing_doubled(
    house: House,
) -> None:
    conv, visitor = await house.firm.held()
    async with closing(visitor):
        letter = await house.ask(conv)
        before = await house.count()
        await house.box.stop()
        for n in range(3):
            await house.box.deliver(bytes(reply(letter, f"во время перерыва {n}")), sender=MOD)
        await house.is_told(failing=True)
        await house.box.start()
        assert len(await house.letters(before + 3)) == before + 3
        await house.is_told(failing=False)
        await house.box.stop()
        house.box.renumber()
        await house.box.deliver(bytes(reply(letter, "после переезда")), sender=MOD)
        await house.box.start()
        assert len(await house.letters(before + 4)) == before + 4
        told = [f"во время перерыва {n}" for n in range(3)]
        assert [text for _, text in await house.notes(conv)] == [*told, "после переезда"]


async def test_when_the_node_that_looks_dies_the_other_one_goes_on(house: House) -> None:
    conv, visitor = await house.firm.held()
    async with closing(visitor):
        letter = await house.ask(conv)
        assert await house.outcomes(reply(letter, "раз")) == ["taken"]
        await house.nodes[1].kill()
        # The mailbox is the dead node's for a while, if it was; that time passes.
        left = await house.firm.rows("SELECT held_until - now() < interval '1 minute' AS short FROM kit.mailbox")
        assert left[0]["short"]
        await house.firm.rows("UPDATE kit.mailbox SET held_until = now()")
        assert await house.outcomes(reply(letter, "два")) == ["taken"]
        assert [text for _, text in await house.notes(conv)] == ["раз", "два"]


async def test_doctor_says_whether_the_mailbox_opens(house: House) -> None:
    known = {
        **os.environ,
        **house.box.env,
        "PULT_SMTP_URL": "smtp://127.0.0.1:1",
        "PULT_MAIL_FROM": "care@pult.example",
    }
    known |= {"PULT_DATABASE_URL": house.nodes[0].dsn, "PULT_DATA": str(house.nodes[0].data)}
    good = "tells of new letters by itself"
    strangers = {"SSL_CERT_FILE": "/dev/null"}
    tried: list[tuple[dict[str, str], str]] = [
        ({}, good),
        ({"PULT_IMAP_URL": house.box.url("127.0.0.1")}, good),  # on this machine, without TLS
        ({"PULT_IMAP_URL": house.box.url("127.0.0.2")}, good),  # elsewhere, with STARTTLS
        ({"PULT_IMAP_URL": house.box.url("127.0.0.2"), **strangers}, "certificate verify failed"),
        (strangers, "certificate verify failed"),
        ({"PULT_IMAP_URL": house.box.url("127.0.0.1").replace("%207", "%208")}, "Authentication failed"),
        ({"PULT_IMAP_URL": "imap://a:wrong@127.0.0.1:1"}, "Connect call failed"),
    ]
    for changed, said in tried:
        env = known | changed
        doctor = await nursery.fork(["doctor"], env)
        printed, code = (await doctor.stdout.read()).decode(), await doctor.wait()
        (line,) = [one for one in printed.split("\n") if "mailbox" in one]
        assert said in line and (code == 0) == (said == good), printed
        assert "wrong" not in printed and "но 7" not in printed, "no password is shown"
