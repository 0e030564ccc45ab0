"""What a site hides is hidden before it is stored, in edits, comments and while it is being typed."""

from __future__ import annotations

import pytest

from pult.gateway.masking import Mask, Masker, check
from pult.kit.errors import Invalid
from tests.replay.actors import Office, talk

pytestmark = pytest.mark.asyncio(loop_scope="module")
CARD = "4111 1111 1111 1111"


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        (f"карта {CARD}, срок 12/29", "карта •••• 1111, срок 12/29"),
        ("5500-0000-0000-0004.", "•••• 0004."),
        ("2200000000000004", "•••• 0004"),
        ("378282246310005 и 6011 1111 1111 1117", "•••• 0005 и •••• 1117"),
        (f"заказ 12 {CARD} 7", "заказ 12 •••• 1111 7"),
        ("4111 1111 1111 1112", "4111 1111 1111 1112"),
        ("+7 916 123-45-67, заказ 1042", "+7 916 123-45-67, заказ 1042"),
        ("0000 0000 0000 0000", "0000 0000 0000 0000"),
        ("паспорт 4509 123456", "паспорт ••••"),
        ("паспорт 4509123456!", "паспорт ••••!"),
        ("договор AB-1234", "договор ••••"),
        ("ключ 550e8400-e29b-41d4-a716-411111111111", "ключ 550e8400-e29b-41d4-a716-411111111111"),
        ("550e8400-e29b-41d4-a716-446655440000 4111111111111111", "550e8400-e29b-41d4-a716-446655440000 •••• 1111"),
        ("пишите на anna@example.com", "пишите на anna@example.com"),
    ],
)
async def test_cards_and_own_forms_are_hidden_and_nothing_else(said: str, stored: str) -> None:
    assert Masker(Mask(patterns=("#### ######", "@@-####"))).said(said) == stored


async def test_what_may_become_a_card_is_not_peeked_at() -> None:
    masker = Masker(Mask())
    typed = [masker.typed(CARD[:end]) for end in range(1, len(CARD) + 1)]
    assert all(sum(c.isdigit() for c in text) <= 8 for text in typed), typed
    assert masker.typed("+7 916 123-45-67") == "+7 916 123-45-67"
    assert Masker(Mask(cards=False)).typed(CARD) == CARD


async def test_mail_addresses_are_hidden_where_a_site_wants_it_but_not_what_was_asked_for() -> None:
    masker = Masker(Mask(mails=True))
    assert masker.said("пишите: Anna.Б+x@почта.рф, или a@b") == "пишите: ••••, или ••••"
    assert masker.said("собака @ и конец@") == "собака @ и конец@"
    assert masker.typed("мой адрес anna@") == "мой адрес ••••"
    assert masker.said("anna@example.com", asked="mail") == "anna@example.com"
    assert masker.said("anna@example.com", asked="text") == "••••"


async def test_a_pattern_that_would_hide_everything_is_refused() -> None:
    for wrong in (Mask(patterns=("#",)), Mask(patterns=("#" * 61,)), Mask(patterns=("####",) * 21)):
        with pytest.raises(Invalid):
            check(wrong, at="/settings/mask")


async def test_long_hostile_text_is_searched_in_a_moment() -> None:
    masker = Masker(Mask(mails=True, patterns=("#### ######", "@@ ## @@ ##")))
    for text in ("a" * 9_999 + "@", "@" * 10_000, "a@" * 5_000):
        masker.typed(text)
    for text in ("1 " * 5_000, "4" * 10_000, "ab 12 " * 1_600, "4111-" * 2_000):
        masker.typed(text)


async def test_the_log_and_the_desk_never_see_the_number(office: Office) -> None:
    async with talk(office, seed=1) as cast:
        n = await cast.visitor.do("send", text=f"вот {CARD}")
        await cast.visitor.line.say(t="peek", k=1, text=f"а ещё {CARD}")
        peek = await cast.anna.line.until(lambda f: f["t"] == "peek" and "ещё" in f["text"])
        assert peek["text"] == "а ещё •••• 1111"
        await cast.visitor.do("edit", n=n, text=f"то есть {CARD}")
        await cast.visitor.do("rate", score=1, of=2, comment=f"списали с {CARD}")
        seen = str((await cast.snapshot("desk"))["entries"])
        assert "4111" not in seen and seen.count("•••• 1111") >= 3
