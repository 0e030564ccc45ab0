"""A real mailbox: Dovecot's IMAP server and its delivery program, in a folder of their own on a port of their own."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import grp
import ipaddress
import os
import pwd
import shutil
import signal
import socket
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support import postgres
from tests.support.nursery import die_with_parent
from tests.support.process import free_port, until

DOVECOT, DELIVER = Path("/usr/sbin/dovecot"), Path("/usr/lib/dovecot/dovecot-lda")
USER, PASSWORD = "care@pult.example", 'о"к\\но 7'
FOLDER = "Ответы"
_SETTINGS = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain
protocols = imap
mail_location = maildir:{folder}/mail/%u:LAYOUT=fs
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 0
first_valid_gid = 0
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
lda_mailbox_autocreate = yes
postmaster_address = postmaster@pult.example
passdb {{
  driver = passwd-file
  args = username_format=%u {folder}/people
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u allow_all_users=yes
}}
protocol lda {{
  log_path = {folder}/mail/delivered.log
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1, 127.0.0.2
    port = {imap}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {imaps}
  }}
}}
service stats {{
  chroot =
}}
"""


def dovecot() -> Path:
    """Debian's Dovecot. As root it is installed when missing; else the run ends with exit code 2 and the command."""
    if not DOVECOT.exists():
        command = ["apt-get", "install", "-y", "--no-install-recommends", "dovecot-imapd"]
        if os.geteuid() != 0 or subprocess.run(command, stdout=subprocess.DEVNULL).returncode != 0:
            pytest.exit("tests need Dovecot: sudo apt-get install -y dovecot-imapd", returncode=2)
    return DOVECOT


class Dovecot:
    """One server with one mailbox. `start` and `stop` as often as wanted: letters are delivered all the same."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self._imap, self._imaps = free_port(), free_port()
        root = os.geteuid() == 0
        self._uid, self._gid = (65534, 65534) if root else (os.getuid(), os.getgid())

    @property
    def env(self) -> dict[str, str]:
        """For a Pult that looks into this mailbox over TLS."""
        where = f"{quote(USER)}:{quote(PASSWORD)}@localhost:{self._imaps}/{quote(FOLDER)}"
        return {
            "PULT_IMAP_URL": f"imaps://{where}",
            "PULT_MAIL_REPLY": "care+*@pult.example",
            "SSL_CERT_FILE": str(self._folder / "cert.pem"),
        }

    def url(self, host: str) -> str:
        """The same where TLS does not begin with the first byte; 127.0.0.2 is not this machine for whoever asks."""
        return f"imap://{quote(USER)}:{quote(PASSWORD)}@{host}:{self._imap}/{quote(FOLDER)}"

    @property
    def _configuration(self) -> Path:
        return self._folder / "dovecot.conf"

    def prepare(self) -> None:
        """Write down what it needs."""
        user, group = (pwd.getpwuid(self._uid).pw_name, grp.getgrgid(self._gid).gr_name)
        (self._folder / "mail").mkdir()
        os.chown(self._folder / "mail", self._uid, self._gid)
        (self._folder / "people").write_text(f"{USER}:{{PLAIN}}{PASSWORD}::::::\n")
        _certify(self._folder)
        known = {"uid": self._uid, "gid": self._gid, "user": user, "group": group, "folder": self._folder}
        self._configuration.write_text(_SETTINGS.format(imap=self._imap, imaps=self._imaps, **known))

    async def start(self) -> None:
        """Start, and wait until it listens."""
        self._process = await asyncio.create_subprocess_exec(
            dovecot(), "-F", "-c", self._configuration, preexec_fn=die_with_parent, start_new_session=True
        )
        await until(lambda: self._listens() or self._ended, what="Dovecot's port")
        assert not self._ended, self.log

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._imaps)) == 0

    @property
    def _ended(self) -> bool:
        return self._process is not None and self._process.returncode is not None

    @property
    def log(self) -> str:
        """What it wrote."""
        written = (self._folder / "log", self._folder / "mail" / "delivered.log")
        return "\n".join(one.read_text(errors="replace")[-2000:] for one in written if one.exists())

    async def stop(self) -> None:
        """End it and every connection at once, as a machine that loses its power."""
        if self._process is not None and not self._ended:
            os.killpg(self._process.pid, signal.SIGKILL)
            await self._process.wait()
            shutil.rmtree(self._folder / "run", ignore_errors=True)

    async def deliver(self, letter: bytes, *, sender: str = "", to: str = USER) -> None:
        """Put a letter into the mailbox, as a mail server does that has taken it."""
        words = ["-c", str(self._configuration), "-f", sender, "-a", to, "-m", FOLDER]
        home = {"HOME": str(self._folder / "mail" / USER), "USER": USER}
        whose: dict[str, Any] = {"user": self._uid, "group": self._gid, "extra_groups": []} if os.geteuid() == 0 else {}
        process = await asyncio.create_subprocess_exec(
            DELIVER, *words, stdin=asyncio.subprocess.PIPE, env=home, cwd=self._folder, **whose
        )
        await process.communicate(letter)
        assert process.returncode == 0, self.log

    def renumber(self) -> None:
        """The folder's numbers are given anew, as after a move to another server. Only while it is stopped."""
        for path in (self._folder / "mail").rglob("dovecot*"):
            if path.is_file():
                path.unlink()


def _certify(folder: Path) -> None:
    """A certificate for localhost that is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.2"))]
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "cert.pem").write_bytes(made.public_bytes(pem))
    (folder / "key.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))


@contextlib.asynccontextmanager
async def mailbox_server() -> AsyncIterator[Dovecot]:
    """A mailbox, open."""
    dovecot()
    folder = postgres.folder()
    made = Dovecot(folder)
    try:
        made.prepare()
        await made.deliver(b"From: first@example.org\r\n\r\nThis makes the folder.\r\n")
        await made.start()
        yield made
    finally:
        await made.stop()
        shutil.rmtree(folder, ignore_errors=True)
