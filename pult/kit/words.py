"""How people search: without regard to case, ё, and which keyboard layout was on."""

from __future__ import annotations

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбюё"
_OTHER = str.maketrans(_LATIN + _CYRILLIC, _CYRILLIC + _LATIN)


def folded(text: str) -> str:
    """Lower case, ё as е."""
    return text.lower().replace("ё", "е")


def other_layout(text: str) -> str:
    """The same keys under the other layout: `ghbdtn` is «привет»."""
    return text.lower().translate(_OTHER)


def patterns(query: str) -> list[str]:
    """For `LIKE ALL`: every word of the query anywhere, folded; marks of LIKE are taken literally."""
    return [f"%{_literal(word)}%" for word in folded(query).split()]


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
