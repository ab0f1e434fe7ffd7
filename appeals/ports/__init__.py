"""What the rules and the handlers need from the world; `storage` provides it.

Every method works inside the unit of work that the caller opened; none of them begins or ends one.
"""

from appeals.ports.announcements import Announcement, Announcements, DraftState
from appeals.ports.appeals import Appeals, Conflict, Register
from appeals.ports.clock import (
    Climbed,
    Marks,
    Notice,
    Notices,
    Occurrences,
    Steps,
    Switches,
    Switching,
    Told,
)
from appeals.ports.incidents import Incidents
from appeals.ports.people import Clients, Consent, Consents, Invitations, Roster, Staff
from appeals.ports.words import Dialogs, Messages, Posts, Topics

__all__ = [
    "Announcement",
    "Announcements",
    "Appeals",
    "Clients",
    "Climbed",
    "Conflict",
    "Consent",
    "Consents",
    "Dialogs",
    "DraftState",
    "Incidents",
    "Invitations",
    "Marks",
    "Messages",
    "Notice",
    "Notices",
    "Occurrences",
    "Posts",
    "Register",
    "Roster",
    "Staff",
    "Steps",
    "Switches",
    "Switching",
    "Told",
    "Topics",
]
