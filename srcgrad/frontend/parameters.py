"""The parameter list of a `def` or a `lambda` -> its SurfaceParameters."""

from __future__ import annotations

from typing import Protocol

import libcst as cst

from srcgrad.frontend.origins import Places
from srcgrad.ir.surface import SurfaceExpression, SurfaceParameter


class Reader(Protocol):
    """Whoever lowers expressions."""

    places: Places

    def read(self, node: cst.CSTNode) -> SurfaceExpression:
        """Lower one expression."""
        ...


def parameters_of(node: cst.Parameters, reader: Reader) -> tuple[SurfaceParameter, ...]:
    """Lower the parameters in their order, those with stars included."""
    places = reader.places

    def one(
        param: cst.Param,
        keyword_only: bool = False,
        positional_only: bool = False,
        star: str = "",
    ) -> SurfaceParameter:
        annotation = param.annotation
        return SurfaceParameter(
            name=param.name.value,
            span=places.span(param.name),
            default_text="" if param.default is None else places.code(param.default),
            default=None if param.default is None else reader.read(param.default),
            annotation_text=(
                "" if annotation is None else places.code(annotation.annotation)
            ),
            keyword_only=keyword_only,
            positional_only=positional_only,
            star=star,
        )

    found = [one(param, positional_only=True) for param in node.posonly_params]
    found += [one(param) for param in node.params]
    if isinstance(node.star_arg, cst.Param):
        found.append(one(node.star_arg, star="*"))
    found += [one(param, keyword_only=True) for param in node.kwonly_params]
    if node.star_kwarg is not None:
        found.append(one(node.star_kwarg, keyword_only=True, star="**"))
    return tuple(found)
