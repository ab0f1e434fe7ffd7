"""The keys beside the community's own: what each of them opens, and what is shut without it."""

from dataclasses import dataclass

from bot.settings.model import Vk
from bot.vk.client import Client
from bot.vk.pacing import Pacer, Rate

PER_SECOND = 3
"""Calls that VK takes from a person's key; of a service key it says nothing more generous."""


@dataclass(frozen=True, slots=True)
class Keys:
    """`service` reads walls and searches. `user` also lists mentions, changes and deletes."""

    service: Client | None = None
    user: Client | None = None

    @property
    def reader(self) -> Client | None:
        """Reads walls and searches the news, if there is one that may."""
        return self.service or self.user

    def close(self) -> None:
        """Let the threads go."""
        for client in (self.service, self.user):
            if client is not None:
                client.close()


def keys_of(settings: Vk) -> Keys:
    """The clients of an installation, each at its own pace."""
    service, user = settings.service_token, settings.user_token
    return Keys(
        _client(service.get_secret_value(), settings.api_url) if service else None,
        _client(user.get_secret_value(), settings.api_url) if user else None,
    )


def _client(token: str, api_url: str) -> Client:
    return Client(token, api_url, pacer=Pacer(Rate(PER_SECOND)))
