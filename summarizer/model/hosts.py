"""What a host is to this program: this machine, OpenAI, or another; and what each is shown."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache

import httpx2

from summarizer.errors import CredentialsError

__all__ = ["check_key", "is_loopback", "is_openai", "strip_headers"]

# The openai package adds OPENAI_ORG_ID, OPENAI_PROJECT_ID and OPENAI_CUSTOM_HEADERS from the environment, whoever the
# endpoint is. Others are sent what the protocol needs.
HEADERS = re.compile(r"host|accept|accept-encoding|connection|authorization|content-.*|user-agent|x-stainless-.*")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_openai(host: str) -> bool:
    """Whether a host is OpenAI's own."""
    return host == "openai.com" or host.endswith(".openai.com")


def strip_headers(request: httpx2.Request) -> None:
    """Take from a request every header that the protocol does not need."""
    for name in [n for n in request.headers if not _is_needed(n)]:
        del request.headers[name]


@lru_cache(maxsize=256)
def _is_needed(name: str) -> bool:
    return HEADERS.fullmatch(name.lower()) is not None


def check_key(api_key: str | None, host: str, *, here: bool) -> None:
    """Raise CredentialsError where a host wants a key and there is none, or where it can be none; ``here`` is this machine."""
    if not api_key and not here:
        raise CredentialsError(
            f"the endpoint {host} needs a key",
            mend="set SUMMARIZER_API_KEY in the environment (OPENAI_API_KEY counts for OpenAI's own hosts only); "
            "on loopback none is needed",
        )
    if api_key and not (api_key.isascii() and api_key.isprintable()):
        raise CredentialsError(
            f"the key for {host} has characters that no key has (line breaks, dots cut by a copy)",
            mend="copy it once more into SUMMARIZER_API_KEY",
        )
