"""The units for systemd fit the program: its commands, exit codes, folders and time to stop."""

import shutil
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from bot import cli, stopping
from bot.surveys.mirror import PLACES

ROOT = Path(__file__).parent.parent.parent
UNITS = sorted((ROOT / "deploy").glob("otklik*"))
HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "CapabilityBoundingSet": "",
    "UMask": "0077",
}

Unit = dict[str, list[str]]


def unit(name: str) -> Unit:
    """Its settings by name, each with all its values in order."""
    read: Unit = {}
    for line in (ROOT / "deploy" / name).read_text(encoding="utf-8").splitlines():
        if line and line[0] not in "#[":
            key, equals, value = line.partition("=")
            assert equals, f"{name}: {line}"
            read.setdefault(key, []).append(value)
    return read


@pytest.mark.parametrize("name", ["otklik.service", "otklik-backup.service"])
def test_a_service_runs_a_command_that_exists_as_nobody_special(name: str) -> None:
    service = unit(name)
    program, command, *_ = service["ExecStart"][0].split()
    assert program.endswith(".venv/bin/otklik")
    assert command in get_command(cli.app).commands  # type: ignore[attr-defined] # it is a group
    assert service["User"] == ["otklik"]
    assert {key: service[key][0] for key in HARDENED} == HARDENED


def test_wrong_settings_are_not_tried_again_and_everything_else_is() -> None:
    service = unit("otklik.service")
    assert service["Restart"] == ["on-failure"]
    assert service["RestartPreventExitStatus"] == [str(cli.MISUSE)]
    assert service["StartLimitIntervalSec"] == ["0"]


def test_it_is_given_more_time_to_stop_than_it_takes() -> None:
    assert float(unit("otklik.service")["TimeoutStopSec"][0]) > stopping.LATEST + 1


def test_what_waits_in_a_survey_lies_in_memory_and_outlives_a_restart() -> None:
    service = unit("otklik.service")
    assert "RUNTIME_DIRECTORY" in PLACES
    assert service["RuntimeDirectory"] == ["otklik"]
    assert service["RuntimeDirectoryMode"] == ["0700"]
    assert service["RuntimeDirectoryPreserve"] == ["yes"]
    assert service["MemorySwapMax"] == ["0"]


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_systemd_itself_has_nothing_to_say_against_it(file: Path, tmp_path: Path) -> None:
    systemd = shutil.which("systemd-analyze")
    if systemd is None:
        pytest.skip("systemd-analyze is not installed")
    for one in UNITS:
        here = one.read_text(encoding="utf-8").replace("/opt/otklik/.venv/bin/otklik", "/bin/true")
        (tmp_path / one.name).write_text(here, encoding="utf-8")
    verified = subprocess.run(  # noqa: S603 - our own file
        [systemd, "verify", tmp_path / file.name],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    complaints = [line for line in verified.stderr.splitlines() if file.name in line]
    assert (verified.returncode, complaints) == (0, [])
