"""The server's configuration: a small, safe PostgreSQL that nobody but its owner and root can reach."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pult.kit.postgres.binaries import Binaries
from pult.kit.postgres.folder import Folder

OWNER = "pult"
"""Name of the database and of its owner inside the server, whatever the account outside is called."""

# Durable always (fsync and synchronous_commit are the promise behind every ack); small in memory; no helper processes
# that a desk does not need; the log is one file for each day of the week, so it cannot grow for ever.
SETTINGS: dict[str, str] = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "superuser_reserved_connections": "3",
    "shared_buffers": "64MB",
    "huge_pages": "off",
    "work_mem": "4MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "512MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "wal_level": "replica",
    "max_wal_size": "1GB",
    "min_wal_size": "128MB",
    "max_wal_senders": "4",
    "checkpoint_timeout": "10min",
    "max_worker_processes": "4",
    "max_parallel_workers_per_gather": "0",
    "autovacuum_max_workers": "2",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "cluster_name": "pult",
    "logging_collector": "on",
    "log_filename": "postgres-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_line_prefix": "%m [%p] ",
    "log_checkpoints": "off",
}


def write(folder: Folder, *, socket: Path, binaries: Binaries, options: Mapping[str, str]) -> bool:
    """Write the configuration anew; true when it differs from what stood there. `options` win over our settings."""
    settings = SETTINGS | {
        "data_directory": str(folder.cluster),
        "hba_file": str(folder.conf / "hba.conf"),
        "ident_file": str(folder.conf / "ident.conf"),
        "unix_socket_directories": _listed(socket),
        "log_directory": str(folder.log),
    }
    if binaries.major >= 18:
        settings["io_method"] = "sync"  # its three worker processes are memory that a desk does not need
    settings |= options
    lines = [f"{name} = {_quoted(value)}\n" for name, value in settings.items()]
    # Only a process whose user the kernel names as root or as the server's own account gets in (no password, no TCP).
    access = f"local all {OWNER} peer map=own\n"
    accounts = sorted({"root", folder.account.name})
    users = "".join(f'own "{name}" {OWNER}\n' for name in accounts)
    texts = {"postgresql.conf": "".join(lines), "hba.conf": access, "ident.conf": users}
    changed = [name for name, text in texts.items() if _replace(folder.conf / name, text)]
    return bool(changed)


def _listed(socket: Path) -> str:
    """The folder as one item of a list setting: quoted, for its name may hold a comma or a space."""
    return '"' + str(socket).replace('"', '""') + '"'


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def _replace(path: Path, text: str) -> bool:
    if path.exists() and path.read_text() == text:
        return False
    fresh = path.with_suffix(".new")
    fresh.write_text(text)
    fresh.chmod(0o644)
    fresh.replace(path)
    return True
