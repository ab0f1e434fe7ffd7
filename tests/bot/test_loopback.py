import pytest

from bot.loopback import is_loopback


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.10", "::1"])
def test_this_computer_is_known_by_its_names(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    ["", "0.0.0.0", "::", "10.0.0.1", "localhost.example.org", "127.0.0.1.nip.io", "2130706433"],  # noqa: S104 - not this computer alone
)
def test_other_names_are_other_computers(host: str) -> None:
    assert not is_loopback(host)
