"""How the `kb` command speaks: click with Dutch headings, and each error as one Dutch sentence. No traceback reaches a person."""

import tempfile
import traceback
from collections.abc import Iterable
from difflib import get_close_matches
from typing import IO, Any

import click

from indexer.reasons import reason
from kb.errors import KnowledgeBaseError

_HEADINGS = {"Options": "Opties", "Commands": "Opdrachten", "Positional arguments": "Argumenten"}


class Told(click.ClickException):
    """What is told to a person before the command ends."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence."""
        click.echo(f"Fout: {self.message}", file=file, err=True)


class WrongUse(Told):
    """What is told when the arguments do not fit."""

    exit_code = 2


class Stopped(Told):
    """What is told when a person stopped the command."""

    exit_code = 130


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "Gebruik: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_HEADINGS.get(heading, heading))

    def write_dl(self, rows: Any, *arguments: Any, **named: Any) -> None:
        super().write_dl([(term, _in_dutch(text)) for term, text in rows], *arguments, **named)


def _in_dutch(text: str) -> str:
    return text.replace("[default: ", "[standaard: ").replace("[required]", "[verplicht]")


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help and errors are Dutch."""

    context_class = _Context
    # Told by ourselves, see parse_args.
    allow_extra_args = True

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **{"options_metavar": "[OPTIES]", **named})

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option for help, explained in Dutch."""
        return _explained(super().get_help_option(ctx))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments. Raises Told when they do not fit."""
        try:
            left = super().parse_args(ctx, args)
        except click.UsageError as error:
            raise _told(error, ctx) from error
        if left:
            asks = any(isinstance(parameter.type, Question) for parameter in self.params)
            more = "Zet de hele vraag tussen aanhalingstekens." if asks else _see_help(ctx)
            raise WrongUse(f"'{shortened(' '.join(left), 60)}' staat er te veel. {more}")
        return left


class Group(click.Group):
    """A group of commands; what goes wrong in one is told as a sentence and gives exit status 1."""

    context_class = _Context
    command_class = Command

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **{"options_metavar": "[OPTIES]", "subcommand_metavar": "OPDRACHT …", **named})

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option for help, explained in Dutch."""
        return _explained(super().get_help_option(ctx))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments. Raises Told when they do not fit."""
        try:
            return super().parse_args(ctx, args)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            raise _told(error, ctx) from error

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for. Raises Told for whatever goes wrong."""
        try:
            return super().invoke(ctx)
        except KnowledgeBaseError as error:
            raise Told(str(error)) from error
        except click.UsageError as error:
            raise _told(error, ctx) from error
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise
        except (click.Abort, KeyboardInterrupt, EOFError) as error:
            raise Stopped("afgebroken.") from error
        except OSError as error:
            where = f" van '{error.filename}'" if error.filename else ""
            raise Told(f"Lezen of schrijven{where} lukte niet: {reason(error)}.") from error
        except Exception as error:
            raise Told(_unforeseen(error)) from error


class Question(click.ParamType[str]):
    """What somebody asks: text with something in it."""

    name = "vraag"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the question as it was typed."""
        if not value.strip():
            raise Told("De vraag is leeg. Typ wat u zoekt, bijvoorbeeld: kb search 'ouders betrekken'")
        if not value.isascii() and value != value.encode("utf-8", "replace").decode():
            raise Told("In de vraag staan tekens die geen UTF-8 zijn. Typ haar opnieuw, of zet de terminal op UTF-8.")
        return str(value)


class Count(click.ParamType[int]):
    """A number of things to show."""

    name = "getal"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number, which is 1 or more."""
        text = str(value)
        if not (text.isascii() and text.isdigit() and len(text) <= 6 and int(text) >= 1):
            raise Told(f"'{shortened(text, 40)}' kan niet bij --most. Geef een getal van 1 of meer.")
        return int(text)


def shortened(text: str, most: int = 160) -> str:
    """Return text as one line, cut between words when it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


def _explained(option: click.Option | None) -> click.Option | None:
    if option:
        option.help = "Toon deze uitleg."
    return option


def _told(error: click.UsageError, ctx: click.Context) -> WrongUse:
    """Return what a person is told of arguments that do not fit; none of click's own words are in it."""
    ctx = error.ctx or ctx
    return WrongUse(f"{_sentence(error, ctx)} {_see_help(ctx)}")


def _sentence(error: click.UsageError, ctx: click.Context) -> str:
    if isinstance(error, click.exceptions.NoSuchCommand):
        commands = ctx.command.list_commands(ctx) if isinstance(ctx.command, click.Group) else ()
        return f"De opdracht '{shortened(error.command_name, 40)}' bestaat niet.{_near(error.command_name, commands)}"
    if isinstance(error, click.NoSuchOption):
        options = [name for parameter in ctx.command.params for name in parameter.opts if name.startswith("-")]
        return f"De optie '{shortened(error.option_name, 40)}' bestaat niet.{_near(error.option_name, options)}"
    if isinstance(error, click.MissingParameter) and error.param:
        is_option = isinstance(error.param, click.Option)
        return f"De optie '{error.param.opts[0]}' ontbreekt." if is_option else f"Geef ook: {error.param.make_metavar(ctx)}."
    if isinstance(error, click.BadOptionUsage):
        flags = {name for one in ctx.command.params if isinstance(one, click.Option) and one.is_flag for name in one.opts}
        return f"Bij de optie '{error.option_name}' hoort {'geen' if error.option_name in flags else 'een'} waarde."
    if isinstance(error, click.BadParameter) and error.param and isinstance(error.param.type, click.Choice):
        setting = f" ({error.param.envvar})" if error.param.envvar else ""
        return f"Bij de optie '{error.param.opts[0]}'{setting} kan alleen: {', '.join(error.param.type.choices)}."
    return "Deze opdracht is zo niet te begrijpen."


def _near(typed: str, known: Iterable[str]) -> str:
    near = get_close_matches(typed, list(known), n=1)
    return f" Bedoelt u '{near[0]}'?" if near else ""


def _see_help(ctx: click.Context) -> str:
    return f"Kijk met: {ctx.command_path} --help"


def _unforeseen(error: Exception) -> str:
    """Write down what went wrong, for whoever mends the program, and return the sentence that says where."""
    told = "Er ging iets mis waar het programma niet op rekent."
    try:
        with tempfile.NamedTemporaryFile("w", prefix="kb-fout-", suffix=".txt", encoding="utf-8", errors="replace", delete=False) as file:
            file.write("".join(traceback.format_exception(error)))
    except OSError:
        return f"{told} Meld het aan de beheerder met de opdracht die u gaf ({type(error).__name__})."
    return f"{told} Meld het aan de beheerder, met het bestand '{file.name}'."
