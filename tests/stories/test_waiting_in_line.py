"""All hands are full: who waits sees place and bracket, may leave a mail address and go, and is taken in the end."""

from __future__ import annotations

from tests.stories.browser import accessible, chromiums, shot, troubles
from tests.stories.test_before_and_after import opens, shop
from tests.support.line import closing, new_key

LOOKS = (("ru", "light"), ("en", "dark"))


async def test_who_waits_sees_the_place_and_a_bracket_and_leaves_a_mail_address() -> None:
    async with shop(callback=60) as (node, _), chromiums() as browser:
        session = await node.door.sign_in("anna", node.password)
        others = [await node.door.visitor(new_key()) for _ in range(15)]
        async with session, closing(desk := await node.door.operator(session), *others):
            convs = [(await one.ask("send", text="Сколько ждать?"))["conv"] for one in others]
            visitors = []
            for language, theme in LOOKS:
                visitor = await opens(browser, node, width=390, language=language, theme=theme)
                await visitor.says("Где мой заказ?")
                await visitor.frame.get_by_test_id("queue").wait_for()
                visitors.append(visitor)
            first = visitors[0].frame.get_by_test_id("queue")
            await first.get_by_text("Перед вами: 15").first.wait_for()
            for conv in convs:
                assert (await desk.ask("take", conv=conv))["t"] == "ack"
            await first.get_by_text("Ваша очередь следующая").first.wait_for()
            await first.get_by_text("ответим в течение полуминуты").first.wait_for()
            for visitor, (language, theme) in zip(visitors, LOOKS, strict=True):
                await accessible(await visitor.document(), name=f"waiting {theme} {language}")
                await shot(visitor.page, f"widget-queue-390-{theme}-{language}")
            frame = visitors[0].frame
            await frame.get_by_test_id("queue-mail").click()
            await frame.get_by_test_id("queue-field").fill("marina@sever.example")
            await frame.get_by_test_id("queue-send").click()
            await frame.get_by_test_id("queue-left").wait_for()
            await frame.get_by_text("Ответьте, пожалуйста, на почту").first.wait_for()
            await shot(visitors[0].page, "widget-queue-left-390-light-ru")
            other = visitors[1].frame
            await other.get_by_test_id("queue-phone").click()
            await accessible(await visitors[1].document(), name="a number to be called at")
            await shot(visitors[1].page, "widget-queue-phone-390-dark-en")
            await other.get_by_test_id("queue-field").fill("900")
            await other.get_by_test_id("queue-send").click()
            await other.get_by_text("Please look at what you have written").wait_for()
            assert all(troubles(visitor.page) == [] for visitor in visitors)
