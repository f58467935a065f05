"""The command `snwp-xl`: arguments -> operation -> text and exit code. A module for each group of verbs; see `add` in each."""

from snwp_xl.cli.main import command, main
from snwp_xl.cli.terminal import BAD_CALL, DONE, FOUND_ERRORS

__all__ = ["BAD_CALL", "DONE", "FOUND_ERRORS", "command", "main"]
