"""All methods of the Bot API the sandbox offers: importing this module registers them."""

from sandbox import methods_editing, methods_groups, methods_sending
from sandbox.registry import METHODS, Method

THEMES = (methods_editing, methods_groups, methods_sending)

__all__ = ["METHODS", "THEMES", "Method"]
