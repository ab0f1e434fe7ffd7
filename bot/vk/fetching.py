"""A file of VK's brought here: from where such files can be only, and no more than is wanted."""

import time
from pathlib import Path
from urllib.parse import SplitResult, urljoin, urlsplit

import requests

from bot.vk.bodies import chunks
from bot.vk.failures import NoAnswer

LONGEST = 240.0
MOST_HOPS = 5


class LedAway(NoAnswer):
    """The address leads where no file of VK's is; asking again would lead there again."""


def fetched(
    session: requests.Session, url: str, into: Path, limit: int, api_url: str
) -> int | None:
    """Write what stands at `url` to `into`; its size, None above `limit` bytes.

    Files are served by names of the public net, encrypted; besides from where the API itself is.
    Each redirection is looked at in the same way: an address that came with a message must not
    lead into the authority's own network. Raises LedAway and what `requests` raises.
    """
    ends = time.monotonic() + LONGEST
    for _ in range(MOST_HOPS):
        if not is_allowed(url, api_url):
            raise LedAway("address")
        with session.get(url, stream=True, allow_redirects=False) as response:
            if response.is_redirect:
                url = urljoin(url, response.headers["location"])
                continue
            response.raise_for_status()
            return _written(response, into, limit, ends - time.monotonic())
    raise LedAway("redirections")


def is_allowed(url: str, api_url: str) -> bool:
    """Whether a file of VK's may stand there."""
    try:
        asked, own = urlsplit(url), urlsplit(api_url)
        if _origin(asked) == _origin(own):
            return asked.username is None
        public = asked.scheme == "https" and asked.port in {None, 443} and asked.username is None
    except ValueError:
        return False
    return public and _is_public_name(asked.hostname or "")


def _written(response: requests.Response, into: Path, limit: int, seconds: float) -> int | None:
    said = response.headers.get("content-length", "")
    if said.isdecimal() and int(said) > limit:
        return None
    size = 0
    with into.open("wb") as target:
        for chunk in chunks(response, seconds):
            size += len(chunk)
            if size > limit:
                return None
            target.write(chunk)
    return size


def _origin(url: SplitResult) -> tuple[str, str | None, int | None]:
    return url.scheme, url.hostname, url.port


def _is_public_name(host: str) -> bool:
    """A name with a domain that is written in letters: no number of a machine, no local name."""
    *_, ending = host.rstrip(".").split(".")
    local = ending in {"local", "localhost", "internal", "lan", "home", "corp"}
    return "." in host.rstrip(".") and ending[:1].isalpha() and not local
