"""Surface block -> the same in which a jump out of an iteration ends its branch.

    for x in xs:                  for x in xs:
        if x > 2.0:                   if x > 2.0:
            break           ->            break
        total += x                    otherwise, at the level of the `if`: total += x

So a jump goes to the end of the loop's body, as all paths do, and what it skips depends on
a test. Where no test of the source says whether the rest is skipped, a flag does. A
`return` in a loop is a `break` of all loops around it, told by another flag.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.nesting import blocks_in, with_blocks

Block: TypeAlias = tuple[s.SurfaceStatement, ...]
Loop: TypeAlias = s.For | s.While


def close_exits(block: Block, unique: Callable[[str], str]) -> Block:
    """Close the loops of a function; `unique` finds names that its source has not."""
    return _Closer(unique).function_block(block, False, False)


def breaks(block: Block) -> bool:
    """Whether a `break` in a loop's body, closed or not, leaves that loop."""
    return any(
        jump.kind == "break" for statement in block for jump in _jumps(statement)
    )


@dataclass(frozen=True)
class _Loop:
    """What a jump out of an iteration has to tell, by flags that it sets.

    broken : to the `else` of the loop. returned : a `return`, to what follows the loop.
    skipped : to the rest of the iteration. spare : a flag that is not set so far.
    """

    broken: str = ""
    returned: str = ""
    skipped: str = ""
    spare: str = ""


class _Closer:
    def __init__(self, unique: Callable[[str], str]) -> None:
        self.unique = unique
        self.flag = ""

    def returned(self) -> str:
        """Name of the flag that a `return` in a loop sets."""
        self.flag = self.flag or self.unique("returned")
        return self.flag

    # ---- outside of loops

    def function_block(self, block: Block, wanted: bool, started: bool) -> Block:
        """Close a block in no loop.

        wanted : something behind the block asks whether a loop has returned. started :
        the flag that says so has its first value.
        """
        done: list[s.SurfaceStatement] = []
        for position, statement in enumerate(block):
            if not isinstance(statement, s.For | s.While | s.If | s.With):
                done.append(statement)
                continue
            rest = () if _is_endless(statement) else block[position + 1 :]
            leaves = _has_loop_return(statement)
            asked = leaves and (wanted or bool(rest) or _has_deep_return(statement))
            span = statement.origin.span
            if asked and not started:
                done.append(_set(self.returned(), False, span))
                started = True
            if isinstance(statement, s.If | s.With):
                close = partial(self.function_block, wanted=asked, started=started)
                done.append(with_blocks(statement, close))
                behind = rest
            else:
                flag = self.returned() if asked else ""
                made, otherwise = self._loop(statement, flag)
                done.extend(made)
                behind = (*otherwise, *rest)
            if leaves and behind:
                closed = self.function_block(behind, wanted, True)
                test = s.Unary("not", s.NameRef(self.returned(), span), span)
                origin = s.Origin(f"if not {self.returned()}:", span)
                return (*done, s.If(test, closed, (), origin))
            if leaves or not isinstance(statement, s.If | s.With):
                return (*done, *self.function_block(behind, wanted, started))
        return tuple(done)

    # ---- loops

    def _loop(self, loop: Loop, returned: str) -> tuple[Block, Block]:
        """Close a loop; also return what its `else` does, as statements behind it."""
        header, span = loop.otherwise_origin, loop.origin.span
        frame = _Loop(returned=returned)
        before: Block = ()
        otherwise = loop.otherwise
        leaves = breaks(loop.body) or _has_return(loop.body)
        if otherwise and leaves and header is not None:
            frame = replace(frame, broken=self.unique("broken"))
            before = (_set(frame.broken, False, span),)
            test = s.Unary("not", s.NameRef(frame.broken, span), header.span)
            origin = replace(header, text=f"if not {frame.broken}:")
            otherwise = (s.If(test, otherwise, (), origin),)
        elif otherwise and header is not None:
            first = otherwise[0]
            above = header.comments + first.origin.comments
            origin = replace(first.origin, comments=above)
            otherwise = (replace(first, origin=origin), *otherwise[1:])
        body = self._body(loop.body, frame)
        closed = replace(loop, body=body, otherwise=(), otherwise_origin=None)
        return (*before, closed), otherwise

    def _body(self, block: Block, frame: _Loop) -> Block:
        """Close the body of a loop, or a part of it."""
        done: list[s.SurfaceStatement] = []
        for position, statement in enumerate(block):
            rest = block[position + 1 :]
            match statement:
                case s.Jump(kind=kind, origin=origin):
                    return (*done, *_told(frame, kind, origin.span), statement)
                case s.Return(origin=origin):
                    span = origin.span
                    left = (_set(frame.returned, True, span),) if frame.returned else ()
                    jump = s.Jump("break", s.Origin("break", span))
                    return (
                        *done,
                        statement,
                        *left,
                        *_told(frame, "break", span),
                        jump,
                    )
                case s.Effect(kind="raise"):
                    return (*done, statement)
                case s.For() | s.While():
                    return (*done, *self._inner_loop(statement, rest, frame))
                case s.If() if _exits(statement):
                    return (*done, *self._branch(statement, rest, frame))
                case s.With() if _exits(statement):
                    if rest and not _ends((statement,)):
                        raise refuse(
                            "SG140",
                            "a jump that leaves this `with` on some paths only is not "
                            "supported",
                            statement.origin.span,
                            hint="jump behind the `with`",
                        )
                    close = partial(self._body, frame=frame)
                    return (*done, with_blocks(statement, close))
                case _:
                    # loops inside have their own jumps
                    close = partial(self._body, frame=frame)
                    done.append(with_blocks(statement, close))
        return tuple(done)

    def _inner_loop(self, loop: Loop, rest: Block, frame: _Loop) -> Block:
        """Close a loop in a loop, and what follows it."""
        leaves = _has_return(loop.body)
        made, otherwise = self._loop(loop, self.returned() if leaves else "")
        if _is_endless(loop):
            otherwise, rest = (), ()
        behind = (*otherwise, *rest)
        if not leaves:
            return (*made, *self._body(behind, frame))
        span = loop.origin.span
        jump = s.Jump("break", s.Origin("break", span))
        left = (*_told(frame, "break", span), jump)
        if _is_endless(loop):
            return (*made, *left)
        test, origin = (
            s.NameRef(self.returned(), span),
            s.Origin(f"if {self.returned()}:", span),
        )
        after = self._body(behind, frame)
        return (*made, s.If(test, left, after, origin, flat=True))

    def _branch(self, statement: s.If, rest: Block, frame: _Loop) -> Block:
        """Close an `if` that jumps, and what follows it."""
        if not rest or _ends((statement,)):
            return (self._both(statement, frame),)
        if _is_guard(statement):
            return (self._guard(statement, rest, frame),)
        flag = frame.skipped or frame.spare or self.unique("skipped")
        span = statement.origin.span
        known = flag in (frame.skipped, frame.spare)
        first = () if known else (_set(flag, False, span),)
        inside = self._both(statement, replace(frame, skipped=flag))
        after = self._body(rest, replace(frame, spare=flag))
        test = s.NameRef(flag, span)
        skipping = s.If(test, (), after, s.Origin("", span), flat=True)
        return (*first, inside, skipping)

    def _both(self, statement: s.If, frame: _Loop) -> s.If:
        then, otherwise = (
            self._body(part, frame) for part in (statement.then, statement.otherwise)
        )
        return replace(statement, then=then, otherwise=otherwise)

    def _guard(self, statement: s.If, rest: Block, frame: _Loop) -> s.If:
        then = self._body(statement.then, frame)
        if not statement.otherwise:
            after = self._body(rest, frame)
            return replace(statement, then=then, otherwise=after, flat=True)
        (inner,) = statement.otherwise
        assert isinstance(inner, s.If)
        guard = self._guard(inner, rest, frame)
        return replace(statement, then=then, otherwise=(guard,))


def _set(name: str, value: bool, span: Span) -> s.Assign:
    target, literal = s.NameRef(name, span), s.Literal(value, span)
    return s.Assign((target,), literal, s.Origin(f"{name} = {value}", span))


def _told(frame: _Loop, kind: str, span: Span) -> Block:
    """Flags that a jump sets."""
    names = (frame.broken if kind == "break" else "", frame.skipped)
    return tuple(_set(name, True, span) for name in names if name)


# ---- what a statement may do


def _jumps(statement: s.SurfaceStatement) -> tuple[s.Jump, ...]:
    """Jumps in a statement that leave an iteration of the loop that it stands in."""
    match statement:
        case s.Jump():
            return (statement,)
        case s.If(then=then, otherwise=otherwise):
            inside = (*then, *otherwise)
        case s.For(otherwise=otherwise) | s.While(otherwise=otherwise):
            inside = otherwise
        case s.With(body=body):
            inside = body
        case _:
            return ()
    return tuple(jump for part in inside for jump in _jumps(part))


def _has_return(block: Block) -> bool:
    """Whether a block has a `return`, at any depth."""
    return any(
        isinstance(statement, s.Return) or any(map(_has_return, blocks_in(statement)))
        for statement in block
    )


def _has_loop_return(statement: s.SurfaceStatement) -> bool:
    """Whether a statement that stands in no loop has a `return` in a loop's body."""
    match statement:
        case (
            s.For(body=body, otherwise=otherwise)
            | s.While(body=body, otherwise=otherwise)
        ):
            return _has_return(body) or any(map(_has_loop_return, otherwise))
        case _:
            inside = (one for block in blocks_in(statement) for one in block)
            return any(map(_has_loop_return, inside))


def _has_deep_return(statement: s.SurfaceStatement) -> bool:
    """Whether a statement has a `return` in a loop in a loop."""
    match statement:
        case (
            s.For(body=body, otherwise=otherwise)
            | s.While(body=body, otherwise=otherwise)
        ):
            deep = any(map(_has_loop_return, body))
            return deep or any(map(_has_deep_return, otherwise))
        case _:
            inside = (one for block in blocks_in(statement) for one in block)
            return any(map(_has_deep_return, inside))


def _exits(statement: s.SurfaceStatement) -> bool:
    """Whether a statement in a loop's body may end the iteration."""
    return bool(_jumps(statement)) or _has_return((statement,))


def _ends(block: Block) -> bool:
    """Whether control never runs off the end of a block of a loop's body."""
    for statement in block:
        match statement:
            case s.Return() | s.Jump() | s.Effect(kind="raise"):
                return True
            case s.If(then=then, otherwise=otherwise):
                if _ends(then) and _ends(otherwise):
                    return True
            case s.With(body=body):
                if _ends(body):
                    return True
            case s.While() if _is_endless(statement):
                return True
    return False


def _is_guard(statement: s.If) -> bool:
    """Whether every branch but the last, empty one ends the iteration."""
    if not _ends(statement.then):
        return False
    match statement.otherwise:
        case ():
            return True
        case (s.If(is_elif=True) as inner,):
            return _is_guard(inner)
        case _:
            return False


def _is_endless(statement: s.SurfaceStatement) -> bool:
    """Whether only a `return` leaves a loop."""
    match statement:
        case s.While(condition=s.Literal(value=value), body=body):
            return bool(value) and not breaks(body)
        case _:
            return False
