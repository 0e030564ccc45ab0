"""Everything that can be set, read once from the environment into one frozen object.

Only `cli`, `serving` and `wiring` import this module; everybody else is handed what it needs.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

from pult.kit.clamd import is_address
from pult.kit.errors import StartRefused
from pult.kit.mailbox.account import account_of, is_reply_pattern

SocketImplementation = Literal["picows", "uvicorn"]
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of one process. Times are in seconds."""

    data: Path
    """Folder for everything Pult keeps outside the database (and the embedded database itself)."""
    database_url: str | None = None
    """DSN of an own PostgreSQL (15 to 18); None: the embedded one."""
    postgres_bin: Path | None = None
    """Folder with `postgres` and `initdb` to use for the embedded server instead of the wheel's."""
    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str | None = None
    """Origin people type, for example `https://care.example.com`; None: `http://localhost:PORT`."""
    widget_origin: str | None = None
    files_origin: str | None = None
    secret: str | None = None
    """Installation key (at least 32 characters). None: made once and kept in the data folder."""
    trusted_proxies: tuple[str, ...] = ()
    country_header: str = "cf-ipcountry"
    """In which header a trusted proxy says where a visitor is (two letters)."""
    sockets: SocketImplementation = "picows"
    frame_rate: float = 40.0
    """Frames per second that one socket may send (for a while three times as many)."""
    time_scale: float = 1.0
    """Multiplies every protocol period (ping, hello, pos, …); tests use 1/50."""
    talks_at_once: int = 5
    """How many chats a new operator may hold at once."""
    smtp_url: str | None = None
    """smtp(s)://user:password@host:port by which letters leave; None: none do, and no form promises any."""
    mail_from: str = ""
    """The address that letters come from."""
    imap_url: str | None = None
    """imap(s)://user:password@host:port/folder, the mailbox in which replies to letters arrive; None: none are read."""
    mail_reply: str = ""
    """Where replies go; a `*` in it stands for what tells letters apart (care+*@example.com)."""
    push_test_origin: str | None = None
    """For tests: a push service on this machine, the only one that may be written to without https."""
    call_networks: tuple[Network, ...] = ()
    """Inner networks that rules may call addresses in; what is in none of them must be public and speak TLS."""
    clamd: str | None = None
    """host:port or unix:/path of a virus scanner that looks at every upload; None: nobody does."""
    demo: bool = False
    log_level: str = "info"

    @property
    def origin(self) -> str:
        """The origin of the desk: scheme, host, port; no slash at the end."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def desk_origins(self) -> frozenset[str]:
        """Where pages of the desk may come from."""
        if self.public_url:
            return frozenset({self.origin})
        return frozenset({f"http://{host}:{self.port}" for host in ("localhost", "127.0.0.1")})

    @property
    def widget_origins(self) -> frozenset[str]:
        """Where the widget's frame may come from."""
        return frozenset({self.widget_origin}) if self.widget_origin else self.desk_origins


def default_data(*, root: bool, env: Mapping[str, str]) -> Path:
    """Where data lives when nobody says: a system folder for root, the user's data folder else."""
    if root:
        return Path("/var/lib/pult")
    base = env.get("XDG_DATA_HOME")
    return (Path(base) if base else Path(env.get("HOME", "~")).expanduser() / ".local" / "share") / "pult"


def read(env: Mapping[str, str] | None = None) -> Settings:
    """Read `PULT_*` from the environment. Raises `StartRefused` naming the variable that is wrong."""
    env = os.environ if env is None else env
    data = env.get("PULT_DATA")
    return Settings(
        data=Path(data).absolute() if data else default_data(root=os.geteuid() == 0, env=env),
        database_url=env.get("PULT_DATABASE_URL") or None,
        postgres_bin=Path(env["PULT_POSTGRES_BIN"]) if env.get("PULT_POSTGRES_BIN") else None,
        host=env.get("PULT_HOST", "127.0.0.1"),
        port=_number(env, "PULT_PORT", 8080, low=1, high=65535),
        public_url=_origin(env, "PULT_PUBLIC_URL"),
        widget_origin=_origin(env, "PULT_WIDGET_ORIGIN"),
        files_origin=_origin(env, "PULT_FILES_ORIGIN"),
        secret=_secret(env),
        trusted_proxies=tuple(p.strip() for p in env.get("PULT_TRUSTED_PROXIES", "").split(",") if p.strip()),
        country_header=env.get("PULT_COUNTRY_HEADER", "cf-ipcountry").lower(),
        sockets=_sockets(env),
        frame_rate=float(_number(env, "PULT_FRAME_RATE", 40, low=1, high=1_000_000)),
        time_scale=_scale(env),
        talks_at_once=_number(env, "PULT_TALKS_AT_ONCE", 5, low=1, high=1000),
        smtp_url=_smtp(env),
        mail_from=env.get("PULT_MAIL_FROM", ""),
        imap_url=_imap(env),
        mail_reply=_mail_reply(env),
        push_test_origin=_origin(env, "PULT_PUSH_TEST_ORIGIN"),
        call_networks=_networks(env, "PULT_CALL_NETWORKS"),
        clamd=_clamd(env),
        demo=env.get("PULT_DEMO", "") not in ("", "0"),
        log_level=env.get("PULT_LOG", "info").lower(),
    )


def _number(env: Mapping[str, str], name: str, default: int, *, low: int, high: int) -> int:
    text = env.get(name)
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise StartRefused(f"{name} must be a whole number from {low} to {high}, not {text!r}")
    return int(text)


def _scale(env: Mapping[str, str]) -> float:
    text = env.get("PULT_TIME_SCALE", "1")
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.001 <= value <= 10:
        raise StartRefused(f"PULT_TIME_SCALE must be a number from 0.001 to 10, not {text!r}")
    return value


def _origin(env: Mapping[str, str], name: str) -> str | None:
    text = env.get(name)
    if not text:
        return None
    scheme, _, rest = text.rstrip("/").partition("://")
    if scheme not in ("http", "https") or not rest or "/" in rest:
        raise StartRefused(f"{name} must be an origin like https://care.example.com, not {text!r}")
    host = rest.split(":")[0]
    loopback = host in ("localhost", "127.0.0.1") or host.endswith(".localhost")
    if scheme == "http" and not loopback:
        raise StartRefused(f"{name} is plain http off loopback: use https, or keep it on localhost")
    return f"{scheme}://{rest}"


def _networks(env: Mapping[str, str], name: str) -> tuple[Network, ...]:
    found: list[Network] = []
    for text in env.get(name, "").split(","):
        try:
            if text.strip():
                found.append(ipaddress.ip_network(text.strip()))
        except ValueError as error:
            raise StartRefused(f"{name} must be networks like 10.20.0.0/16,192.168.1.5, not {text!r}") from error
    return tuple(found)


def _smtp(env: Mapping[str, str]) -> str | None:
    text = env.get("PULT_SMTP_URL")
    if not text:
        return None
    scheme, _, rest = text.partition("://")
    host = rest.rpartition("@")[2].rstrip("/")
    if scheme not in ("smtp", "smtps") or not host or "/" in host:
        raise StartRefused("PULT_SMTP_URL must look like smtp://user:password@host:port (or smtps://)")
    if "@" not in env.get("PULT_MAIL_FROM", ""):
        raise StartRefused("PULT_SMTP_URL needs PULT_MAIL_FROM, the address that letters come from")
    return text


def _imap(env: Mapping[str, str]) -> str | None:
    text = env.get("PULT_IMAP_URL")
    if not text:
        return None
    try:
        account_of(text)
    except ValueError:
        raise StartRefused("PULT_IMAP_URL must look like imaps://user:password@host:port/folder (or imap://)") from None
    if not env.get("PULT_SMTP_URL"):
        raise StartRefused("PULT_IMAP_URL needs PULT_SMTP_URL: there are replies only to letters that left")
    return text


def _mail_reply(env: Mapping[str, str]) -> str:
    text = env.get("PULT_MAIL_REPLY") or env.get("PULT_MAIL_FROM", "")
    if env.get("PULT_IMAP_URL") and not is_reply_pattern(text):
        raise StartRefused(f"PULT_MAIL_REPLY must be an address, with or without one *, not {text!r}")
    return text


def _clamd(env: Mapping[str, str]) -> str | None:
    text = env.get("PULT_CLAMD")
    if text and not is_address(text):
        raise StartRefused(f"PULT_CLAMD must be host:port or unix:/path of clamd, not {text!r}")
    return text or None


def _secret(env: Mapping[str, str]) -> str | None:
    text = env.get("PULT_SECRET")
    if text and len(text) < 32:
        raise StartRefused("PULT_SECRET must have at least 32 characters")
    return text or None


def _sockets(env: Mapping[str, str]) -> SocketImplementation:
    text = env.get("PULT_SOCKETS", "picows")
    if text not in ("picows", "uvicorn"):
        raise StartRefused(f"PULT_SOCKETS must be picows or uvicorn, not {text!r}")
    return text
