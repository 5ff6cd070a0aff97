"""The adjoint of an assignment: others are added to first, its own target is replaced last."""

from __future__ import annotations

from dataclasses import replace

from srcgrad.ir.code import names_read
from srcgrad.ir.expressions import Name
from srcgrad.ir.program import HOLE, Define, Step
from srcgrad.transform.transposition.builder import Builder
from srcgrad.transform.transposition.contributions import (
    Part,
    pull,
    pull_together,
    slot_type,
)
from srcgrad.transform.transposition.cotangents import Contribution
from srcgrad.transform.transposition.replacement import aside, replace_own
from srcgrad.transform.transposition.slots import is_fresh, viewed


def adjoint_of_define(builder: Builder, statement: Define, step: Step) -> None:
    """Hand the cotangents of what was assigned on to what it was made of."""
    seeds: list[str] = []
    parts: list[Part] = []
    for target, value in zip(statement.targets, statement.values, strict=True):
        name = builder.slot(target)
        if target not in builder.active or name not in builder.slots:
            continue
        seeds.append(name)
        given = Name(name, slot_type(builder.types[target]))
        parts.append(Part(value, given, target, builder.slots[name].mask))
    found = pull_together(builder, parts, step)
    if found is None:
        found = []
        for value, given, target, mask in parts:
            found.extend(pull(builder, value, given, step, named=target, mask=mask))
    own = [c for c in found if builder.slot(c.var) in seeds]
    partial = any(c.place != HOLE for c in own)
    heirs = _heirs(builder, found, seeds)
    for contribution in found:
        if builder.slot(contribution.var) not in seeds:
            builder.contribute(contribution)
    if partial:
        own = aside(builder, own, seeds)
        for name in seeds:
            builder.drop(name)
        for contribution in own:
            builder.contribute(contribution)
        return
    replace_own(builder, own, seeds)
    for heir, seed in heirs.items():
        if seed not in builder.slots and heir in builder.slots:
            # the array has only changed its name
            builder.slots[heir] = replace(builder.slots[heir], owned=True)


def _heirs(
    builder: Builder, found: list[Contribution], seeds: list[str]
) -> dict[str, str]:
    """Slots that take over the array of a target's cotangent which nothing else keeps."""
    heirs: dict[str, str] = {}
    for seed in seeds:
        takers = [
            builder.slot(c.var)
            for c in found
            if seed in names_read(c.value) and not is_fresh(c.value)
        ]
        alone = len(takers) == 1 and takers[0] not in builder.slots
        whole = any(viewed(c.value) == Name(seed) and c.place == HOLE for c in found)
        if alone and whole and builder.slots[seed].owned:
            heirs[takers[0]] = seed
    return heirs
