"""Loop body + assumptions about what it carries -> Carry, or wider assumptions.

The types at the head of an iteration depend on those at its end. So the body is walked
from the types before the loop, and again from wider ones, until they are the same.
"""

from __future__ import annotations

from dataclasses import replace

from srcgrad.analysis.names import bound, loop_live
from srcgrad.diagnostics import refuse
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Var
from srcgrad.ir.program import HOLE, Block, Carry, Define, Step
from srcgrad.ir.types import UNKNOWN, Numeric, Type, join
from srcgrad.normalize.calling.results import RESULT
from srcgrad.normalize.control.assumptions import Assumed, Enter, Key
from srcgrad.normalize.scopes.aliases import Alias, Relation, Site
from srcgrad.normalize.scopes.bindings import new_version
from srcgrad.normalize.scopes.context import Context, Names, Walk, named_shape
from srcgrad.normalize.scopes.extents import outlasting
from srcgrad.normalize.scopes.nests import Nest, matched, nest_of, rebuilt
from srcgrad.normalize.scopes.records import missing
from srcgrad.normalize.scopes.scope import (
    Binding,
    Method,
    Record,
    Ref,
    State,
    Structure,
    refs,
    same,
)
from srcgrad.normalize.scopes.values import as_formula, is_function


class Trial:
    """One walk over a loop body, from assumptions that it then confirms or widens."""

    def __init__(
        self,
        context: Context,
        before: State,
        statement: s.For | s.While,
        assumed: Assumed,
    ) -> None:
        self.context, self.before = context, before
        self.statement, self.assumed = statement, assumed
        self.heads: dict[Key, Var] = {}
        # functions that every iteration finds as they were before the loop
        self.constant: set[str] = set()
        self.nests: dict[str, Nest] = assumed.nests
        self.leaves: dict[str, Binding] = {}
        self.versions = dict(context.versions)

    def run(self, enter: Enter, targets: Names, live: Names, walk: Walk) -> None:
        """Walk the body; `enter` binds what an iteration starts with."""
        state = self.before.copy()
        # where a loop is entered nothing has returned so far
        state.names.pop(RESULT, None)
        for buffer in sorted(self.assumed.touched):
            self._touch(state, buffer)
        self._enter_nests()
        for name in self.nests:
            state.names.pop(name)
        self.context.records.collect(state)
        for name in (*self.assumed.rebound, *self.leaves):
            if is_function(self.before.names.get(name)):
                self.constant.add(name)
            elif name in self.assumed.functions:
                continue
            elif name in self.before.names or name not in targets:
                self._rebind(state, name)
        for name in (*bound((self.statement,)), *self.assumed.dropped):
            # not carried: what it held before the loop is not read again
            known = name in self.heads or name in self.constant
            if not known and not name.startswith("@result"):
                state.names.pop(name, None)
        for name, nest in self.nests.items():
            state.names[name] = rebuilt(self.context, state, nest)
        for name in self.leaves:
            self._name_part(name, state)
        self._relate_heads()
        for (left, right), (one, two) in self.assumed.pairs.items():
            buffers = self.context.buffer_of
            heads = buffers[self.heads[left]], buffers[self.heads[right]]
            self.context.aliases.inherit(one, heads[0], two, heads[1])
        for (name, buffer), alias in self.assumed.kept.items():
            head = self.context.buffer_of[self.heads[name]]
            if alias.relation == Relation.HELD and alias.held != buffer:
                alias = replace(alias, held=head)
            self.context.aliases.add(head, buffer, alias)
        self.start = state.copy()
        outside, self.context.before_loop = (
            self.context.before_loop,
            self.context.buffers,
        )
        self.counter, prelude = enter(state)
        self.body = prelude + walk(self.context, state, self.statement.body, live)
        self.context.before_loop = outside
        self.end = state
        if state.live:
            self._leave_nests()

    def _enter_nests(self) -> None:
        """Give each leaf of what is made anew in every iteration a slot."""
        context, before = self.context, self.before
        for name in self.assumed.nested:
            if name not in self.nests:
                text = context.records.text(before, name)
                stem = context.records.stem(name)
                binding = before.names[name]
                self.nests[name] = nest_of(context, before, binding, name, stem, text)
            nest = self.nests[name]
            leaves = matched(context, before, nest, before.names[name])
            assert leaves is not None, "a nest has the form that it was made from"
            self.leaves.update(leaves)
        if self.leaves:
            self.before = before.copy()
            self.before.names.update(self.leaves)

    def _leave_nests(self) -> None:
        """Find what the leaves are bound to at the end of an iteration."""
        found: dict[str, Binding] = {}
        for name, nest in self.nests.items():
            leaves = matched(self.context, self.end, nest, self.end.names.get(name))
            if leaves is None:
                shown = self.context.records.shown(self.before, name)
                raise refuse(
                    "SG308",
                    f"the loop makes `{shown}` in another form than it has before",
                    self.statement.origin.span,
                    hint="give it the same items, keys or attributes everywhere",
                )
            found |= leaves
        self.end.names.update(found)

    def _touch(self, state: State, buffer: int) -> None:
        context, old = self.context, self.before.current[buffer]
        type_ = self.assumed.types.get(buffer, context.types[old])
        head = context.fresh(old.name, type_, buffer)
        if old in context.access:
            context.access[head] = context.access[old]
        state.current[buffer] = head
        self.heads[buffer] = head

    def _rebind(self, state: State, name: str) -> None:
        # where the name is unbound before the loop, its first read fails there too
        context, first = self.context, self.before.names.get(name)
        known = UNKNOWN if first is None else self._type(first, state)
        type_ = self.assumed.types.get(name, known)
        head = new_version(context, state, name, type_)
        if isinstance(first, Ref):
            self._relate(head, first.buffer)
        context.bind(state, name, head)
        self.heads[name] = head

    def _relate_heads(self) -> None:
        """Record the carried names that share memory from before the loop."""
        first = {
            name: ref.buffer
            for name in self.assumed.rebound
            if name in self.heads
            and isinstance(ref := self.before.names.get(name), Ref)
        }
        for one, left in first.items():
            for two, right in first.items():
                if one < two and self.context.aliases.shared(left, right):
                    buffers = self.context.buffer_of
                    heads = buffers[self.heads[one]], buffers[self.heads[two]]
                    self.context.aliases.inherit(left, heads[0], right, heads[1])

    def _relate(self, head: Var, buffer: int) -> None:
        """Record that the head may be memory that other names still hold."""
        context = self.context
        for name, binding in self.before.names.items():
            if name in self.assumed.rebound:
                continue
            for ref in refs(binding):
                if context.aliases.shared(ref.buffer, buffer):
                    own = context.buffer_of[head]
                    context.aliases.inherit(buffer, own, ref.buffer, ref.buffer)

    def _type(self, binding: Binding, state: State) -> Type:
        if not isinstance(binding, Ref):
            return as_formula(binding, self.statement.origin.span).type
        if binding.view != HOLE:
            return binding.type
        return self.context.types[state.current[binding.buffer]]

    # ---- confirming

    def widened(self) -> bool:
        """Widen the assumptions that the walk has shown to be too narrow."""
        if self._functions():
            return True
        found = [
            self._stores(),
            self._parts(),
            self._types(),
            self._pairs(),
            self._kept(),
        ]
        return any(found)

    def _functions(self) -> bool:
        """Find the names that are functions, the same one in every iteration."""
        known = set(self.assumed.functions)
        for name in self.assumed.rebound:
            first, last = self.before.names.get(name), self.end.names.get(name)
            if first is None and is_function(last):
                self.assumed.functions.add(name)
            elif (is_function(first) or is_function(last)) and first != last:
                raise refuse(
                    "SG406",
                    f"`{name}` is one function before the loop and another after an "
                    "iteration",
                    self.statement.origin.span,
                    hint="call each by a name of its own, in a branch that tells them "
                    "apart",
                )
        return known != self.assumed.functions

    def _stores(self) -> bool:
        touched = {
            buffer
            for buffer, var in self.before.current.items()
            if self.end.current.get(buffer) not in (var, self.heads.get(buffer))
        }
        grown = not touched <= self.assumed.touched
        self.assumed.touched |= touched
        return grown

    def _parts(self) -> bool:
        """Find the parts of records that the loop binds anew."""
        records, assumed = self.context.records, self.assumed
        known = {*self.heads, *assumed.nested, *assumed.dropped, *self.leaves}
        grown = False
        if not self.end.live:
            return False
        for name, first in self.before.names.items():
            binding: Binding | None = self.end.names.get(name)
            if not records.is_slot(name) or name in known or same(binding, first):
                continue
            if binding is None and name not in self.start.names:
                continue
            if binding is None:
                record, key = records.place(name)
                shown = records.spelled(self.before, record)
                raise missing(record, key, shown, self.statement.origin.span)
            one, two = (isinstance(b, Structure | Record) for b in (first, binding))
            if one and two:
                assumed.nested += (name,)
            elif one or two:
                assumed.dropped += (name,)
            else:
                assumed.rebound += (name,)
            grown = True
        return grown

    def _types(self) -> bool:
        grown = False
        for key, head in self.heads.items():
            back = self._back(key)
            if back is None:
                continue
            known = self.context.types[head]
            wide = join(known, back) if self._has_initial(key) else self._outside(back)
            scope = self.context.scope
            if named_shape(wide, f"{scope}{head.name}.{head.version}") != known:
                self.assumed.types[key] = wide
                grown = True
        return grown

    def _pairs(self) -> bool:
        ends = {
            name: binding.buffer
            for name in self.assumed.rebound
            if isinstance(binding := self.end.names.get(name), Ref)
            and self._is_array_head(name)
        }
        shared = {
            (one, two): (left, right)
            for one, left in ends.items()
            for two, right in ends.items()
            if one < two and self.context.aliases.shared(left, right)
        }
        grown = not shared.keys() <= self.assumed.pairs.keys()
        self.assumed.pairs = shared | self.assumed.pairs
        return grown

    def _kept(self) -> bool:
        """Find the names that come to share memory from before the loop.

        The next iteration stores to what it then has under such a name.
        """
        aliases, known = self.context.aliases, len(self.assumed.kept)
        for name in self.assumed.rebound:
            ref = self.end.names.get(name)
            if not isinstance(ref, Ref) or not self._is_array_head(name):
                continue
            for buffer in self.before.current:
                if buffer == ref.buffer:
                    site = () if ref.span is None else (Site(name, ref.span),)
                    alias: Alias | None = Alias(site, certain=False)
                else:
                    alias = aliases.between(ref.buffer, buffer)
                if alias is not None:
                    alias = replace(alias, certain=False)
                    self.assumed.kept.setdefault((name, buffer), alias)
        return len(self.assumed.kept) > known

    def _is_array_head(self, name: str) -> bool:
        if name not in self.heads:
            return False
        type_ = self.context.types[self.heads[name]]
        return not isinstance(type_, Numeric) or type_.mutable is not False

    def _has_initial(self, key: Key) -> bool:
        return isinstance(key, int) or key in self.before.names

    def _back(self, key: Key) -> Type | None:
        if isinstance(key, int):
            return self.context.types[self.end.current[key]]
        binding = self.end.names.get(key)
        if binding is None or isinstance(binding, Structure | Record):
            return None
        return self._type(binding, self.end)

    # ---- closing

    def finish(
        self, state: State, live: Names
    ) -> tuple[Var | None, Block, tuple[Carry, ...]]:
        """Close the loop: what goes in, what comes back, what is left after it."""
        if not self.end.live:
            state.names, state.current = self.start.names, self.start.current
            return self.counter, self.body, ()
        after = self.start.copy()
        for name in self._made_anew():
            del self.heads[name]
            after.names.pop(name)
        extra: list[Define] = []
        carried = [
            carry
            for key, head in self.heads.items()
            if (carry := self._carry(key, head, after, extra)) is not None
        ]
        for name in bound((self.statement,)):
            binding = self.end.names.get(name)
            if name in self.heads or name not in live or binding is None:
                continue
            if name not in self.nests:
                after.names[name] = self._last(name, binding, after, extra, carried)
        for name, binding in list(self.end.names.items()):
            # parts that the body has added to records, and parts of records it has made
            if self.context.records.is_slot(name) and name not in after.names:
                after.names[name] = self._last(name, binding, after, extra, carried)
        for name, nest in self.nests.items():
            after.names[name] = rebuilt(self.context, after, nest)
        for key in self.heads:
            if isinstance(key, str) and self.context.records.is_slot(key):
                self._name_part(key, after)
        if RESULT in self.end.names:
            result = self.end.names[RESULT]
            after.names[RESULT] = self._returned(RESULT, result, after, extra, carried)
        for buffer, var in self.end.current.items():
            after.current.setdefault(buffer, var)
        state.names, state.current = after.names, after.current
        last = (Step(tuple(extra)),) if extra else ()
        return self.counter, self.body + last, tuple(carried)

    def _made_anew(self) -> list[str]:
        """Return the names that an iteration makes a tuple or record of.

        Those are read behind the loop only, or in the iteration that makes them: where
        the loop may leave what was there before, it would have two forms.
        """
        found = []
        earlier = loop_live(self.statement.body, frozenset(), frozenset())
        for name in self.heads:
            if not isinstance(name, str):
                continue
            if not isinstance(self.end.names.get(name), Structure | Record):
                continue
            if name in self.before.names or name in earlier:
                shown = self.context.records.shown(self.end, name)
                raise refuse(
                    "SG308",
                    f"the loop makes `{shown}` in another form than it has before",
                    self.statement.origin.span,
                    hint="give it the same items, keys or attributes everywhere",
                )
            found.append(name)
        return found

    def _carry(
        self, key: Key, head: Var, after: State, extra: list[Define]
    ) -> Carry | None:
        context = self.context
        initial: Var | None
        if isinstance(key, int):
            initial, back = self.before.current[key], self.end.current[key]
            left = context.fresh(head.name, context.types[head], key)
            after.current[key] = left
        else:
            binding, first = self.end.names.get(key), self.before.names.get(key)
            if binding is None:
                return None
            back = self._handed_on(key, binding, extra)
            initial = None
            if first is not None:
                initial = self._held(key, first, self.before, context.entry_defines)
            type_ = context.types[back if initial is None else head]
            left = context.fresh(head.name, self._outside(type_))
            buffer = context.buffer_of[left]
            context.may_share(buffer, context.buffer_of[back])
            context.bind(after, key, left)
            if head.name != key and not context.records.is_slot(key):
                context.access[left] = key
                context.moved.add(buffer)
        if head in context.access:
            context.access[left] = context.access[head]
        return Carry(head, initial, back, left)

    def _outside(self, type_: Type) -> Type:
        """Type after the loop of what its last iteration leaves."""
        context = self.context
        first = self.versions
        made = (v for v in context.types if v.version >= first.get(v.name, 0))
        return outlasting(type_, context.scope, made)

    def _left(self, name: str, binding: Binding, extra: list[Define]) -> Carry:
        """Carry a name that is bound in the body and read after the loop only."""
        context = self.context
        back = self._handed_on(name, binding, extra)
        left = context.fresh(name, self._outside(context.types[back]))
        return Carry(context.fresh(name, context.types[back]), None, back, left)

    def _last(
        self,
        name: str,
        binding: Binding,
        after: State,
        extra: list[Define],
        carried: list[Carry],
    ) -> Binding:
        """Carry what the last iteration leaves of a name, leaf by leaf."""
        match binding:
            case Structure(items=items):
                parts = []
                for position, item in enumerate(items):
                    stem = self.context.records.stem(name)
                    inner = self.context.part_name(stem, position)
                    part = self._last(inner, item, after, extra, carried)
                    if isinstance(part, Ref):
                        var = after.current[part.buffer]
                        text = self.context.records.text(self.end, name)
                        self.context.access[var] = f"{text}[{position}]" if text else ""
                    parts.append(part)
                return replace(binding, items=tuple(parts))
            case Record() | Method():
                return binding
            case _ if is_function(binding):
                return binding
        left = self._left(name, binding, extra)
        carried.append(left)
        buffer = self.context.buffer_of[left.exit]
        after.current[buffer] = left.exit
        if self.context.records.is_slot(name):
            text = self.context.records.text(self.end, name)
            self.context.access[left.head] = self.context.access[left.exit] = text
        return Ref(buffer, self.context.types[left.exit])

    def _name_part(self, name: str, after: State) -> None:
        """Note how the source reads a part of a record behind the loop."""
        binding = after.names.get(name)
        if isinstance(binding, Ref) and binding.view == HOLE:
            text = self.context.records.text(after, name)
            self.context.access[after.current[binding.buffer]] = text

    def _returned(
        self,
        name: str,
        binding: Binding,
        after: State,
        extra: list[Define],
        carried: list[Carry],
    ) -> Binding:
        """Carry the value that a `return` in the body leaves, leaf by leaf."""
        context = self.context
        if isinstance(binding, Structure):
            items = (
                self._returned(f"{name}_{k}", item, after, extra, carried)
                for k, item in enumerate(binding.items)
            )
            return replace(binding, items=tuple(items))
        left = self._left(name.replace(RESULT, context.result_name), binding, extra)
        carried.append(left)
        if name != RESULT:
            context.access[left.head] = context.access[left.exit] = ""
        buffer = context.buffer_of[left.exit]
        after.current[buffer] = left.exit
        return Ref(buffer, context.types[left.exit])

    def _handed_on(self, name: str, binding: Binding, extra: list[Define]) -> Var:
        """Return what an iteration hands on as `name`.

        That is a variable of the name's own, or one that another name has given up: names
        that are swapped. A second name of what is also handed on gets a variable, so that
        each has its own cotangent in a loop that may not run at all.
        """
        back = self._held(name, binding, self.end, extra)
        head = self.heads.get(name)
        stem = self.context.records.stem(name)
        if back.name == (stem if head is None else head.name):
            return back
        buffer = self.context.buffer_of[back]
        users = [
            n
            for n in self.heads
            if isinstance(n, str)
            and isinstance(ref := self.end.names.get(n), Ref)
            and ref.buffer == buffer
        ]
        if len(users) <= 1 and buffer not in self.before.current:
            return back
        var = new_version(self.context, self.end, name, self.context.types[back])
        self.context.may_share(self.context.buffer_of[var], buffer)
        extra.append(Define((var,), (back,)))
        return var

    def _held(
        self, name: str, binding: Binding, state: State, extra: list[Define]
    ) -> Var:
        """Return the variable of a name, made where it means a literal or a view."""
        if isinstance(binding, Ref) and binding.view == HOLE:
            return state.current[binding.buffer]
        held = state.read(binding) if isinstance(binding, Ref) else binding
        value = as_formula(held, self.statement.origin.span)
        var = self.context.fresh(name, value.type)
        if self.context.records.is_slot(name):
            self.context.access[var] = self.context.records.text(state, name)
        if isinstance(binding, Ref):
            self.context.may_share(self.context.buffer_of[var], binding.buffer)
        extra.append(Define((var,), (value.expression,)))
        return var
