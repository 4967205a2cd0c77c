"""A group of commands that are imported when they are asked for."""

import importlib

import click


class LazyGroup(click.Group):
    """Imports a command when it is asked for: `kliping search` does not wait for Scrapy and trafilatura."""

    lazy: dict[str, str] = {}  # noqa: RUF012 - name -> module:attribute; a table, never written

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted({*super().list_commands(ctx), *self.lazy})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported now if it was not."""
        if cmd_name not in self.lazy:
            return super().get_command(ctx, cmd_name)
        module, _, name = self.lazy[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command
