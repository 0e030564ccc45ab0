"""Secrets of other systems in our database: a stolen dump opens nothing (A38), and no row opens another's."""

from __future__ import annotations

import pytest

from pult.kit.errors import Invalid
from pult.kit.secret import InstallationKey, Vault

KEY = InstallationKey("a" * 40).derive("vault")


def test_a_secret_comes_back_and_does_not_stand_in_clear() -> None:
    vault = Vault(KEY)
    sealed = vault.seal("тайна", context="site:shop")
    assert "тайна" not in sealed and sealed != vault.seal("тайна", context="site:shop")
    assert Vault(KEY).open(sealed, context="site:shop") == "тайна"


def test_another_installation_another_row_and_a_changed_text_open_nothing() -> None:
    sealed = Vault(KEY).seal("secret", context="site:shop")
    other = Vault(InstallationKey("b" * 40).derive("vault"))
    changed = sealed[:-2] + ("AA" if sealed[-2:] != "AA" else "BB")
    for vault, text, context in (
        (other, sealed, "site:shop"),
        (Vault(KEY), sealed, "site:other"),
        (Vault(KEY), changed, "site:shop"),
        (Vault(KEY), "", "site:shop"),
        (Vault(KEY), "v1.%%%", "site:shop"),
    ):
        with pytest.raises(Invalid, match="does not open"):
            vault.open(text, context=context)
