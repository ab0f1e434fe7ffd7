"""The storage as the program sees it: units of work."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.announcements import Announcements
from storage.appeals import Appeals
from storage.chats import Chats
from storage.clients import Clients
from storage.consents import Consents
from storage.cursors import Cursors
from storage.db import Db
from storage.dialogs import Dialogs
from storage.engine import connected, make_engine, turns_of
from storage.errors import in_our_words
from storage.inbox import Inbox
from storage.incidents import Incidents
from storage.invitations import Invitations
from storage.leadership import Leadership
from storage.marks import Marks
from storage.messages import Messages
from storage.migrate import Changes, Revision, changes, migrate, revision
from storage.notices import Notices
from storage.occurrences import Occurrences
from storage.outbox import Outbox
from storage.posts import Posts
from storage.register import Register
from storage.roster import Roster
from storage.staff import Staff
from storage.steps import Steps
from storage.switches import Switches
from storage.topics import Topics


class Unit:
    """One transaction with everything that works inside it.

    Everything here raises StorageError when the storage fails (the whole unit is lost; let it
    pass) and RowRefused when the database refuses a row (the fault of what was asked).
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self.db = Db(connection)
        self.appeals = Appeals(self.db)
        self.clients = Clients(self.db)
        self.staff = Staff(self.db)
        self.messages = Messages(self.db)
        self.topics = Topics(self.db)
        self.dialogs = Dialogs(self.db)
        self.inbox = Inbox(self.db)
        self.outbox = Outbox(self.db)
        self.cursors = Cursors(self.db)
        self.chats = Chats(self.db)
        self.steps = Steps(self.db)
        self.notices = Notices(self.db)
        self.occurrences = Occurrences(self.db)
        self.marks = Marks(self.db)
        self.roster = Roster(self.db)
        self.switches = Switches(self.db)
        self.invitations = Invitations(self.db)
        self.register = Register(self.db)
        self.posts = Posts(self.db)
        self.consents = Consents(self.db)
        self.announcements = Announcements(self.db)
        self.incidents = Incidents(self.db)

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        """What fails inside is undone alone; the exception goes on to the caller.

        A StorageError from inside means that the whole unit of work is lost, not this part alone.
        """
        return self.db.savepoint()


class Store:
    """The database of one authority."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._turns = turns_of(engine)
        self.leadership = Leadership(engine)

    @classmethod
    def open(cls, url: str) -> "Store":
        """A store for `sqlite+aiosqlite:///…` or `postgresql+asyncpg://…`; nothing is touched yet.

        Makes the folder of an SQLite file.
        """
        return cls(make_engine(url))

    async def migrate(self) -> None:
        """Bring the tables to this version; safe on every start and from two processes at once.

        Raises NewerDatabase when the tables are newer than the program, StorageError when the
        database can't be used.
        """
        async with self._connected() as connection:
            with in_our_words():
                await migrate(connection)

    async def revision(self) -> Revision:
        """How the tables stand to this version; nothing is changed. Raises StorageError."""
        async with self._connected() as connection:
            with in_our_words():
                return await revision(connection)

    async def changes(self) -> Changes:
        """What `migrate` would change in the tables; nothing is. Raises StorageError."""
        async with self._connected() as connection:
            with in_our_words():
                return await changes(connection)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Unit]:
        """One transaction: committed when the block ends, rolled back on any exception.

        On SQLite units of work queue for the one writer in order of arrival; don't open one inside
        another. Raises StorageError (StorageFull when there is no room): then nothing was saved.
        """
        async with self._connected() as connection:
            with in_our_words():
                async with connection.begin():
                    unit = Unit(connection)
                    yield unit
                    unit.db.refuse_when_lost()

    async def check(self) -> None:
        """Does the storage answer? Raises StorageError when not."""
        async with self._connected() as connection:
            with in_our_words():
                async with connection.begin():
                    await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Let go of the connections and lead no longer; the store can't be used afterwards."""
        await self.leadership.close()
        await self._engine.dispose()

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        async with self._turns, connected(self._engine) as connection:
            yield connection
