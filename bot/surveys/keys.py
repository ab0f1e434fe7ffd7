"""The key file: the secrets of all open waves, apart from the database and from its backups.

Whoever has it can tell who has answered; whoever has it and the database can read what was said,
unless the analyst holds that half of the key (ANONYMITY 1, 2).
"""

import json
from pathlib import Path

from bot.surveys.secret_file import (
    alone,
    create_secret,
    read_secret,
    replace_secret,
    shred,
    tidy,
    write_secret,
)
from surveys.ports import KeysLost
from surveys.sealing import WaveKeys, keys_for, new_keys, new_private, public_of
from surveys.wave import Wave

_ANALYST = "otklik-survey-key"


class Damaged(Exception):
    """The file is no key file; `file` names it. Nothing of it is quoted."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is no key file")
        self.file = file


class KeyFile:
    """Keys by the id of their wave. All methods raise Exposed, Damaged and OSError."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def tidy(self) -> None:
        """End a destruction that a crash interrupted."""
        tidy(self.file)

    def get(self, wave: str) -> WaveKeys | None:
        """The keys of this wave; None when there are none (any more)."""
        return self._read().get(wave)

    def of(self, wave: Wave) -> WaveKeys:
        """This very wave's. Raises KeysLost, also for those of another wave of the same name."""
        keys = self.get(wave.id)
        if keys is None or keys.public != wave.public_key:
            raise KeysLost(wave.id)
        return keys

    def opening(self, wave: Wave) -> bytes | None:
        """What opens its sheets; None while the analyst has not brought it. Raises KeysLost."""
        if wave.with_analyst:
            return None
        private = self.of(wave).private
        if private is None:
            raise KeysLost(wave.id)
        return private

    def make(self, wave: str, analyst: bytes | None = None) -> WaveKeys:
        """Keys for a wave about to open; those of an interrupted opening are taken again.

        `analyst` is the public half of a key whose other half never comes near this machine.
        Raises ValueError when it is no key.
        """
        kept = self._read()
        keys = kept.get(wave)
        if keys is None or (analyst is not None and keys.public != analyst):
            keys = new_keys() if analyst is None else keys_for(analyst)
            self.file.parent.mkdir(parents=True, exist_ok=True)
            write_secret(self.file, _packed({**kept, wave: keys}))
        return keys

    def destroy(self, wave: str) -> None:
        """Forget this wave's keys for good; harmless when there are none."""
        if not self.file.parent.is_dir():
            return
        with alone(self.file.parent):  # a command and the program may end the same wave
            tidy(self.file)
            kept = self._read()
            if kept.pop(wave, None) is not None:
                replace_secret(self.file, _packed(kept))

    def _read(self) -> dict[str, WaveKeys]:
        data = read_secret(self.file)
        if data is None:
            return {}
        try:
            return {str(wave): _unpacked(one) for wave, one in json.loads(data).items()}
        except (ValueError, TypeError, KeyError, AttributeError):
            raise Damaged(self.file) from None


def make_analyst_key(file: Path) -> str:
    """A key for one wave on the analyst's own machine; returns its public half, to be passed on.

    Raises FileExistsError rather than overwrite a key, OSError.
    """
    private = new_private()
    create_secret(file, f"{_ANALYST} {private.hex()}\n".encode())
    return public_of(private).hex()


def read_analyst_key(file: Path) -> bytes:
    """The private half from the analyst's file. Raises FileNotFoundError, Exposed, Damaged."""
    data = read_secret(file)
    if data is None:
        raise FileNotFoundError(file)
    match data.decode(errors="replace").split():
        case [word, key] if word == _ANALYST:
            try:
                private = bytes.fromhex(key)
                public_of(private)
            except ValueError:
                raise Damaged(file) from None
            return private
    raise Damaged(file)


def destroy_analyst_key(file: Path) -> None:
    """When the wave is closed. Copies elsewhere are the analyst's to destroy."""
    shred(file)


def _packed(keys: dict[str, WaveKeys]) -> bytes:
    plain = {
        wave: {
            "public": one.public.hex(),
            "tag": one.tag.hex(),
            "private": one.private.hex() if one.private else None,
        }
        for wave, one in keys.items()
    }
    return json.dumps(plain, indent=1).encode()


def _unpacked(plain: dict[str, str | None]) -> WaveKeys:
    public, tag, private = plain["public"], plain["tag"], plain["private"]
    if public is None or tag is None:
        raise ValueError("half of the keys is missing")
    opening = None if private is None else bytes.fromhex(private)
    return WaveKeys(bytes.fromhex(public), bytes.fromhex(tag), opening)
