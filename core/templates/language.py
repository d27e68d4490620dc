"""The language of templates: variables, conditions, tables; nothing else, so nothing in it can run.

    {{ student.name }}                                  a variable
    {% if study.form == "full_time" %} … {% elif … %} … {% else %} … {% endif %}    and, or, not, ==, !=
    {% table results: discipline, credits, letter %}    a table, in a paragraph of its own
    # words     a heading;  > words  at the right;  - words  an item;  **words**  semibold;  {# a note #}

An empty line, or a line that holds nothing but a condition, ends a paragraph; any other line's end is a space.

jinja2 only reads the text; what it read is turned into our own few pieces (`core.templates.pieces`) or refused. A
dotted name is one name of a flat list, never a walk through an object, and there is no loop.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping

from jinja2 import Environment, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.ext import Extension
from jinja2.parser import Parser

from core.errors import Problem, Problems
from core.templates.pieces import And, Branch, Choose, Equal, Given, Not, Or, Piece, Table, Test, Variable, Words

LONGEST = 20_000  # letters of a template
DEEPEST = 20  # conditions inside conditions


class _TableTag(Extension):
    """Reads `{% table name: column, column %}`; only reads: it makes a node that a template can't write itself."""

    tags = {"table"}

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        name = parser.stream.expect("name").value
        columns = []
        if parser.stream.skip_if("colon"):
            columns.append(parser.stream.expect("name").value)
            while parser.stream.skip_if("comma"):
                columns.append(parser.stream.expect("name").value)
        said = nodes.ExtensionAttribute(self.identifier, " ".join([name, *columns]), lineno=line)
        return nodes.Output([said], lineno=line)


_reader = Environment(extensions=[_TableTag], autoescape=False)


def parse(text: str, names: Mapping[str, Collection[str]], tables: Mapping[str, Collection[str]]) -> tuple[Piece, ...]:
    """A template's pieces. names: every variable with the values it may be compared with (none: any); tables: every
    table with its columns. Raises Problems with an empty field: `templates.<what>` with `line` (from 1) and, for a
    name that is not there, the `near`est one.
    """
    return _Reading(names, tables).read(text)


def used(pieces: Collection[Piece]) -> Iterator[str]:
    """The names of variables that pieces print (conditions only ask for theirs)."""
    for piece in pieces:
        if isinstance(piece, Variable):
            yield piece.name
        elif isinstance(piece, Choose):
            for branch in piece.branches:
                yield from used(branch.then)


class _Reading:
    def __init__(self, names: Mapping[str, Collection[str]], tables: Mapping[str, Collection[str]]) -> None:
        self.names, self.tables = names, tables
        self.problems: list[Problem] = []

    def read(self, text: str) -> tuple[Piece, ...]:
        if len(text) > LONGEST:
            raise Problems([Problem("", "templates.too_long", {"most": LONGEST})])
        try:
            tree = _reader.parse(text)
            if any(kind == "raw_begin" for _, kind, _ in _reader.lex(text)):
                raise TemplateSyntaxError("raw", 1)
        except TemplateSyntaxError as e:
            raise Problems([_broken(e)]) from None
        except (RecursionError, ValueError, OverflowError, MemoryError):
            raise Problems([Problem("", "templates.unreadable", {"line": 1})]) from None
        try:
            pieces = tuple(self._all(tree.body, 0))
        except RecursionError:
            raise Problems([Problem("", "templates.too_deep", {"line": 1, "most": DEEPEST})]) from None
        if self.problems:
            raise Problems(self.problems)
        return pieces

    def _say(self, key: str, node: nodes.Node, **values: object) -> None:
        self.problems.append(Problem("", key, {"line": node.lineno, **values}))

    def _all(self, found: list[nodes.Node], depth: int) -> Iterator[Piece]:
        for node in found:
            if isinstance(node, nodes.Output):
                for inner in node.nodes:
                    yield from self._output(inner)
            elif isinstance(node, nodes.If):
                if depth >= DEEPEST:
                    self._say("templates.too_deep", node, most=DEEPEST)
                else:
                    yield self._choose(node, depth + 1)
            else:
                self._say("templates.forbidden", node)

    def _output(self, node: nodes.Node) -> Iterator[Piece]:
        if isinstance(node, nodes.TemplateData):
            yield Words(node.data, node.lineno)
        elif isinstance(node, nodes.ExtensionAttribute):
            yield from self._table(node)
        else:
            name = self._variable(node)
            if name is not None:
                yield Variable(name, node.lineno)

    def _table(self, node: nodes.ExtensionAttribute) -> Iterator[Piece]:
        name, *columns = node.name.split()
        if name not in self.tables:
            self._say("templates.unknown_table", node, name=name, near=_near(name, self.tables))
            return
        for column in columns:
            if column not in self.tables[name]:
                self._say("templates.unknown_column", node, name=column, near=_near(column, self.tables[name]))
                return
        yield Table(name, tuple(columns) or tuple(self.tables[name]), node.lineno)

    def _choose(self, node: nodes.If, depth: int) -> Choose:
        branches = []
        for each in (node, *node.elif_):
            test = self._test(each.test)
            then = tuple(self._all(each.body, depth))
            if test is not None:
                branches.append(Branch(test, then))
        if node.else_:
            branches.append(Branch(None, tuple(self._all(node.else_, depth))))
        return Choose(tuple(branches))

    def _test(self, node: nodes.Node) -> Test | None:
        if isinstance(node, nodes.And | nodes.Or):
            left, right = self._test(node.left), self._test(node.right)
            if left is None or right is None:
                return None
            return And(left, right) if isinstance(node, nodes.And) else Or(left, right)
        if isinstance(node, nodes.Not):
            inner = self._test(node.node)
            return None if inner is None else Not(inner)
        if isinstance(node, nodes.Compare):
            return self._compare(node)
        name = self._variable(node)
        return None if name is None else Given(name)

    def _compare(self, node: nodes.Compare) -> Test | None:
        name = self._variable(node.expr)
        if name is None:
            return None
        if len(node.ops) != 1 or node.ops[0].op not in ("eq", "ne") or not isinstance(node.ops[0].expr, nodes.Const):
            self._say("templates.forbidden", node)
            return None
        value = node.ops[0].expr.value
        if isinstance(value, bool) or not isinstance(value, str | int):
            self._say("templates.forbidden", node)
            return None
        known, said = self.names[name], str(value)
        if known and said not in known:
            self._say("templates.unknown_value", node, name=said, near=_near(said, known))
            return None
        test: Test = Equal(name, said)
        return test if node.ops[0].op == "eq" else Not(test)

    def _variable(self, node: nodes.Node) -> str | None:
        """The dotted name as it is written, if it is one of ours."""
        parts: list[str] = []
        inner: nodes.Node = node
        while isinstance(inner, nodes.Getattr):
            parts.append(inner.attr)
            inner = inner.node
        if not isinstance(inner, nodes.Name):
            self._say("templates.forbidden", node)
            return None
        name = ".".join(reversed([*parts, inner.name]))
        if name not in self.names:
            self._say("templates.unknown_variable", node, name=name[:80], near=_near(name, self.names))
            return None
        return name


def _near(name: str, known: Collection[str]) -> str:
    """The nearest name there is: by letters, else the one with the same end; a dash where none is near."""
    close = difflib.get_close_matches(name[:80], list(known), 1, 0.5)
    last = name.rpartition(".")[2]
    return next(iter(close or [k for k in known if k.rpartition(".")[2] == last]), "")


def _broken(error: TemplateSyntaxError) -> Problem:
    """jinja2's own words are English and speak of Jinja: only what kind of fault it is goes on."""
    said, line = error.message or "", error.lineno
    if "Unexpected end of template" in said or "Unexpected end" in said:
        return Problem("", "templates.unclosed", {"line": line})
    if "unknown tag" in said:
        return Problem("", "templates.unknown_tag", {"line": line})
    return Problem("", "templates.unreadable", {"line": line})


__all__ = ["LONGEST", "parse", "used"]
