"""The installation's own key for push services (VAPID): made once, kept sealed in the database, never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, derive_private_key
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as make

from pult.kit.secret import Vault
from pult.push import store
from pult.push.envelope import packed, point

if TYPE_CHECKING:
    from pult.kit.db import Database

_CONTEXT = "push.key"


class Keys:
    """Hold one per process."""

    def __init__(self, db: Database, *, vault: Vault) -> None:
        self._db, self._vault = db, vault
        self._key: EllipticCurvePrivateKey | None = None

    async def key(self) -> EllipticCurvePrivateKey:
        """The key; made when it is asked for the first time, by whichever node is faster."""
        if self._key is None:
            fresh = f"{make(SECP256R1()).private_numbers().private_value:x}"
            sealed = await store.key(self._db, self._vault.seal(fresh, context=_CONTEXT))
            self._key = derive_private_key(int(self._vault.open(sealed, context=_CONTEXT), 16), SECP256R1())
        return self._key

    async def public(self) -> str:
        """What browsers subscribe with."""
        return packed(point(await self.key()))
