"""Another way for who waits: what a visitor leaves, checked, in words and fields. Pure."""

from __future__ import annotations

from pult.channels.webchat import frames
from pult.channels.webchat.site import WebSite
from pult.gateway.contract import Answered, Instead
from pult.kit import answers
from pult.kit.errors import Absent, Invalid

VERSION = "callback-1"
STATEMENT = {
    "ru": "Согласие на звонок по этому номеру по моему вопросу; ни для чего другого он не нужен.",
    "en": "I agree to be called at this number about my question; it is used for nothing else.",
}
_MAIL = {"ru": "Ответьте, пожалуйста, на почту: {}", "en": "Please answer by mail: {}"}
_CALL = {"ru": "Перезвоните мне, пожалуйста: {}", "en": "Please call me back: {}"}
_LABELS = {
    "ru": ("Почта для ответа", "Телефон для звонка", "Согласие на звонок"),
    "en": ("Mail for the answer", "Number to call", "Consent to a call"),
}


def instead_of(site: WebSite, given: frames.Instead, *, mails: bool) -> Instead:
    """What was left, if it may be: a mail address where letters can be sent, a number with consent where the site calls
    back. Raises `Invalid` with a pointer, `Absent` (`no_mail`, `no_callback`).
    """
    read, (by_mail, by_phone, consent) = given.lang, _LABELS[site.language]
    if (given.mail is None) == (given.phone is None):
        raise Invalid("either a mail address or a phone number", pointer="/mail")
    if given.mail is not None:
        if not mails:
            raise Absent("letters cannot be sent from here", code="no_mail")
        mail = answers.line("mail", given.mail, pointer="/mail")
        field = Answered(key="mail", kind="mail", label=by_mail, value=mail)
        return Instead(text=_MAIL[read].format(mail), fields=(field,), mail=mail)
    if not site.settings.callback:
        raise Absent("nobody calls back from here", code="no_callback")
    phone = answers.line("phone", given.phone or "", pointer="/phone")
    if given.consent is not True:
        raise Invalid("we may call only who agrees to it", pointer="/consent")
    number = Answered(key="phone", kind="phone", label=by_phone, value=phone)
    agreed = Answered(
        key="consent", kind="consent", label=consent, value=VERSION, statement=STATEMENT[read], version=VERSION
    )
    text = _CALL[read].format(phone)
    promise = _CALL[site.language].format(phone)
    return Instead(text=text, fields=(number, agreed), promise=promise, minutes=site.settings.callback)
