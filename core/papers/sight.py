"""What of a made paper a role may see: a value hidden from it leaves the values, and the paper itself is closed.

The words of a made paper are one whole, so nothing can be cut out of them: who may not see a part does not see the
paper, its file and its copies. The list of papers, its number, state and way stay open to him.
"""

from __future__ import annotations

from core.errors import RuleBroken
from core.templates import Variable, variables
from schemas.base import LANGS, Text
from schemas.paper import Paper
from schemas.transcript import Transcript
from schemas.words import Role


def hidden(role: Role, paper: Paper | Transcript) -> list[Variable]:
    """The variables whose values this paper holds and which this role does not see today."""
    if isinstance(paper, Transcript):
        return []
    known = variables()
    found = [known[v.name] for v in paper.values if v.value and v.name in known]
    return [v for v in found if v.spec and role in v.spec.hidden]


def check(role: Role, paper: Paper | Transcript) -> None:
    """RuleBroken, by name, when the paper holds what is hidden from this role."""
    if found := hidden(role, paper):
        names = Text(**{x: ", ".join(v.label.get(x) for v in found)[:400] for x in LANGS})
        raise RuleBroken("papers.file_closed", names=names)


def seen(role: Role, paper: Paper | Transcript) -> Paper | Transcript:
    """The paper as this role sees it: without the values hidden from it, and then without its words."""
    names = {v.name for v in hidden(role, paper)}
    if not names or isinstance(paper, Transcript):
        return paper
    return paper.model_copy(update={"values": [v for v in paper.values if v.name not in names], "printed": {}})


__all__ = ["check", "hidden", "seen"]
