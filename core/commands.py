"""The words of the command line, each with the function that does it."""

from __future__ import annotations

import importlib
import sys

# word: (module:function, what it does). The function takes the words after its own and returns an exit code.
# Loaded only when called: `backup` should not wait for streamlit.
COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("core.running:main", "open the office in the browser"),
    "verify": ("core.audit.command:main", "is the trail of changes whole? names what does not fit"),
    "import": ("core.imports.command:main", "bring a table (CSV, XLSX) into the register"),
    "backup": ("core.keeping:backup", "write the whole office into one file"),
    "restore": ("core.keeping:restore", "fill an empty base from such a file"),
    "drill": ("core.keeping:drill", "restore a copy beside the live base, compare, record"),
    "credential-key": ("core.credentials.command:main", "the key that signs diplomas: state, copy FILE, restore FILE"),
    "second-factor": ("core.users.command:main", "take a second factor away where nobody can sign in to do it: LOGIN"),
    "job": ("core.jobs.command:main", "carry out one long work (the office calls this itself)"),
    "demo": ("core.demo.command:main", "fill the demonstration office (its own data folder, fictional people)"),
    "packages": ("core.packages:main", "docs/dependencies.csv anew, with what pip-audit found (FILE)"),
    "personal": ("core.personal.doc:main", "what is stored about people and why, as docs/personal_data.md"),
    "rights": ("core.rights:main", "every act and who may do it, as docs/rights.csv"),
    "bench": ("core.bench:main", "what the office costs, as ratios to the bare floor"),
    "load": ("core.bench.crowd:main", "many clerks at once against this office, as ratios to an empty script"),
    "prove": ("core.prove:main", "kill, fill up and cut off an office of its own: nothing may be lost"),
    "test": ("core.testing:main", "run all tests, those in the browser included"),
}


def listed() -> str:
    """The known words, one a line."""
    return "\n".join(f"  {word:<14} {what}" for word, (_, what) in COMMANDS.items())


def main(words: list[str]) -> int:
    """Run the command named by the first word with the words after it.

    Returns the exit code: 0 done, 1 refused with a sentence, 2 unknown word.
    """
    word, rest = (words[0], words[1:]) if words else ("help", [])
    if word in ("help", "-h", "--help"):
        print("The commands of the office (python3 office.py WORD):\n" + listed())
        return 0
    if word not in COMMANDS:
        print(f"office: there is no command '{word}'. The known ones:\n{listed()}", file=sys.stderr)
        return 2
    module, function = COMMANDS[word][0].split(":")
    done: int | None = getattr(importlib.import_module(module), function)(rest)
    return done or 0
