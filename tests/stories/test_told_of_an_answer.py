"""A visitor goes away and is told of the answer by the browser; whoever answers has a face."""

from __future__ import annotations

import base64
import json
from typing import Any

from playwright.async_api import BrowserContext, Page

from tests.stories.browser import accessible, chromiums, eventually, shot, troubles
from tests.stories.cable import Cable
from tests.stories.people import Operator, Visitor
from tests.support.pictures import jpeg
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started
from tests.support.push_service import Browser, PushService, push_service

SUBSCRIBES = """given => {
    const made = {endpoint: given.endpoint, toJSON: () => ({keys: {p256dh: given.key, auth: given.secret}}),
        unsubscribe: async () => { window.gone = true; return true; }};
    PushManager.prototype.subscribe = async (how) => { window.how = how.applicationServerKey; return made; };
    PushManager.prototype.getSubscription = async () => window.how && !window.gone ? made : null;
}"""
"""No push service of a vendor can be reached from here: the browser's own half of it is the double's."""


async def worker_shows(page: Page, context: BrowserContext, note: dict[str, Any]) -> list[dict[str, Any]]:
    """What the worker shows when the push service brings this note; the browser itself delivers it."""
    line = await context.new_cdp_session(page)
    seen: dict[str, str] = {}
    line.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: seen.update({one["scopeURL"]: one["registrationId"] for one in event["registrations"]}),
    )
    await line.send("ServiceWorker.enable")

    async def registered() -> bool:
        return bool(seen)

    await eventually(registered, True)
    ((scope, id),) = seen.items()
    origin = "/".join(scope.split("/")[:3])
    push = {"origin": origin, "registrationId": id, "data": json.dumps(note)}
    look = """async () => (await (await navigator.serviceWorker.getRegistration("/tell/")).getNotifications())
        .map(({title, body, tag, data}) => ({title, body, tag, data}))"""

    async def shown() -> bool:
        # Again: a worker that is only just awake may miss one. The tag makes them one note.
        await line.send("ServiceWorker.deliverPushMessage", push)
        return len(await page.evaluate(look)) == 1

    await eventually(shown, True)
    found: list[dict[str, Any]] = await page.evaluate(look)
    return found


async def settle(page: Page, node: Pult) -> None:
    """Anna's picture, and a site that may tell of answers."""
    base = f"http://localhost:{node.port}"
    ours: Any = {"origin": base, "content-type": "application/json"}
    face = json.dumps({"picture": base64.b64encode(jpeg(64, 64)).decode()})
    assert (await page.request.patch(f"{base}/api/profile/faces", data=face, headers=ours)).ok
    site = await (await page.request.get(f"{base}/api/sites/demo")).json()
    body = json.dumps(
        {"name": site["name"], "settings": {**site["settings"], "push": True, "topics": [], "fields": []}}
    )
    done = await page.request.put(f"{base}/api/sites/demo", data=body, headers={**ours, "if-match": "*"})
    assert done.ok, await done.text()


async def allows(page: Page, browser: Browser) -> None:
    """The small page of Pult's own: one press, and the browser's leave."""
    await page.context.grant_permissions(["notifications"])
    await page.evaluate(SUBSCRIBES, browser.subscription())
    await page.get_by_test_id("tell-allow").wait_for()
    assert page.url.endswith("/tell/?lang=ru"), "the word does not stay in the address"
    await accessible(page, name="the page that asks")
    await shot(page, "tell-390-light-ru")
    await page.get_by_test_id("tell-allow").click()
    await page.locator("[data-testid=tell-state][data-state=on]").wait_for()


async def is_called(page: Page, marina: Visitor, service: PushService) -> None:
    """Anna lets her browser call her, and looks away: the next word calls her there."""
    browser = service.browser()
    await page.goto(page.url.split("#")[0] + "#/settings/notice")
    await page.context.grant_permissions(["notifications"])
    await page.evaluate(SUBSCRIBES, browser.subscription())
    await page.get_by_test_id("wake-here").click()
    await page.locator("[data-testid=device][data-mine=true]").wait_for()
    assert await page.get_by_test_id("wake-here").count() == 0
    await page.get_by_test_id("waking").scroll_into_view_if_needed()
    await accessible(page, name="browsers that call")
    await shot(page, "notice-waking-1440-light-ru")
    look_away = "() => { Document.prototype.hasFocus = () => false; dispatchEvent(new Event('blur')); }"
    async with page.expect_response("**/api/push/looking"):
        await page.evaluate(look_away)
    await marina.says("А чек?")
    (sent,) = await service.gets(browser, 1)
    note = browser.note(sent)
    assert note["body"] == "А чек?" and "/desk/#c/" in note["url"]
    await page.get_by_test_id("device-drop").click()
    await page.get_by_test_id("device").wait_for(state="detached")


async def test_who_went_away_is_told_of_the_answer_and_sees_who_answered(postgres_18: Server) -> None:
    async with data_folder() as data, push_service() as service:
        env = {"PULT_PUSH_TEST_ORIGIN": service.origin}
        node = Pult(await postgres_18.create_database(), data, env=env)
        async with started(node), Cable(node.port), chromiums() as screens:
            anna = await Operator.comes(screens, node, language="ru", theme="light", own=True)
            await anna.signs_in(node)
            await settle(anna.page, node)
            marina = await Visitor.comes(screens, node, language="ru", theme="light", own=True)
            await marina.says("Где мой заказ?")
            link = marina.frame.get_by_test_id("tell")
            await link.wait_for()
            await shot(marina.page, "widget-tell-390-light-ru")
            async with marina.page.context.expect_page() as opening:
                await link.click()
            page, browser = await opening.value, service.browser()
            await page.set_viewport_size({"width": 390, "height": 844})
            await allows(page, browser)
            where = marina.page.url
            await marina.page.goto("about:blank")
            await anna.opens("queue")
            await anna.takes()
            await anna.says("Завтра до двери")
            (sent,) = await service.gets(browser, 1)
            note = browser.note(sent)
            assert note["body"] == "Вам ответили. Откройте чат, чтобы прочитать." and "двери" not in str(note)
            (shown,) = await worker_shows(page, page.context, note)
            assert shown == {key: note[key] for key in ("title", "body", "tag")} | {"data": note["url"]}
            # The click leads back to the page that she was on, with the chat open and a face in it.
            await marina.page.goto(note["url"])
            assert note["url"].partition("#")[0].rstrip("/") == where.partition("#")[0].rstrip("/")
            await marina.frame.get_by_text("Завтра до двери").first.wait_for()
            for place in (".head .face img", ".meta .face img"):
                face = marina.frame.locator(place).first
                await eventually(lambda face=face: face.evaluate("one => one.naturalWidth"), 64)
            assert await link.count() == 0, "whoever has an answer need not be told of one"
            await accessible(await marina.document(), name="the chat with a face")
            await shot(marina.page, "widget-face-390-light-ru")
            await is_called(anna.page, marina, service)
            await page.get_by_test_id("tell-off").click()
            await page.locator("[data-testid=tell-state][data-state=gone]").wait_for()
            assert troubles(marina.page) + troubles(anna.page) == []
