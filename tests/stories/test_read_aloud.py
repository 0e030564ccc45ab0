"""A whole talk as a screen reader has it: what can be reached, what is said of itself, where the keyboard stays."""

from __future__ import annotations

from tests.stories.browser import chromiums, eventually, troubles
from tests.stories.listening import Reader
from tests.stories.people import Operator, Visitor
from tests.support import pictures
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

BOX = "textbox: Напишите сообщение"
BEFORE = """
RootWebArea: Лавка «Север»
main
sectionheader
heading: Лавка «Север»
button: Закрыть чат
heading: Чем помочь?
group: О чём вопрос?
heading: О чём вопрос?
button: Доставка
button: Размеры
button: Обмен и возврат
status
form
button: Прикрепить файлы, до 20 МБ каждый
textbox: Напишите сообщение
button: Отправить
"""


async def test_a_whole_talk_is_read_aloud_once_and_the_keyboard_stays_in_the_box(postgres_18: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node), chromiums() as screens:
            page = await screens.window(width=1440, height=900, own=True)  # a frame with a tree of its own
            anna = await Operator.comes(screens, node)
            await page.goto(f"http://demo.localhost:{node.port}/?lang=ru")
            await page.get_by_test_id("pult-launcher").focus()
            await page.keyboard.press("Enter")
            visitor = Visitor(page)
            await visitor.frame.get_by_test_id("attach").wait_for()
            reader = await Reader.of(page, await visitor.document())
            assert await reader.outline() == BEFORE.split("\n")[1:-1]
            assert await reader.focus() == BOX
            await _talks(visitor, anna, reader, node)
            await _rates(visitor, anna, reader)
            assert troubles(page) == []


async def _talks(visitor: Visitor, anna: Operator, reader: Reader, node: Pult) -> None:
    keys = visitor.page.keyboard
    await keys.type("Где мой заказ?")
    await keys.press("Enter")
    await eventually(visitor.sees, [(1, "you", "Где мой заказ?")])
    assert await reader.begins_to_listen() > 0  # the talk has begun: from here on it reads what is new
    await anna.signs_in(node)
    await anna.opens("queue")
    await anna.takes()
    await keys.type("Номер 10")
    await anna.says("ни слова о скидке", mode="note")
    await anna.says("Да")
    await anna.says("Да")
    answer = {"name": "ответ.png", "mimeType": "image/png", "buffer": pictures.png(40, 30)}
    await anna.page.get_by_test_id("attach-input").set_input_files([answer])  # type: ignore[list-item]
    await anna.page.locator("[data-testid=piece][data-state=done]").wait_for()
    await anna.page.get_by_test_id("composer").press("Enter")
    expected = ["Теперь вам отвечает Анна", "Анна: Да", "Анна: Да", "Анна: 1 файл"]
    await eventually(reader.heard, expected)
    assert await reader.focus() == BOX
    await eventually(visitor.frame.get_by_test_id("composer").input_value, "Номер 10")  # nothing disturbs who writes
    await keys.type("42")
    await keys.press("Enter")
    await visitor.frame.locator("[data-testid=message][data-mine=true]").nth(1).wait_for()
    await eventually(reader.heard, expected)  # own words are not read out
    await visitor.frame.get_by_role("img", name="ответ.png").wait_for()
    said = " ".join(await reader.texts())
    for line in ("Вы : Где мой заказ?", "Теперь вам отвечает Анна", "Анна : Да Анна : Да", "Вы : Номер 1042"):
        assert said.count(line) == 1, (line, said)
    assert "ни слова" not in said
    # Her own last words have a menu as soon as they stand in the log.
    await visitor.frame.get_by_role("button", name="Что сделать с сообщением").nth(4).wait_for(state="attached")
    outline = await reader.outline()
    assert outline[:6] == [*BEFORE.split("\n")[1:4], "heading: Анна", "button: Закрыть чат", "log: Сообщения"]
    assert outline.count("button: Что сделать с сообщением") == 5 and "image: ответ.png" in outline
    assert outline[-3:] == [BOX, "button: Отправить", "button: Завершить"]


async def _rates(visitor: Visitor, anna: Operator, reader: Reader) -> None:
    """What is pressed goes; the keyboard goes on with what comes in its place, never back to the top."""
    keys, frame = visitor.page.keyboard, visitor.frame
    await anna.page.get_by_test_id("resolve").click()
    await frame.get_by_test_id("rate-good").wait_for()
    assert await reader.focus() == BOX, "a question takes no keyboard away"
    assert (await reader.heard())[4:] == ["Разговор завершён"]
    await frame.get_by_test_id("rate-good").focus()
    await keys.press("Enter")
    assert await reader.focus() == "button: Да"
    await frame.get_by_test_id("rate-comment").focus()
    await keys.type("Быстро")
    await keys.press("Enter")
    await frame.get_by_test_id("rated").wait_for()
    await eventually(reader.focus, "button: Изменить оценку")
    await keys.press("Enter")
    await eventually(reader.focus, "button: Да")
    await frame.get_by_test_id("composer").focus()
    await keys.type("И ещё одно")
    await keys.press("Enter")
    await frame.get_by_test_id("end").wait_for()
    await frame.get_by_test_id("end").focus()
    await keys.press("Enter")
    await eventually(reader.focus, "button: Да, завершить")
    await keys.press("Enter")
    await frame.get_by_test_id("rate-change").wait_for()
    await eventually(reader.focus, BOX)
    assert [said for said in await reader.heard() if said.startswith("Анна")] == [
        "Анна: Да",
        "Анна: Да",
        "Анна: 1 файл",
    ]
