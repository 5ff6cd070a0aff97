"""What a program reaches of its module -> the texts that an emitted file needs."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable, Mapping

from srcgrad.analysis.names import bound, function_names, names_in, parts
from srcgrad.diagnostics import refuse
from srcgrad.ir import surface as s
from srcgrad.normalize.calling.annotations import annotation_names, copied
from srcgrad.normalize.evaluation.decorators import own_decorators
from srcgrad.normalize.rewriting.directives import directive_names
from srcgrad.primitives.helper_text import HELPERS, RULED, helper_of


def ruled_helper(module: s.SurfaceModule, name: str) -> str | None:
    """Return the helper with a rule that a function is, put into the file by srcgrad."""
    helper = copied_helper(module, name)
    return helper if helper in RULED else None


def copied_helper(module: s.SurfaceModule, name: str) -> str | None:
    """Return the helper or procedure that a function is, put into the file by srcgrad."""
    if name not in module.functions:
        return None
    return helper_of(module.text, name, _numpy(module))


def _numpy(module: s.SurfaceModule) -> str:
    """Return the name that the module calls NumPy by."""
    imports = module.imports.values()
    return next((i.name for i in imports if i.qualified == "numpy"), "np")


class Sources:
    """The part of a module that some functions need.

    texts : source of every function that they may call, themselves included.
    plain : functions that are called as they stand, with what these call in turn.
    """

    def __init__(
        self,
        module: s.SurfaceModule,
        reached: Iterable[str],
        plain: Iterable[str],
        constants: Mapping[str, s.Assign],
        functions: Iterable[str],
        classes: Iterable[str] = (),
    ) -> None:
        self._classes = [module.classes[name] for name in classes]
        self._classes.sort(key=lambda found: found.span)
        self.module, self.reached = module, tuple(reached)
        self._constants, self._keys = dict(constants), frozenset(functions)
        self._plain = {name for name in plain if name in module.functions}
        for found in self._classes:
            for name in re.findall(r"[^\W\d]\w*", found.source):
                if name in module.constants and name not in module.classes:
                    self._constants.setdefault(name, module.constants[name])
                elif name in module.functions and not ruled_helper(module, name):
                    self._plain.add(name)
        self.texts = self._texts()
        self.plain = frozenset(self._plain)

    def _texts(self) -> dict[str, str]:
        waiting = [*self._plain, *self.reached]
        found: dict[str, str] = {}
        while waiting:
            name = waiting.pop()
            if name in found:
                continue
            function = self.module.functions[name]
            self._defaults(function)
            undecorated = function.source.split("\n")[function.decorated :]
            found[name] = copied("\n".join(undecorated), self.module.imports)
            for used in sorted(function_names(function)):
                if ruled_helper(self.module, used):
                    continue
                if used in self.module.functions:
                    if name in self._plain:
                        self._check_plain(name, used)
                    waiting.append(used)
                    self._plain |= {used} if name in self._plain else set()
                elif used in self.module.constants and name in self._plain:
                    self._constants.setdefault(used, self.module.constants[used])
        return found

    def _check_plain(self, name: str, used: str) -> None:
        """Refuse text that stands as it is and calls what a decorator has made."""
        if own_decorators(self.module, self.module.functions[used]):
            raise refuse(
                "SG115",
                f"`{name}`, whose value is not differentiated, calls `{used}`, which is "
                "decorated",
                self.module.functions[name].span,
                hint=f"call `{used}` in the function that is differentiated, and hand the "
                "value over",
            )

    def _defaults(self, function: s.SurfaceFunction) -> None:
        """Have the constants that the defaults of a function are made of.

        The functions of an emitted file stand below its constants, so that neither a
        default nor what it reads can call one.
        """
        for parameter in function.parameters:
            waiting = [] if parameter.default is None else [parameter.default]
            seen: set[str] = set()
            while waiting:
                expression = waiting.pop()
                self._check_default(parameter, expression)
                for name in names_in(expression) & self.module.constants.keys() - seen:
                    seen.add(name)
                    waiting.append(self.module.constants[name].value)
                    self._constants.setdefault(name, self.module.constants[name])

    def _check_default(
        self, parameter: s.SurfaceParameter, expression: s.SurfaceExpression
    ) -> None:
        known = {*self.module.functions, *self.module.classes}
        for part in parts(expression):
            called = part.function if isinstance(part, s.Call) else None
            if isinstance(called, s.NameRef) and called.name in known:
                raise refuse(
                    "SG104",
                    f"the default of `{parameter.name}` calls `{called.name}`, which is "
                    "not defined yet in the emitted file",
                    parameter.span,
                    hint=f"let `{parameter.name}` be None by default, and call "
                    f"`{called.name}` in the body",
                )

    def imports(self) -> tuple[str, ...]:
        """Import lines whose names the functions, constants or rules may use."""
        used: set[str] = set()
        for name in self.texts:
            function = self.module.functions[name]
            used |= function_names(function)
            used |= annotation_names(function, self.module.imports)
            used |= directive_names(function)
        for assign in self._constants.values():
            used |= names_in(assign.value)
        for found in self._classes:
            used |= set(re.findall(r"[^\W\d]\w*", found.source))
        used |= set(self._scipy().values())
        # what is said to srcgrad has been heard: only functions that are copied say it
        said = {
            name
            for plain in self.plain
            for name in function_names(self.module.functions[plain])
        }
        lines = (
            one.text
            for one in self.module.imports.values()
            if one.name in used
            and (one.qualified.partition(".")[0] != "srcgrad" or one.name in said)
        )
        return tuple(dict.fromkeys(lines))

    def classes(self) -> tuple[str, ...]:
        """Texts of the classes of which objects are made, in the order of the file."""
        return tuple(found.source for found in self._classes)

    def constants(self) -> tuple[str, ...]:
        """Texts of the constants that are needed, in the order of their files."""
        needed: dict[str, s.Assign] = {}

        def visit(name: str, assign: s.Assign) -> None:
            if name in needed:
                return
            needed[name] = assign
            for other in sorted(names_in(assign.value)):
                if other in self.module.constants:
                    visit(other, self.module.constants[other])

        for name, assign in self._constants.items():
            visit(name, assign)
        texts: dict[str, None] = {}

        def put(name: str) -> None:
            """Put what a constant is made of before it: it may be of another file."""
            for other in sorted(names_in(needed[name].value) & needed.keys()):
                if needed[other].origin.span.path != needed[name].origin.span.path:
                    put(other)
            texts[_text(needed[name].origin)] = None

        for name in sorted(needed, key=lambda name: needed[name].origin.span):
            put(name)
        return tuple(texts)

    def numpy(self) -> str:
        """Return the name that the module calls NumPy by."""
        return _numpy(self.module)

    def modules(self) -> Mapping[str, str]:
        """Return names for NumPy and SciPy's own, as in the module, and for helpers.

        A helper whose name the source has itself gets underscores behind its own, and a
        builtin the module that it is of before it.
        """
        module = self.module
        bound = {*module.imports, *module.constants, *module.functions, *module.classes}
        hidden = {n: f"builtins.{n}" for n in sorted(bound) if hasattr(builtins, n)}
        return {"np": self.numpy(), **self._scipy(), **self._helpers(), **hidden}

    def _helpers(self) -> dict[str, str]:
        """Helpers that have another name here: the one that the file has for them."""
        names = self.names()
        copied = {n: h for n in names if (h := copied_helper(self.module, n))}
        found = {helper: name for name, helper in copied.items()}
        for helper in HELPERS:
            given = helper
            while given in names and helper not in found:
                given += "_"
            found.setdefault(helper, given)
        return {helper: name for helper, name in found.items() if helper != name}

    def _scipy(self) -> dict[str, str]:
        """Names of SciPy's modules and functions, where no function has another use."""
        local: set[str] = set()
        for name in self.texts:
            function = self.module.functions[name]
            local |= {*bound(function.body)} | {p.name for p in function.parameters}
        return {
            one.qualified: one.name
            for one in self.module.imports.values()
            if one.qualified.partition(".")[0] == "scipy" and one.name not in local
        }

    def names(self) -> frozenset[str]:
        """Names that no emitted name may clash with."""
        module = self.module
        names = {*module.imports, *module.constants, *module.functions, *module.rebound}
        names |= self._keys
        for name in self.texts:
            function = module.functions[name]
            names |= function_names(function) | {p.name for p in function.parameters}
        return frozenset(names)


def _text(origin: s.Origin) -> str:
    comments = [comment for comment in origin.comments if comment]
    trailing = f"  {origin.trailing}" if origin.trailing else ""
    return "\n".join((*comments, origin.text + trailing))
