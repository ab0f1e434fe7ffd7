"""Which names and addresses mean this very computer."""

from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """True for `localhost` and for loopback addresses, without a port; never asks the network."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
