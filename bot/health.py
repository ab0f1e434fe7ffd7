"""What the running parts know to be wrong, for the health page."""

from dataclasses import dataclass, field

import structlog

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Health:
    """Troubles by the name of the part that has them; each begins and ends with one log line."""

    troubles: dict[str, str] = field(default_factory=dict)

    def ill(self, part: str, trouble: str) -> None:
        """This part can't do its work; `trouble` holds nobody's data."""
        if self.troubles.get(part) != trouble:
            log.error("trouble", part=part, trouble=trouble)
        self.troubles[part] = trouble

    def well(self, part: str) -> None:
        """This part works (again)."""
        if self.troubles.pop(part, None) is not None:
            log.info("trouble_over", part=part)
