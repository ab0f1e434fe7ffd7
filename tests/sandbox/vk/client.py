"""The real vk_api client, aimed at a sandbox."""

from typing import Any

import jconfig.memory
import requests
import vk_api

HOST = "https://api.vk.ru"


class AimedSession(requests.Session):
    """Sends what is meant for VK's host to another address, and never waits for ever."""

    def __init__(self, api_url: str) -> None:
        super().__init__()
        self.trust_env = False
        self.api_url = api_url
        self.patience = 20.0

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", (5, self.patience))
        aimed = str(url).replace(HOST, self.api_url, 1)
        return super().request(method, aimed, *args, **kwargs)


def client_of(api_url: str, token: str) -> vk_api.vk_api.VkApiGroup:
    """Return vk_api's client of a community for the API at ``api_url``."""
    client = vk_api.vk_api.VkApiGroup(
        token=token,
        session=AimedSession(api_url),
        api_version="5.199",
        config=jconfig.memory.MemoryConfig,
    )
    client.RPS_DELAY = 0
    # Neither captcha nor "too many requests" is to be played with behind the caller's back.
    client.error_handlers.clear()
    return client
