"""python -m snwp_xl: the same as the command snwp-xl."""

import sys

from snwp_xl.cli import command

sys.exit(command())
