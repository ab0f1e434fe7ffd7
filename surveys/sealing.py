"""Sealed answer sheets and the tags of who has answered: what the keys of a wave do.

Nobody can read a sheet before the wave closes, for it is encrypted to a key whose other half lies
apart from the database; nobody can tell from a tag whose it is without the tag key. Both keys are
destroyed at close (ANONYMITY 1, 2, 5).
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

TAG_KEY_BYTES = 32
_LENGTH_BYTES = 4


class Unsealable(ValueError):
    """The sheet can't be opened with this key, or is no sheet. Says nothing of what is in it."""


@dataclass(frozen=True, slots=True)
class WaveKeys:
    """The secrets of one wave. `private` is None where only the analyst holds it.

    None of it is ever shown: not in a repr, not in a log.
    """

    public: bytes
    tag: bytes = field(repr=False)
    private: bytes | None = field(default=None, repr=False)

    @property
    def for_analyst(self) -> "WaveKeys":
        """The same without the key that opens sheets: what the program itself may keep."""
        return WaveKeys(self.public, self.tag)


def new_keys() -> WaveKeys:
    """Keys that nothing has been encrypted with yet."""
    private = PrivateKey.generate()
    return WaveKeys(bytes(private.public_key), secrets.token_bytes(TAG_KEY_BYTES), bytes(private))


def belongs(private: bytes, public: bytes) -> bool:
    """Is this the private half of that public key?"""
    try:
        return bytes(PrivateKey(private).public_key) == public
    except (CryptoError, ValueError, TypeError):
        return False


def tag_of(platform: str, person: str, key: bytes) -> bytes:
    """The mark of "has answered": the same for the same person, meaningless without the key."""
    identity = f"{len(platform)}:{platform}:{person}".encode()
    return hmac.new(key, identity, hashlib.sha256).digest()


def sealed(sheet: bytes, length: int, public: bytes) -> bytes:
    """The sheet padded to `length` bytes and encrypted; all of a wave are equally long.

    Raises ValueError for a sheet that is longer.
    """
    if len(sheet) > length:
        raise ValueError("the sheet is longer than the longest possible one")
    padded = len(sheet).to_bytes(_LENGTH_BYTES, "big") + sheet.ljust(length, b"\0")
    return SealedBox(PublicKey(public)).encrypt(padded)


def opened(box: bytes, private: bytes) -> bytes:
    """The sheet as it was. Raises Unsealable."""
    try:
        padded = SealedBox(PrivateKey(private)).decrypt(box)
    except (CryptoError, ValueError, TypeError):
        raise Unsealable("the sheet does not open with this key") from None
    size = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    if size > len(padded) - _LENGTH_BYTES:
        raise Unsealable("the sheet is damaged")
    return padded[_LENGTH_BYTES : _LENGTH_BYTES + size]
