"""The command line: `provenance COMMAND`. Each command is a file of its own, loaded when it is asked for."""

import errno
import os
import sys
from contextlib import suppress
from importlib import import_module

import click

from provenance.errors import ProvenanceError

COMMANDS = ("ingest", "extract", "show", "check", "audit", "verify", "review", "sources", "evaluate", "export", "serve")


class CommandGroup(click.Group):
    """Loads a command's module on demand and turns this program's own errors into one line and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; its module holds it as `command`."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"provenance.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command does in full; click would cut it at the end of the line."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.get_short_help_str(limit=500)) for name, command in commands if command])

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what it refuses to do becomes a message that says what to do instead."""
        try:
            return super().invoke(ctx)
        except ProvenanceError as refused:
            raise click.ClickException(str(refused)) from refused
        except UnicodeEncodeError as refused:
            what = f"the output's encoding, {refused.encoding}, lacks a sign of the text"
            raise click.ClickException(f"{what}; set PYTHONIOENCODING=utf-8") from refused
        except OSError as refused:
            if refused.errno != errno.ENOSPC:
                raise
            _drop_output()
            raise click.ClickException("the output cannot be written, the disk is full; free some space") from refused


def _drop_output() -> None:
    """Let what is still buffered go nowhere: flushing it when Python ends would fail, and speak, once more.

    The Python documentation's way with a closed pipe (library/signal, "Note on SIGPIPE").
    """
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="provenance")
def main() -> None:
    """Show where the news gets what it says.

    Reads articles, finds every claim they attribute to somebody, links it to its stated source, and publishes claims,
    sources and exact evidence with Datasette.
    """
