"""What the demo shop's server would sign, and what somebody else might."""

from __future__ import annotations

import time
from typing import Any

from joserfc import jwt
from joserfc.jwk import OctKey

from pult.kit.secret import InstallationKey
from tests.support.process import Pult


def site_secret(node: Pult) -> str:
    """The demo site's secret: derived from the installation's key."""
    return InstallationKey((node.data / "installation.key").read_text().strip()).derive("demo site").hex()


def signed(secret: str, *, alg: str = "HS256", drop: tuple[str, ...] = (), **claims: Any) -> str:
    """A token; claims not given are right. `drop` takes claims away."""
    now = int(time.time())
    whole = {"sub": "1042", "aud": "demo", "iat": now, "exp": now + 600, **claims}
    return jwt.encode(
        {"alg": alg},
        {name: value for name, value in whole.items() if name not in drop},
        OctKey.import_key(secret),
        algorithms=[alg],
    )
