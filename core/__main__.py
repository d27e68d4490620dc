"""`python -m core WORD …`: the commands behind the door."""

import sys

from core.commands import main

sys.exit(main(sys.argv[1:]))
