"""What is sealed is what the standard seals, and only one browser opens it."""

from __future__ import annotations

import json

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from pult.kit import http
from pult.kit.errors import Invalid
from pult.push import rules
from pult.push.envelope import STEP, padded, seal, signed
from tests.support.push_service import Browser, Sent, plain, text

# RFC 8291, section 5 and appendix A.
WORDS = b"When I grow up, I want to be a watermelon"
SALT = plain("DGv6ra1nlYgDCS1FRnbzlw")
SENDER = plain("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
KEY = plain("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4")
SECRET = plain("BTBZMqHH6r4Tts7J_aSIgg")
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A"
    "_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def private(number: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(number, "big"), ec.SECP256R1())


def test_the_example_of_the_standard_is_sealed_byte_for_byte() -> None:
    made = seal(WORDS + b"\x02", key=KEY, secret=SECRET, salt=SALT, sender=private(SENDER))
    assert text(made) == SEALED
    theirs = Browser("https://push.example/x", private(plain("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")), SECRET)
    assert theirs.public == KEY and theirs.opened(made) == WORDS


def test_only_the_browser_it_is_for_opens_it_and_its_length_tells_little() -> None:
    browser, other = Browser("https://push.example/a"), Browser("https://push.example/b")
    sizes = set()
    for words in (b"{}", b"x" * 40, "Секрет".encode(), b"y" * (STEP - 1)):
        made = seal(padded(words), key=browser.public, secret=browser.secret)
        assert browser.opened(made) == words and words not in made
        sizes.add(len(made))
        with pytest.raises(InvalidTag):
            Browser(browser.endpoint, browser.key, other.secret).opened(made)
        with pytest.raises(InvalidTag):
            other.opened(made)
    assert len(sizes) == 1
    assert len({seal(padded(b"x"), key=browser.public, secret=browser.secret) for _ in range(20)}) == 20


def test_the_sender_is_signed_for_this_push_service_and_for_a_while() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    endpoint = "https://push.example:443/send/1?x=2"
    header = signed(key, endpoint=endpoint, contact="mailto:care@pult.example", now=1_800_000_000)
    public = text(Browser("", key).public)
    claims = Sent("/", {"authorization": header}, b"").sender(public, audience="https://push.example:443")
    assert claims["sub"] == "mailto:care@pult.example" and 0 < claims["exp"] - 1_800_000_000 <= 24 * 3600
    assert json.dumps(claims).find("send/1") == -1


async def test_nothing_is_posted_without_tls() -> None:
    with pytest.raises(Invalid):
        await http.post("http://push.example/x", b"", headers={}, seconds=1)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://push.example/x",
        "ftp://push.example/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://10.0.0.8/x",
        "https://2130706433/x",
        "https://0x7f.1/x",
        "https://localhost/x",
        "https://db.internal/x",
        "https://printer.local/x",
        "https://push.example:8443/x",
        "https://user:word@push.example/x",
        "https://push.example/x#y",
        "https://push.example/\r\nHost: evil",
        "https://push.example/" + "x" * 1000,
        "javascript:alert(1)",
        "https://",
        "https://push.example:99999/x",
        "http://127.0.0.1:9/x",
    ],
)
def test_what_is_no_push_service_is_never_kept(address: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.check_endpoint(address, test_origin="http://127.0.0.1:91")
    assert refused.value.pointer == "/endpoint"
    assert rules.check_endpoint("https://fcm.example.com/send/a:b") == "https://fcm.example.com/send/a:b"
