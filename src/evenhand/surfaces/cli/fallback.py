"""A group one of whose commands may be left out: ``document KIND REF`` is ``document show KIND REF``."""

import click


class FallbackGroup(click.Group):
    """Runs the command named ``fallback`` when the first word names none.

    Attributes:
        fallback: name of that command.
    """

    fallback: str = ""

    def __init__(self, *, fallback: str, **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]
        self.fallback = fallback

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or take the first word for an argument of the fallback."""
        if args and args[0] in self.commands:
            return super().resolve_command(ctx, args)
        return self.fallback, self.commands[self.fallback], args
