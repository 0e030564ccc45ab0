"""Which words after the end are mere thanks: a table, the tricky ones above all."""

from __future__ import annotations

import pytest

from pult.conversations.thanks_rules import MOST, Meaning, meaning

THANKS = """
спасибо | Спасибо! | СПАСИБО!!! | спасибоооо | спс | пасиб | Пасибо) | Благодарю | Мерси
Спасибо большое | Спасибо вам большое за помощь | Огромное спасибо! | Большое человеческое спасибо | Ещё раз спасибо
спасибо, всё работает | Всё получилось, спасибо!! | спасибо вам :) | Спасибо 😊 | спасибо ❤️ | До свидания
Спасибо, до свидания! | Всего доброго | Хорошего дня! | «Спасибо»
thanks | Thank you! | THX | ty | Thanks a lot! | Thank you so much for your help! | Many thanks | Much appreciated
bye | Goodbye! | Have a nice day | Thanks, bye | Thank you :D | ❤️ | ❤ ❤ | ♥
"""
AGREES = """
ок | Ок. | окей | ООООК | Понятно | понял | Поняла! | Отлично | супер | Всё понятно | Всё ок | Хорошо, спасибо
спасибо 👍 | ok | Okay! | Great | Got it | All good | ok thanks | Great, thank you!
👍 | 👍🏽 | 👍👍👍 | 👌 | 🙏 | 👍 ❤️ | ✅
"""
MORE = """
спасибо, но не работает | спасибо 1 | ок? | нет спасибо | Нет, спасибо | не спасибо | ну спасибо | да, спасибо
Да | Нет | thanks for nothing | no thanks | thanks but no | thank | you
хорошо | всё | вам | за помощь | всё хорошо | ладно | ну | good | fine | all
Заранее спасибо | Спасибо, жду | Спасибо. Ещё вопрос | спасибо? | спасибо？ | а спасибо | Спасибо, а когда | вам понятно
Вы поняли | До завтра | доброго дня | Здорово! | Здравствуйте | пока | свидания | до | спасибо 😡 | спасибо 👎
👎 | 😡 | спасибо :( | спасибо (нет) | ( | )) | !!! | … | 😊 | 🔥 | ок 2 | 👍2 | спасибо ② | спасибо за помощь с заказом
спасибо большое вам всем за помощь | ok ok ok ok ok | неблагодарю | спаси́бо | cпacибo_ | спасибо/нет
спасибо #1 | thanks@x
спасибо https://x.example | I am not ok | not great | ok but | <b>спасибо</b> | спасибо\u202eон | спасибо\u0000
"""


def told(lines: str) -> list[str]:
    return [one.strip() for line in lines.strip().splitlines() for one in line.split(" | ")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, Meaning.THANKS) for text in told(THANKS)),
        *((text, Meaning.AGREES) for text in told(AGREES)),
        *((text, None) for text in told(MORE)),
        *((text, None) for text in ("", " ", "\n", "спасибо " * 5)),
    ],
)
def test_what_thanks_and_what_says_more(text: str, expected: Meaning | None) -> None:
    assert meaning(text) is expected


def test_it_is_the_same_word_however_it_is_written() -> None:
    assert meaning("Всe".replace("e", "е\u0308") + " получилось, спасибо") is Meaning.THANKS, "ё of two characters"
    assert meaning("ПАСИБКИ\u00a0!") is Meaning.THANKS
    assert meaning("\u2764") is meaning("\u2764\ufe0f") is Meaning.THANKS


def test_what_is_long_is_not_even_read() -> None:
    assert meaning("спасиб" + "о" * (MOST - 6)) is Meaning.THANKS
    assert meaning("спасиб" + "о" * (MOST - 5)) is None
    long = ["о" * 10_000, "спасибо " * 1_250, "e\u0301" * 5_000, "👍" * 10_000, ")" * 10_000, "ﷺ" * MOST]
    assert [meaning(text) for text in long] == [None] * len(long)
