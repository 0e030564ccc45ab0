"""What the demo shop's sites begin with, so that a newcomer sees what can be set. Changes of it are kept."""

from __future__ import annotations

from typing import Any

_SAYS: dict[str, Any] = {
    "ru": {"title": "Чем помочь?", "greeting": "Здесь отвечают люди: Анна и Борис."},
    "en": {
        "name": "Sever Outfitters",
        "title": "How can we help?",
        "greeting": "People answer here: Anna and Boris.",
    },
}
_TOPICS = [
    {"key": "delivery", "text": {"ru": "Доставка", "en": "Delivery"}},
    {"key": "size", "text": {"ru": "Размеры", "en": "Sizes"}},
    {"key": "return", "text": {"ru": "Обмен и возврат", "en": "Returns"}},
]
_STATEMENT = {
    "ru": "Согласен на обработку персональных данных для ответа на вопрос",
    "en": "I agree that my data is used to answer the question",
}
SHOP: dict[str, Any] = {"says": _SAYS, "topics": _TOPICS, "topic": "optional"}
"""The first page: topics to choose from, or just write."""
ORDER: dict[str, Any] = {
    "says": _SAYS,
    "topics": [*_TOPICS, {"key": "other", "text": {"ru": "Другое", "en": "Something else"}}],
    "fields": [
        {"key": "order", "kind": "number", "label": {"ru": "Номер заказа", "en": "Order number"}},
        {"key": "phone", "kind": "phone", "label": {"ru": "Телефон", "en": "Phone"}},
        {
            "key": "who",
            "kind": "choice",
            "label": {"ru": "Кто вы", "en": "Who are you"},
            "choices": [{"ru": "Покупатель", "en": "A customer"}, {"ru": "Магазин", "en": "A shop"}],
        },
        {
            "key": "law",
            "kind": "consent",
            "label": {"ru": "Согласие", "en": "Consent"},
            "required": True,
            "version": "1",
            "statement": _STATEMENT,
        },
    ],
    "after_resolve": "new",
}
"""The page of an order: a topic and answers come before the first word, and anew with each question."""
