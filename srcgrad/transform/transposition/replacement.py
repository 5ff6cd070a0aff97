"""What a statement contributes to its own target -> the target's cotangent, replaced at once."""

from __future__ import annotations

from dataclasses import replace

from srcgrad.ir.code import Set, names_read
from srcgrad.ir.expressions import Expression, Name, Sequence, rebuild
from srcgrad.transform.algebra import add
from srcgrad.transform.transposition.builder import Builder
from srcgrad.transform.transposition.cotangents import Contribution


def aside(
    builder: Builder, own: list[Contribution], seeds: list[str]
) -> list[Contribution]:
    """Keep the cotangents that a statement starts from under names of their own."""
    kept = {}
    for name in seeds:
        if any(name in names_read(c.value) for c in own):
            term = builder.names.term()
            builder.emit(Set((term,), Name(name)))
            kept[name] = term
    return [replace(c, value=_renamed(c.value, kept)) for c in own]


def _renamed(expression: Expression, names: dict[str, str]) -> Expression:
    """Replace names of the emitted text."""
    if isinstance(expression, Name):
        return Name(names[expression.text]) if expression.text in names else expression
    return rebuild(expression, lambda part: _renamed(part, names))


def replace_own(builder: Builder, own: list[Contribution], seeds: list[str]) -> None:
    """Give the target slots their new values, all at once where they read each other."""
    grouped: dict[str, list[Contribution]] = {}
    for contribution in own:
        grouped.setdefault(builder.slot(contribution.var), []).append(contribution)
    crossed = any(
        other != name and other in names_read(c.value)
        for name, group in grouped.items()
        for c in group
        for other in seeds
    )
    if crossed and len(grouped) > 1:
        values = {n: _total([c.value for c in group]) for n, group in grouped.items()}
        slots = {n: builder.made(grouped[n][0].var, v) for n, v in values.items()}
        builder.emit(Set(tuple(values), Sequence(tuple(values.values()))))
        builder.slots |= slots
    else:
        for name, group in grouped.items():
            _renew(builder, name, group)
    for name in seeds:
        if name not in grouped:
            builder.drop(name)


def _renew(builder: Builder, name: str, group: list[Contribution]) -> None:
    """`x_bar = ...x_bar...`: what stays as it is is not written."""
    var = group[0].var
    stays = [c for c in group if c.value == Name(name)]
    rest = [c.value for c in group if c.value != Name(name)]
    if len(stays) == 1 and name in builder.slots:
        builder.slots[name] = replace(builder.slots[name], var=var)
        if rest:
            builder.accumulate(var, _total(rest))
        return
    value = _total([c.value for c in group])
    slot = builder.made(var, value)
    builder.drop(name)
    builder.emit(Set((name,), value))
    builder.slots[name] = slot
    builder.share(value, name)


def _total(values: list[Expression]) -> Expression:
    total = values[0]
    for value in values[1:]:
        total = add(total, value)
    return total
