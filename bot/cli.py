"""The commands of `otklik`. What a command needs is imported when it runs: `--help` is quick."""

import asyncio
import io
import os
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperCommand, TyperGroup

from bot.admin_words import say
from bot.settings import Settings, SettingsError, load
from bot.settings.layers import DEFAULT_FILE
from bot.settings.model import Surveys

OK, TROUBLE, MISUSE = 0, 1, 2
OTHERS = 0o077
"""What nobody else may do with a new file."""

Config = Annotated[Path | None, typer.Option("--config", "-c")]


class _Group(TyperGroup):
    """The program itself, or a command of several; its help is a text of ours."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]  # typer declares its own base of typer.Context here
        return _help(ctx)


class _Own(TyperCommand):
    """A command below another one, explained in a text of its own."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]  # typer declares its own base of typer.Context here
        return say(f"cli-help-{ctx.info_name}")


class _SurveyExport(_Own):
    """Bears the name of another command, so its help has a key of its own."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]  # typer declares its own base of typer.Context here
        return say(f"cli-help-survey-{ctx.info_name}")


class _Command(TyperCommand):
    """A command; its help is a text of ours."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]  # typer declares its own base of typer.Context here
        return _help(ctx)


def _help(ctx: typer.Context) -> str:
    """`dead list` is explained together with `dead`."""
    below = _below(ctx)
    return say(f"cli-help-{below[0]}" if below else "cli-help")


def _below(ctx: typer.Context) -> list[str]:
    """The command's words behind the program's own name."""
    return ctx.command_path.removeprefix(ctx.find_root().command_path).split()


app = typer.Typer(cls=_Group, add_completion=False, pretty_exceptions_enable=False)
dead = typer.Typer(cls=_Group)
app.add_typer(dead, name="dead")
exporting = typer.Typer(cls=_Group)
app.add_typer(exporting, name="export")
survey = typer.Typer(cls=_Group)
app.add_typer(survey, name="survey")


@dead.callback(invoke_without_command=True)
@app.callback(invoke_without_command=True)
def otklik(ctx: typer.Context) -> None:
    """Without a command: what commands there are."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@app.command(cls=_Command)
def run(config: Config = None) -> None:
    """Serve the platforms until stopped."""
    settings = _settings(config, to_run=True)
    from bot.app import run as serve  # noqa: PLC0415 - aiogram takes two seconds to import

    serve(settings)


@app.command(cls=_Command)
def migrate(
    *, config: Config = None, dry_run: Annotated[bool, typer.Option("--dry-run")] = False
) -> None:
    """Bring the database's tables to this version, and say what that changes."""
    settings = _settings(config)
    from bot.migrate_command import migrated  # noqa: PLC0415 - SQLAlchemy

    answer = asyncio.run(migrated(settings, only_look=dry_run))
    _tell(answer.text, done=answer.done)


@app.command(cls=_Command)
def doctor(
    *,
    config: Config = None,
    live: Annotated[bool, typer.Option("--live")] = False,
    fix: Annotated[bool, typer.Option("--fix")] = False,
) -> None:
    """Check the installation and say what to press where."""
    settings = _settings(config)
    from bot import logs  # noqa: PLC0415 - together with the rest
    from bot.clock import SystemClock  # noqa: PLC0415 - the same
    from bot.doctor.examine import examine  # noqa: PLC0415 - aiogram and SQLAlchemy
    from bot.doctor.finding import report  # noqa: PLC0415 - the same

    logs.configure("error")
    now = SystemClock().now()
    findings = asyncio.run(examine(settings, now, with_question=live, mend=fix))
    typer.echo(report(findings))
    if any(finding.is_problem for finding in findings):
        raise typer.Exit(TROUBLE)


@app.command(cls=_Command)
def backup(
    file: Annotated[Path, typer.Argument()],
    *,
    config: Config = None,
    force: Annotated[bool, typer.Option("--force")] = False,
) -> None:
    """Write everything the program keeps to one file, while it works."""
    settings = _settings(config)
    from bot.backup.backup_command import backed_up  # noqa: PLC0415 - SQLAlchemy
    from bot.clock import SystemClock  # noqa: PLC0415 - together with the rest

    answer = asyncio.run(backed_up(settings, file, SystemClock().now(), force=force))
    _tell(answer.text, done=answer.done)


@app.command(cls=_Command)
def restore(file: Annotated[Path, typer.Argument()], config: Config = None) -> None:
    """Put everything of a backup where nothing is."""
    settings = _settings(config)
    from bot.backup.restore_command import restored  # noqa: PLC0415 - SQLAlchemy

    answer = asyncio.run(restored(settings, file))
    _tell(answer.text, done=answer.done)


@dead.command("list", cls=_Command)
def dead_list(config: Config = None) -> None:
    """Show the events that were set aside."""
    settings = _settings(config)
    from bot.dead import listed  # noqa: PLC0415 - SQLAlchemy

    answer = asyncio.run(listed(settings))
    _tell(answer.text, done=answer.done)


@dead.command("retry", cls=_Command)
def dead_retry(number: Annotated[int, typer.Argument()], config: Config = None) -> None:
    """Put an event that was set aside back to work."""
    settings = _settings(config)
    from bot.dead import put_back  # noqa: PLC0415 - SQLAlchemy

    answer = asyncio.run(put_back(settings, number))
    _tell(answer.text, done=answer.done)


def _tell(text: str, *, done: bool) -> None:
    typer.echo(text, err=not done)
    if not done:
        raise typer.Exit(TROUBLE)


@exporting.callback(invoke_without_command=True)
def export(ctx: typer.Context) -> None:
    """Without saying what: what can be exported."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@exporting.command(cls=_Own)
def appeals(
    *,
    config: Config = None,
    since: Annotated[str, typer.Option("--from")] = "",
    until: Annotated[str, typer.Option("--to")] = "",
    state: Annotated[str, typer.Option("--state")] = "all",
    out: Annotated[Path | None, typer.Option("--out", "-o")] = None,
    kind: Annotated[str, typer.Option("--format")] = "",
    names: Annotated[bool, typer.Option("--names")] = False,
    force: Annotated[bool, typer.Option("--force")] = False,
) -> None:
    """Write the register of appeals to a file."""
    settings = _settings(config)
    from bot.clock import SystemClock  # noqa: PLC0415 - together with the rest
    from bot.export_command import CannotExport, Wanted, export_appeals  # noqa: PLC0415 - SQLAlchemy

    wanted = Wanted(since, until, state, out, kind, names, force)
    try:
        typer.echo(export_appeals(settings, wanted, SystemClock().now()))
    except CannotExport as why:
        typer.echo(str(why), err=True)
        raise typer.Exit(TROUBLE) from None


@survey.callback(invoke_without_command=True)
def surveys(ctx: typer.Context) -> None:
    """Without saying what: what can be done with surveys."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@survey.command("check", cls=_Own)
def survey_check(
    file: Annotated[Path, typer.Argument()],
    config: Config = None,
    expected: Annotated[str, typer.Option("--expected")] = "",
) -> None:
    """Say what is wrong with a questionnaire and what would make it better."""
    settings = _settings_if_any(config)
    from bot.surveys.check_command import checked  # noqa: PLC0415 - together with the rest

    report = checked(file, settings.surveys if settings else Surveys(), expected)
    _tell(report.text, done=report.usable)


@survey.command("preview", cls=_Own)
def survey_preview(file: Annotated[Path, typer.Argument()], config: Config = None) -> None:
    """Show every card of a questionnaire as people will see it."""
    settings = _settings_if_any(config)
    from bot.surveys.preview_command import previewed  # noqa: PLC0415 - together with the rest

    own = settings.texts.folder if settings else None
    report = previewed(file, settings.surveys if settings else Surveys(), own)
    _tell(report.text, done=report.usable)


@survey.command("export", cls=_SurveyExport)
def survey_export(
    wave: Annotated[str, typer.Argument()],
    *,
    config: Config = None,
    kind: Annotated[str, typer.Option("--format")] = "",
    out: Annotated[Path | None, typer.Option("--out", "-o")] = None,
    force: Annotated[bool, typer.Option("--force")] = False,
) -> None:
    """Write a closed wave to a file."""
    settings = _settings(config)
    from bot.surveys.export_command import (  # noqa: PLC0415 - SQLAlchemy
        CannotExport,
        Wanted,
        export_survey,
    )

    try:
        typer.echo(export_survey(settings, Wanted(wave, kind, out, force)))
    except CannotExport as why:
        typer.echo(str(why), err=True)
        raise typer.Exit(TROUBLE) from None


@survey.command("keygen", cls=_Own)
def survey_keygen(file: Annotated[Path, typer.Argument()], config: Config = None) -> None:
    """Make a key that only the analyst holds."""
    settings = _settings_if_any(config)
    from bot.surveys.wave_command import keygen  # noqa: PLC0415 - PyNaCl and SQLAlchemy

    answer = keygen(settings, file)
    _tell(answer.text, done=answer.done)


@survey.command("open", cls=_Own)
def survey_open(
    name: Annotated[str, typer.Argument()],
    *,
    config: Config = None,
    days: Annotated[int | None, typer.Option("--days", min=1, max=366)] = None,
    invited: Annotated[int | None, typer.Option("--invited", min=1)] = None,
    analyst: Annotated[str, typer.Option("--analyst")] = "",
) -> None:
    """Open a wave."""
    settings = _settings(config)
    from bot.clock import SystemClock  # noqa: PLC0415 - together with the rest
    from bot.surveys.wave_command import opened, wanted_of  # noqa: PLC0415 - SQLAlchemy

    wanted = wanted_of(days, invited, analyst)
    answer = asyncio.run(opened(settings, name, SystemClock().now(), wanted))
    _tell(answer.text, done=answer.done)


@survey.command("close", cls=_Own)
def survey_close(
    name: Annotated[str, typer.Argument()],
    config: Config = None,
    key: Annotated[Path | None, typer.Option("--key")] = None,
) -> None:
    """Close a wave before its time, or with the analyst's key."""
    settings = _settings(config)
    from bot.clock import SystemClock  # noqa: PLC0415 - together with the rest
    from bot.surveys.wave_command import closed  # noqa: PLC0415 - SQLAlchemy

    answer = asyncio.run(closed(settings, name, SystemClock().now(), key))
    _tell(answer.text, done=answer.done)


@survey.command("give-up", cls=_Own)
def survey_give_up(
    name: Annotated[str, typer.Argument()],
    *,
    config: Config = None,
    yes: Annotated[bool, typer.Option("--yes")] = False,
) -> None:
    """Destroy, unread, what was answered in a wave whose keys are lost."""
    settings = _settings(config)
    from bot.clock import SystemClock  # noqa: PLC0415 - together with the rest
    from bot.surveys.wave_command import given_up  # noqa: PLC0415 - SQLAlchemy

    def confirmed(warning: str, wave: str) -> bool:
        return yes or _typed(warning, wave)

    answer = asyncio.run(given_up(settings, name, SystemClock().now(), confirmed))
    _tell(answer.text, done=answer.done)


@survey.command("texts", cls=_Own)
def survey_texts(name: Annotated[str, typer.Argument()], config: Config = None) -> None:
    """Show the typed answers of a closed wave under their numbers."""
    settings = _settings(config)
    from bot.surveys.texts_command import listed  # noqa: PLC0415 - SQLAlchemy

    answer = asyncio.run(listed(settings, name))
    _tell(answer.text, done=answer.done)


@survey.command("withhold", cls=_Own)
def survey_withhold(
    name: Annotated[str, typer.Argument()],
    numbers: Annotated[list[str], typer.Argument()],
    config: Config = None,
) -> None:
    """Keep typed answers out of what is released."""
    _mark(name, numbers, config, withhold=True)


@survey.command("release", cls=_Own)
def survey_release(
    name: Annotated[str, typer.Argument()],
    numbers: Annotated[list[str], typer.Argument()],
    config: Config = None,
) -> None:
    """Let typed answers be released after all."""
    _mark(name, numbers, config, withhold=False)


def _mark(name: str, numbers: list[str], config: Path | None, *, withhold: bool) -> None:
    settings = _settings(config)
    from bot.surveys.texts_command import marked  # noqa: PLC0415 - SQLAlchemy

    answer = asyncio.run(marked(settings, name, numbers, withhold=withhold))
    _tell(answer.text, done=answer.done)


def main() -> None:
    """Run the command line; ends the process: 0 well, 1 trouble found, 2 wrong settings or words.

    Russian is printed as UTF-8 whatever the locale says. What a command writes is its user's alone:
    the database, files of clients, keys, exports, backups.
    """
    os.umask(OTHERS)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = app(standalone_mode=False)
    except SettingsError as wrong:
        typer.echo(wrong.report(), err=True)
        code = MISUSE
    except typer.TyperException as error:
        typer.echo(_misunderstood(getattr(error, "ctx", None), sys.argv[1:]), err=True)
        code = MISUSE
    sys.exit(code if isinstance(code, int) else OK)


def _misunderstood(ctx: typer.Context | None, words: list[str]) -> str:
    """What was typed, and where to read how it is done: at the command that was recognised."""
    below = [] if ctx is None else _below(ctx)
    told = {"words": " ".join(words), "help": " ".join(["otklik", *below, "--help"])}
    command = None if ctx is None else ctx.command
    if command is not None and not isinstance(command, TyperGroup):
        return say("cli-misused", **told)
    known = [] if command is None else list(command.commands)
    near = get_close_matches(" ".join(words[len(below) : len(below) + 1]), known, 1)
    if not near:
        return say("cli-misunderstood", **told)
    return say("cli-misunderstood-near", near=" ".join(["otklik", *below, *near]), **told)


def _typed(warning: str, wave: str) -> bool:
    """Whoever has read the warning types the wave's name; silence is no."""
    typer.echo(warning, err=True)
    asked = say("cli-give-up-type", wave=wave)
    try:
        given = typer.prompt(asked, default="", show_default=False, err=True)
    except typer.Abort:
        return False
    return str(given).strip() == wave


def _settings(config: Path | None, *, to_run: bool = False) -> Settings:
    return load(config, to_run=to_run)


def _settings_if_any(config: Path | None) -> Settings | None:
    """An analyst may check a questionnaire where nothing is installed; then the defaults hold."""
    return _settings(config) if config or DEFAULT_FILE.exists() else None
