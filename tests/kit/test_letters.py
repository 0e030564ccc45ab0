"""Letters as mail programs of all kinds write them: whose words, what they carry, and that nothing breaks reading."""

from __future__ import annotations

import base64
import importlib.util
import quopri
import time
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pult.kit.mailbox import keys
from pult.kit.mailbox.account import account_of, folder_name, is_reply_pattern
from pult.kit.mailbox.contract import Incoming
from pult.kit.mailbox.parsing import read
from pult.kit.mailbox.plain import plain
from pult.kit.mailbox.quoting import own_words

PATTERN, KEY = "care+*@pult.example", "abcdefghijklmnopqrstuvwx23"
ASKS = "Анна Кузнецова спрашивает вас по обращению 12:"
REPLIES = {
    "gmail, ru": "Да, верно.\n\nпн, 22 нояб. 2026 г. в 10:00, Анна <care@pult.example>:\n\n> Вакансия?\n> Верно?\n",
    "gmail, en, wrapped": (
        "Да, верно.\n\nOn Sun, Nov 22, 2026 at 10:00 AM Anna Kuznetsova\n<care+abcdefghijklmnopqrstuvwx23@pult.example>"
        " wrote:\n\n> Вакансия снята?\n"
    ),
    "apple, ru": "Да, верно.\n\n> 22 нояб. 2026 г., в 10:00, Анна <care@pult.example> написал(а):\n> \n> Вакансия?\n",
    "apple, ru, attribution outside": "Да, верно.\n\n22 нояб. 2026 г., в 10:00, Анна написал(а):\n\n> Вакансия?\n",
    "thunderbird, ru": "Да, верно.\n\n22.11.2026 10:00, Анна пишет:\n> Вакансия?\n>\n> Верно?\n",
    "thunderbird, below": "22.11.2026 10:00, Анна пишет:\n> Вакансия?\n>\n> Верно?\n\nДа, верно.\n",
    "mail.ru": "\nДа, верно.\n \n>Воскресенье, 22 ноября 2026, 10:00 +03:00 от Анна <c@pult.ru>:\n> \n>Вакансия?\n",
    "yandex": 'Да, верно.\n\n22.11.2026, 10:00, "Анна" <care@pult.example>:\n> Вакансия?\n',
    "the bat": "Да, верно.\n\nВы писали 22 ноября 2026 г., 10:00:28:\n\n> Вакансия?\n",
    "outlook, ru": (
        "Да, верно.\n\n________________________________\nОт: Анна <care@pult.example>\nОтправлено: 22 ноября 10:00\n"
        "Кому: Модерация\nТема: Вопрос к вам по обращению 12\n\nВакансия снята?\n"
    ),
    "outlook, en": (
        "Да, верно.\r\n\r\n-----Original Message-----\r\nFrom: Anna\r\nSent: Sunday\r\nTo: Mod\r\nSubject: x\r\n\r\nОк?"
    ),
    "outlook, bold": "Да, верно.\n\n*From:* Anna\n*Sent:* Sunday\n*To:* Mod\n*Subject:* A question\n\nOk?",
    "исходное сообщение": "Да, верно.\n\n-------- Исходное сообщение --------\nОт кого: Анна\nКому: Мод\n\nВакансия?\n",
    "signature": "Да, верно.\n\n-- \nИван Петров\nМодерация, т. 12-34\n",
    "signature above": "Да, верно.\n-- \nИван Петров\n\n22.11.2026, 10:00, Анна пишет:\n> Вакансия?\n",
    "phone": "Да, верно.\n\nОтправлено с iPhone\n\n> 22 нояб. 2026 г., в 10:00, Анна написал(а):\n> Вакансия?\n",
    "phone, mail.ru": "Да, верно.\n\n--\nОтправлено из Mail.ru для Android\n",
    "phone, en": "Да, верно.\n\nSent from my iPhone\n",
    "nothing quoted": "Да, верно.\n",
    "not marked as quoted": f"Да, верно.\n\n{ASKS}\n\nВакансия снята?\n\nОтветить можно здесь\n",
    "below, not marked as quoted": f"{ASKS}\n\nСнята?\n\nКлиент не видит ни вопроса, ни ответа.\n\nДа, верно.\n",
    "nested": "Да, верно.\n\nOn Monday 22.11 Anna wrote:\n> On 21.11.2026 Ivan wrote:\n>> Старое\n> Новое\n",
}


@pytest.mark.parametrize("client", REPLIES)
def test_of_a_reply_only_what_its_author_wrote_is_kept(client: str) -> None:
    text = REPLIES[client].replace("\r\n", "\n")
    assert own_words(text, marks=[ASKS, "Клиент не видит ни вопроса, ни ответа."]) == "Да, верно."


def test_who_answers_between_the_lines_keeps_what_they_answer_to() -> None:
    text = "Добрый день!\n\n22.11.2026 10:00, Анна пишет:\n> Снята?\nДа.\n> Почему?\nТелефон в тексте.\n\n> Спасибо\n"
    assert own_words(text) == "Добрый день!\n\n> Снята?\nДа.\n> Почему?\nТелефон в тексте."


@pytest.mark.parametrize(
    "text",
    [
        "Два пункта:\n1) телефон\n2) почта",
        "Ответ такой: да.\nОт: этого никуда не деться",
        "Смотрите:\n\n- раз\n- два",
        "Кому: всем\n\nПишите",
        "Цена 5 > 3\nи a>b",
        "Мы отправлено с утра ничего не получали",
        "Иван писал:\nвсё верно",
    ],
)
def test_words_that_only_look_like_a_letters_head_stay(text: str) -> None:
    assert own_words(text) == text


@pytest.mark.parametrize(
    "text", ["", "\n \n", "> Вакансия?\n> да", "-- \nИван", "22.11.2026, Анна пишет:\n> Вакансия?"]
)
def test_where_nobody_wrote_anything_nothing_is_kept(text: str) -> None:
    assert own_words(text) == ""


@given(st.text(alphabet="> -_:\nабFrom: Тема@1", max_size=300))
def test_no_text_breaks_the_cutting_and_nothing_is_invented(text: str) -> None:
    own = own_words(text)
    assert all(line.strip() in text for line in own.split("\n"))


@pytest.mark.parametrize("text", ["> " * 100_000, "a: " * 100_000 + "\n> x", "от " * 200_000, "=?u?q?" * 50_000])
def test_giant_lines_cost_no_time(text: str) -> None:
    begin = time.process_time()
    own_words(text)
    read(f"From: {text}\nSubject: {text}\nTo: {text}\n\n{text}".encode(), pattern=PATTERN)
    assert time.process_time() - begin < 10  # seconds of this process: minutes where something grows with the square


def letter(text: str = "Да.", **headers: str) -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    usual = {"From": "Иван <ivan@example.org>", "To": f"care+{KEY}@pult.example", "Message-ID": "<1@example.org>"}
    for name, value in {**usual, **{name.replace("_", "-"): value for name, value in headers.items()}}.items():
        made[name] = value
    made.set_content(text)
    return made


def seen(raw: EmailMessage | bytes) -> Incoming:
    return read(raw if isinstance(raw, bytes) else bytes(raw), pattern=PATTERN)


def test_a_letter_says_who_wrote_what_to_which_key() -> None:
    found = seen(letter("Да, верно.\n", Subject="Re: Вопрос к вам по обращению 12"))
    assert (found.sender, found.name, found.mark) == ("ivan@example.org", "Иван", "<1@example.org>")
    assert (found.subject, found.text.strip()) == ("Re: Вопрос к вам по обращению 12", "Да, верно.")
    assert (found.keys, found.automatic, found.files, found.cut) == ((KEY,), None, (), False)


@pytest.mark.parametrize(
    ("headers", "has"),
    [
        ({"To": f"CARE+{KEY.upper()}@Pult.Example"}, True),
        ({"To": "someone@example.org", "Cc": f'"Pult, desk" <care+{KEY}@pult.example>'}, True),
        ({"To": "care@pult.example", "Delivered-To": f"care+{KEY}@pult.example"}, True),
        ({"To": "care@pult.example", "In-Reply-To": f"<{KEY}@pult.example>"}, True),
        ({"To": "care@pult.example", "References": f"<0@example.org>\r\n <{KEY}@pult.example>"}, True),
        ({"To": "care@pult.example"}, False),
        ({"To": "care+abc@pult.example"}, False),
        ({"To": f"care+{KEY}@elsewhere.example"}, False),
        ({"To": f"{KEY}@pult.example"}, False),
        ({"To": "care@pult.example", "Subject": KEY}, False),
    ],
)
def test_a_key_is_found_where_a_reply_carries_it_and_nowhere_else(headers: dict[str, str], has: bool) -> None:
    raw = "".join(f"{name}: {value}\r\n" for name, value in {"From": "a@example.org", **headers}.items())
    assert seen(f"{raw}\r\nДа".encode()).keys == ((KEY,) if has else ())


def test_without_a_star_only_what_it_answers_tells_letters_apart() -> None:
    raw = bytes(letter(To="care@pult.example", In_Reply_To=f"<{KEY}@pult.example>"))
    assert read(raw, pattern="care@pult.example").keys == (KEY,)
    assert read(bytes(letter()), pattern="care@pult.example").keys == ()


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({}, None),
        ({"Auto-Submitted": "no"}, None),
        ({"Auto-Submitted": "auto-replied (vacation)"}, "reply"),
        ({"Auto-Submitted": "auto-generated"}, "reply"),
        ({"Precedence": "bulk"}, "reply"),
        ({"Precedence": "bulk", "List-Id": "<mod.example.org>"}, None),
        ({"X-Autoreply": "yes"}, "reply"),
        ({"Return-Path": "<>"}, "reply"),
        ({"Subject": "Автоответ: Вопрос к вам"}, "reply"),
        ({"Subject": "Automatic reply: A question"}, "reply"),
        ({"From": "MAILER-DAEMON@example.org"}, "bounce"),
        ({"From": "postmaster@example.org"}, "bounce"),
    ],
)
def test_what_a_machine_wrote_is_known(headers: dict[str, str], kind: str | None) -> None:
    assert seen(letter(**{name.replace("-", "_"): value for name, value in headers.items()})).automatic == kind


def test_a_report_that_a_letter_did_not_arrive_says_which() -> None:
    raw = (
        "From: MAILER-DAEMON@mx.example\r\nTo: care@pult.example\r\nContent-Type: multipart/report; boundary=b;\r\n"
        " report-type=delivery-status\r\n\r\n--b\r\n\r\nno user\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Final-Recipient: rfc822; mod@example.org\r\nStatus: 5.1.1\r\n\r\n--b\r\nContent-Type: {kind}\r\n\r\n"
        f"Message-ID: <{KEY}@pult.example>\r\nSubject: x\r\n\r\nold\r\n--b--\r\n"
    )
    for kind in ("message/rfc822", "text/rfc822-headers"):
        found = seen(raw.replace("{kind}", kind).encode())
        assert (found.automatic, found.keys, found.text.strip()) == ("bounce", (KEY,), "no user"), kind
    assert seen(
        raw.replace("delivery-status\r\n\r\n--b", "disposition-notification\r\n\r\n--b", 1).encode()
    ).automatic == ("receipt")


ASKED = "Вопрос".encode()
SAID = "Да, снята верно: телефон в тексте"


@pytest.mark.parametrize(
    ("charset", "data"),
    [
        ("koi8-r", SAID.encode("koi8-r")),
        ("windows-1251", SAID.encode("cp1251")),
        ('"UTF-8"', SAID.encode()),
        ("us-ascii", SAID.encode()),
        ("us-ascii", SAID.encode("cp1251")),
        ("us-ascii", SAID.encode("koi8-r")),
        ("x-unknown", SAID.encode("cp1251")),
        ("utf-8", SAID.encode("cp1251")),
        ("punycode", SAID.encode()),
        ("base64", SAID.encode()),
        ("", SAID.encode("koi8-r")),
        ("utf-16", SAID.encode("utf-16")),
    ],
)
def test_words_are_read_whatever_charset_is_said(charset: str, data: bytes) -> None:
    head = f"From: a@example.org\r\nContent-Type: text/plain; charset={charset}\r\n"
    encoded = base64.encodebytes(data)
    assert seen(f"{head}Content-Transfer-Encoding: base64\r\n\r\n".encode() + encoded).text.strip() == SAID


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: =?koi8-r?B?" + base64.b64encode("Вопрос".encode("koi8-r")) + b"?=",
        b"Subject: =?UTF-8?B?0JLQvtC/0YA=?=\r\n =?utf-8?B?0L7RgQ==?=",
        b"Subject: " + b" ".join(b"=?utf-8?b?" + base64.b64encode(one) + b"?=" for one in (ASKED[:7], ASKED[7:])),
        b"Subject: =?windows-1251?Q?" + quopri.encodestring("Вопрос".encode("cp1251"), header=True) + b"?=",
        b"Subject: " + "Вопрос".encode(),
        b"Subject: " + "Вопрос".encode("cp1251"),
    ],
)
def test_subjects_are_read_however_they_are_written(raw: bytes) -> None:
    assert seen(raw + b"\r\n\r\nx").subject == "Вопрос"


def test_html_alone_is_read_and_nothing_in_it_acts() -> None:
    html = (
        "<html><head><title>t</title><style>p{x}</style></head><body><p>Да,&nbsp;<b>верно</b>.</p><p>Раз<br>два</p>"
        "<script>alert(1)</script><ul><li>один</li><li>два</li></ul><div>пн, 22 нояб. 2026 г. в 10:00, "
        "Анна &lt;care@pult.example&gt;:<blockquote>Вакансия?<blockquote>старое</blockquote></blockquote></div></body>"
    )
    made = letter()
    made.set_content(html, subtype="html")
    text = seen(made).text
    assert "alert" not in text and "p{x}" not in text and "> Вакансия?" in text and "> > старое" in text
    assert own_words(text) == "Да, верно.\n\nРаз\nдва\n\n• один\n• два"
    assert plain("<div>a</div><div><br></div><div>b</div>") == "a\n\nb"
    assert plain("<head><div>a <span>b</span>c") == ""
    assert plain("a<b") == "a" or "a<b"


def test_the_plain_form_is_taken_where_there_are_two_and_files_are_named() -> None:
    made = letter("Да.\n")
    made.add_alternative("<p>Нет</p>", subtype="html")
    made.add_attachment(b"x" * 3000, maintype="image", subtype="png", filename="снимок.png")
    found = seen(made)
    assert found.text.strip() == "Да." and [(one.name, one.size) for one in found.files] == [("снимок.png", 3000)]


def test_lines_that_were_broken_for_the_way_are_whole_again() -> None:
    raw = b"From: a@b.c\r\nContent-Type: text/plain; format=flowed\r\n\r\nOne \r\ntwo\r\n> q \r\n> r\r\n-- \r\nme\r\n"
    assert seen(raw).text == "One two\n> q r\n-- \nme"


def nested(deep: int) -> bytes:
    """Parts in parts in parts."""
    text = b"From: a@b.example\r\n"
    for at in range(deep):
        text += b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (at, at)
    return text + b"\r\nx"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n",
        b"\0" * 1000,
        bytes(range(256)) * 20,
        nested(50),
        b"From: <<<>>>,,;:@\r\nTo: " + b"a," * 5000 + b"\r\n\r\nx",
        b"Content-Type: multipart/mixed\r\n\r\n--x\r\n\r\nwords\r\n--x--",
        b"Content-Type: text/plain; charset*=utf-8''x\r\n\r\nx",
        b"Content-Type: text/plain; name*0*=%zz; name*2=b\r\nContent-Disposition: attachment\r\n\r\nx",
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!!",
        b"Subject: =?utf-8?B?!!!?= =?x?Q?=ZZ?=\r\nMessage-ID: \xff\r\n\r\nx",
    ],
)
def test_a_letter_that_is_none_is_read_all_the_same(raw: bytes) -> None:
    found = seen(raw)
    assert found.mark and found.keys == () and "\0" not in found.text + found.subject + found.name


@given(st.binary(max_size=400), st.sampled_from([b"Subject", b"From", b"To", b"Content-Type", b"Message-ID", b"X"]))
def test_no_bytes_break_the_reading(data: bytes, header: bytes) -> None:
    for raw in (data, header + b": " + data + b"\r\n\r\n" + data):
        found = seen(raw)
        shown = f"{found.subject}{found.name}{found.sender}{found.text}{found.mark}"
        assert (
            "\0" not in shown and shown.encode("utf-8", "surrogatepass").decode("utf-8", "replace").count("\ufffd") >= 0
        )


def test_letters_of_pythons_own_collection_are_read() -> None:
    """65 letters that once broke a parser, where this Python has its tests with it."""
    spec = importlib.util.find_spec("test.test_email") if importlib.util.find_spec("test") else None
    places = [Path(one) / "data" for one in (spec.submodule_search_locations or [])] if spec else []
    letters = [path for place in places for path in sorted(place.glob("msg_*.txt"))]
    for path in letters:
        found = seen(path.read_bytes())
        assert found.mark and "\0" not in found.text, path.name
        assert found.text or found.files or path.stat().st_size < 700 or b"\n\n" in path.read_bytes(), path.name


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("imaps://care%40x.example:p%3Aw@mail.example", ("mail.example", 993, True, "care@x.example", "p:w", "INBOX")),
        ("imap://u:p@127.0.0.1:1143/A%2FB", ("127.0.0.1", 1143, False, "u", "p", "A/B")),
    ],
)
def test_an_address_of_a_mailbox_is_read(url: str, found: tuple[object, ...]) -> None:
    one = account_of(url)
    assert (one.host, one.port, one.tls, one.user, one.password, one.folder) == found
    assert one.password not in one.name


@pytest.mark.parametrize("url", ["mail.example", "pop3://u:p@h", "imaps://h/INBOX", "imaps://u@h", "imaps://:p@h"])
def test_what_is_no_address_of_a_mailbox_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        account_of(url)


def test_folders_are_written_as_imap_wants_them() -> None:
    assert folder_name("INBOX/Tom & Co") == "INBOX/Tom &- Co"
    assert folder_name("Ответы") == "&BB4EQgQyBDUEQgRL-"
    assert folder_name("~peter/mail/台北/日本語") == "~peter/mail/&U,BTFw-/&ZeVnLIqe-"  # the example of RFC 3501


def test_keys_are_long_and_survive_mail_programs() -> None:
    made = {keys.new_key() for _ in range(100)}
    assert len(made) == 100 and all(len(one) == 26 and one == one.lower() for one in made)
    one = made.pop()
    address = keys.reply_address(PATTERN, one)
    assert keys.keys_in(addresses=[address.upper()], ids=[], pattern=PATTERN) == (one,)
    assert [is_reply_pattern(text) for text in (PATTERN, "care@pult.example", "a*b*@x.example", "care@*", "")] == [
        True,
        True,
        False,
        False,
        False,
    ]
