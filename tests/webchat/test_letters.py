"""Answers and copies by mail over a real SMTP server; what must never get into a letter; ratings and their day."""

from __future__ import annotations

import pytest

from pult.gateway import letters
from pult.kit.mail import Letter, Mailer, MailFailed, is_address
from tests.support.hours import closed_now
from tests.support.line import Line, closing
from tests.support.mailbox import mailbox, text_of
from tests.webchat.conftest import Shop

pytestmark = pytest.mark.asyncio(loop_scope="module")
LETTER = Letter(subject="Ответ", text="Здравствуйте", html="<p>Здравствуйте</p>")


async def answered(shop: Shop, visitor: Line, text: str, **start: object) -> tuple[str, Line]:
    """A talk in which Anna has said `text`."""
    conv = (await visitor.ask("send", text="Где мой заказ?", **({"start": start} if start else {})))["conv"]
    anna = await shop.desk()
    assert (await anna.ask("take", conv=conv))["t"] == "ack"
    assert (await anna.ask("send", conv=conv, text=text))["t"] == "ack"
    return conv, anna


async def test_a_message_left_when_nobody_is_there_is_answered_by_mail(shop: Shop) -> None:
    await shop.settle(hours=closed_now())
    look = await shop.boot()
    assert (look["away"], look["mail"]) == (True, True)
    visitor, before = await shop.node.door.visitor(), len(shop.box.letters)
    shop.box.answers.append("451 come back later")
    async with closing(visitor):
        conv, anna = await answered(
            shop, visitor, "Завтра <b>в 9:00</b>\nдо двери", mail="marina@sever.example", lang="ru"
        )
        async with closing(anna):
            assert (await shop.state(conv))["mail"] == "marina@sever.example"
            # The first attempt was put off by the server; the delivery is due again at once for this test.
            rows = "UPDATE conversations.delivery SET next_at = now() WHERE error IS NOT NULL RETURNING 1"
            while not await shop.ask(rows):
                pass
            letter = (await shop.box.holds(before + 1, seconds=40))[-1]
    assert letter["To"] == "marina@sever.example" and "Ответ на ваше обращение" in letter["Subject"]
    assert "Где мой заказ" not in str(letter) and text_of(letter).startswith("Завтра <b>в 9:00</b>\r\nдо")
    assert "Завтра &lt;b&gt;в 9:00&lt;/b&gt;<br>до двери" in text_of(letter, "html")
    assert letter["Message-ID"].endswith("@pult.example>")


async def test_an_answer_by_mail_stands_under_its_authors_signature_which_is_text(shop: Shop) -> None:
    await shop.settle(hours=closed_now())
    url = f"{shop.node.door.base}/api/profile"
    sign = "**Анна** <img src=x onerror=alert(1)>\nhttps://sever.example"
    assert (await shop.session.patch(url, json={"signature": sign})).status_code == 200
    visitor, before = await shop.node.door.visitor(), len(shop.box.letters)
    async with closing(visitor):
        _, anna = await answered(shop, visitor, "Готово", mail="marina@sever.example", lang="ru")
        async with closing(anna):
            letter = (await shop.box.holds(before + 1))[-1]
    await shop.session.patch(url, json={"signature": ""})
    assert "Готово\r\n\r\nАнна <img src=x onerror=alert(1)>\r\nhttps://sever.example" in text_of(letter)
    html = text_of(letter, "html")
    assert "<b>Анна</b> &lt;img src=x onerror=alert(1)&gt;<br>https://sever.example" in html and "<img" not in html


async def test_a_copy_leaves_once_somebody_has_answered_and_not_too_often(shop: Shop) -> None:
    await shop.settle()
    visitor, before = await shop.node.door.visitor(), len(shop.box.letters)
    async with closing(visitor):
        conv = (await visitor.ask("send", text="Купите таблетки"))["conv"]
        early = await visitor.ask("copy", conv=conv, mail="victim@sever.example")
        assert early["code"] == "copy_refused"
        anna = await shop.desk()
        async with closing(anna):
            await anna.ask("take", conv=conv)
            await anna.ask("note", conv=conv, text="только для своих")
            await anna.ask("send", conv=conv, text="Здравствуйте")
        wrong = await visitor.ask("copy", conv=conv, mail="a@b.example>\r\nRCPT TO:<c@d.example")
        assert (wrong["code"], wrong["pointer"]) == ("invalid", "/mail")
        answers = [await visitor.ask("copy", conv=conv, mail="marina@sever.example", lang="en") for _ in range(4)]
        assert [one["t"] for one in answers] == ["ack"] * 3 + ["error"]
        letter = (await shop.box.holds(before + 3))[-1]
    assert letter["Auto-Submitted"] == "auto-generated" and "A copy of your talk" in letter["Subject"]
    assert "таблетки" not in letter["Subject"] and "только для своих" not in str(text_of(letter))
    assert "Купите таблетки" in text_of(letter) and "Здравствуйте" in text_of(letter)


async def test_nobody_gets_a_copy_of_anothers_talk(shop: Shop) -> None:
    visitor, other = await shop.node.door.visitor(), await shop.node.door.visitor()
    async with closing(visitor, other):
        conv, anna = await answered(shop, visitor, "Ответ")
        await anna.close()
        assert (await other.ask("copy", conv=conv, mail="x@sever.example"))["code"] == "not_found"


async def test_a_rating_is_one_per_talk_and_can_be_changed_for_a_day(shop: Shop) -> None:
    visitor = await shop.node.door.visitor()
    async with closing(visitor):
        conv, anna = await answered(shop, visitor, "Готово")
        async with closing(anna):
            await anna.ask("resolve", conv=conv)
            assert (await visitor.ask("rate", conv=conv, score=1, of=2))["t"] == "ack"
            assert (await visitor.ask("rate", conv=conv, score=2, of=2, comment="разобрались"))["t"] == "ack"
            assert (await shop.state(conv))["rated"] == {"score": 2, "of": 2, "comment": "разобрались"}
            await shop.ask(
                "UPDATE conversations.conversation SET resolved_at = now() - interval '25 hours' WHERE public_id = $1",
                conv,
            )
            assert (await visitor.ask("rate", conv=conv, score=1, of=2))["code"] == "rate_too_late"


@pytest.mark.parametrize("name", ["Shop\r\nBcc: thief@evil.example", "Shop\x00\u2028Bcc: x", '"<a@b.example>" Shop'])
async def test_no_header_can_be_smuggled_in(name: str) -> None:
    async with mailbox() as box:
        mailer = Mailer(box.env["PULT_SMTP_URL"], sender="care@pult.example")
        letter = letters.reply(site=name, no=1, author=name, text="x", language="ru")
        await mailer.send(letter, to="a@b.example", name=name, id="1")
        (got,) = box.letters
        assert box.recipients == ["a@b.example"] and got["Bcc"] is None
        assert [address.addr_spec for address in got["From"].addresses] == ["care@pult.example"]


@pytest.mark.parametrize(
    "address",
    ["", "a", "a@b", "a@b.example\nBcc: c@d.example", "a@b.example, c@d.example", "<a@b.example>", "a b@c.example",
     "a@b.example>", "é@b.example", "a@-..example", "a" * 65 + "@b.example", "a@" + "b" * 300 + ".example"],
)  # fmt: skip
async def test_what_is_no_plain_address_is_never_written_to(address: str) -> None:
    assert not is_address(address)
    async with mailbox() as box:
        with pytest.raises(MailFailed) as failed:
            await Mailer(box.env["PULT_SMTP_URL"], sender="care@pult.example").send(
                LETTER, to=address, name="x", id="1"
            )
        assert failed.value.permanent and box.letters == []


@pytest.mark.parametrize(("answer", "permanent"), [("550 no such box", True), ("451 later", False)])
async def test_a_refusal_is_for_good_or_for_now(answer: str, permanent: bool) -> None:
    async with mailbox() as box:
        box.answers.append(answer)
        with pytest.raises(MailFailed) as failed:
            await Mailer(box.env["PULT_SMTP_URL"], sender="a@b.example").send(
                LETTER, to="c@d.example", name="x", id="1"
            )
        assert failed.value.permanent is permanent
    with pytest.raises(MailFailed) as gone:
        await Mailer(box.env["PULT_SMTP_URL"], sender="a@b.example").send(LETTER, to="c@d.example", name="x", id="1")
    assert not gone.value.permanent
