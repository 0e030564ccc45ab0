"""The one tree of errors. Every leaf has an HTTP status and a stable code; doors translate, nobody else does.

HTTP answers problem+json (RFC 9457) with `code` and, for a bad field, `pointer` (RFC 6901); a socket answers an
`error` frame with the same `code`; the command line prints one line and exits with 2.
"""

from __future__ import annotations


class PultError(Exception):
    """A refusal that the caller may see.

    `detail` is one English sentence for people, without secrets. `pointer` is a JSON pointer to the offending field.
    `extra` holds machine-readable facts (for example `retry_ms`).
    """

    status: int = 500
    code: str = "internal"

    def __init__(
        self, detail: str = "", *, code: str | None = None, pointer: str | None = None, **extra: object
    ) -> None:
        super().__init__(detail or (code or self.code))
        self.detail = detail
        if code is not None:
            self.code = code
        self.pointer = pointer
        self.extra = extra


class Malformed(PultError):
    """The bytes are not what the door reads at all."""

    status = 400
    code = "malformed"


class Invalid(PultError):
    """The message is readable, a field is wrong: `pointer` says which."""

    status = 422
    code = "invalid"


class SignInNeeded(PultError):
    """Nobody is signed in, or the proof is wrong or too old."""

    status = 401
    code = "sign_in_needed"


class Forbidden(PultError):
    """The caller is known and may know the thing exists, yet may not do this."""

    status = 403
    code = "forbidden"


class Absent(PultError):
    """There is no such thing, or it is not the caller's: the two look alike on purpose."""

    status = 404
    code = "not_found"


class Conflict(PultError):
    """The state does not allow it (taken by another, already resolved, same id with another body)."""

    status = 409
    code = "conflict"


class Outdated(PultError):
    """Somebody else changed it since it was read (`If-Match`); nothing was overwritten."""

    status = 412
    code = "outdated"


class TooLarge(PultError):
    """More bytes or characters than the stated limit."""

    status = 413
    code = "too_large"


class Busy(PultError):
    """Refused early and on purpose; `retry_ms` says when to come back. Nothing was stored."""

    status = 429
    code = "busy"


class Unavailable(PultError):
    """A part we need (the database, a provider) does not answer now. Nothing was acknowledged."""

    status = 503
    code = "unavailable"


class StartRefused(PultError):
    """Pult will not start like this. The command line prints `detail` and exits with 2."""

    code = "start_refused"
