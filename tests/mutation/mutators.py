"""Small mistakes that a programmer could make, one at a time, in the source of a module.

Each mutant is the whole module's source again with one thing changed. What nobody could notice is left alone: docstrings, annotations,
type aliases, words for people, and the details of errors, which are for the log.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Change = Callable[[ast.AST], ast.AST | None]

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
_NAMES_NOT_CHANGED = ("__all__", "__slots__", "TypeAlias", "TypeVar")


@dataclass(frozen=True)
class Mutant:
    """One changed module: `line` to `last` where, `kind` of change, `before` and `after` as code, the whole `source`, and what it was."""

    file: str
    line: int
    last: int
    kind: str
    before: str
    after: str
    source: str
    original: str

    @property
    def name(self) -> str:
        """How it is told apart: stable as long as the line is."""
        return f"{self.file}:{self.line} {self.kind}: {self.before}  =>  {self.after}"


def mutants_of(file: str, source: str) -> list[Mutant]:
    """Return every mutant of a module, in the order of its lines."""
    tree = ast.parse(source)
    quiet = frozenset(_unnoticed(tree))
    nodes = [node for node in ast.walk(tree) if hasattr(node, "lineno") and id(node) not in quiet]
    found: dict[str, Mutant] = {}
    for node in nodes:
        for kind, changed in _changes(node):
            mutant = _mutant(file, source, tree, node, kind, changed)
            if mutant is not None:
                found.setdefault(mutant.source, mutant)
    return sorted(found.values(), key=lambda mutant: (mutant.line, mutant.kind, mutant.after))


def _mutant(file: str, original: str, tree: ast.Module, node: ast.AST, kind: str, changed: ast.AST) -> Mutant | None:
    source = ast.unparse(ast.fix_missing_locations(_Replace(node, changed).visit(copy.copy(tree))))
    if source == ast.unparse(tree):
        return None
    before, after = (" ".join(ast.unparse(part).split())[:100] for part in (node, changed))
    line: int = node.lineno  # type: ignore[attr-defined]
    # A changed condition shows where it stands, not in all that hangs on it.
    last = getattr(node.test if isinstance(node, ast.If | ast.While) else node, "end_lineno", line)
    return Mutant(file, line, last, kind, before, after, source, original)


class _Replace(ast.NodeTransformer):
    """Copies the path from the root to one node, and puts another in its place."""

    def __init__(self, node: ast.AST, changed: ast.AST) -> None:
        self._node, self._changed = node, changed

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self._node:
            return self._changed
        return super().visit(node)

    def generic_visit(self, node: ast.AST) -> ast.AST:
        twin = copy.copy(node)
        for field, value in ast.iter_fields(node):
            if isinstance(value, list):
                setattr(twin, field, [self.visit(item) if isinstance(item, ast.AST) else item for item in value])
            elif isinstance(value, ast.AST):
                setattr(twin, field, self.visit(value))
        return twin


def _unnoticed(tree: ast.Module) -> Iterator[int]:
    """Yield the ids of nodes that mean nothing to what the module does."""
    for node in ast.walk(tree):
        hidden: list[ast.AST | None] = []
        match node:
            case ast.Module() | ast.ClassDef() | ast.FunctionDef() if ast.get_docstring(node) is not None:
                hidden = [node.body[0]]
            case ast.AnnAssign():
                hidden = [node.annotation]
            case ast.arg():
                hidden = [node.annotation]
            case ast.Raise(exc=ast.Call() as call):
                hidden = [*call.args]
            case ast.Call(func=ast.Name(id="N_")) | ast.Assert() | ast.Import() | ast.ImportFrom():
                hidden = [node]
            case ast.Assign(targets=[ast.Name(id=name)]) if name in _NAMES_NOT_CHANGED:
                hidden = [node]
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                hidden = [node]
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) in _NAMES_NOT_CHANGED:
            hidden = [node]
        if isinstance(node, ast.FunctionDef):
            hidden += [node.returns, *node.decorator_list]
        if isinstance(node, ast.ClassDef):
            hidden += node.decorator_list
        for part in hidden:
            if part is not None:
                yield from map(id, ast.walk(part))


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Compare(ops=ops):
            for place, operator in enumerate(ops):
                other = [*ops[:place], _COMPARISONS[type(operator)](), *ops[place + 1 :]]
                yield "comparison", _with(node, ops=other)
        case ast.BoolOp(op=ast.And()):
            yield "and to or", _with(node, op=ast.Or())
        case ast.BoolOp(op=ast.Or()):
            yield "or to and", _with(node, op=ast.And())
        case ast.UnaryOp(op=ast.Not()):
            yield "not removed", node.operand
        case ast.UnaryOp(op=ast.USub()):
            yield "minus removed", node.operand
        case ast.BinOp(op=operator) if type(operator) in _OPERATORS:
            yield "operator", _with(node, op=_OPERATORS[type(operator)]())
        case ast.Constant(value=bool() as value):
            yield "constant", ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield "boundary", ast.Constant(value + 1)
            if value > 0:
                yield "boundary", ast.Constant(value - 1)
        case ast.Constant(value=str() as value):
            yield "text", ast.Constant(value + "x" if value else "x")
        case ast.Constant(value=bytes() as value):
            yield "text", ast.Constant(value + b"x")
        case ast.Raise():
            yield "raise removed", ast.Pass()
        case ast.Return(value=value) if value is not None and not _is_none(value):
            yield "returns None", ast.Return(ast.Constant(None))
        case ast.If():
            yield "condition turned", _with(node, test=ast.UnaryOp(ast.Not(), node.test))
            yield "never", _with(node, test=ast.Constant(False))
        case ast.IfExp():
            yield "condition turned", _with(node, test=ast.UnaryOp(ast.Not(), node.test))
        case ast.While():
            yield "never", _with(node, test=ast.Constant(False))
        case ast.Continue():
            yield "continue to break", ast.Break()
        case ast.Break():
            yield "break to continue", ast.Continue()
        case ast.Expr(value=ast.Call()):
            yield "call removed", ast.Pass()
        case ast.AugAssign():
            yield "change removed", ast.Pass()
        case ast.Call(args=[first, second, *rest]) if not isinstance(first, ast.Starred | ast.Constant):
            if not isinstance(second, ast.Starred):
                yield "arguments swapped", _with(node, args=[second, first, *rest])
        case ast.comprehension(ifs=[_, *_]):
            yield "filter removed", _with(node, ifs=[])


def _with(node: ast.AST, **fields: object) -> ast.AST:
    twin = copy.copy(node)
    for name, value in fields.items():
        setattr(twin, name, value)
    return twin


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
