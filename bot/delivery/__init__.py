"""Sending what the outbox holds: in order per lane, under the limits, at least once."""

from bot.delivery.loop import Delivery

__all__ = ["Delivery"]
