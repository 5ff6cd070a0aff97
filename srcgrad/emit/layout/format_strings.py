"""String literals -> their normal spelling, the fields of f-strings laid out too."""

from __future__ import annotations

from collections.abc import Callable

from srcgrad.emit.layout.literals import (
    choose_quote,
    normal_prefix,
    requote,
    split_literal,
)
from srcgrad.emit.layout.source import Token, end_of_field, tokenize


def normal_string(
    text: str, field: Callable[[str], str], quote: str | None = None
) -> str:
    """Return one literal with its prefix and quotes as ruff writes them.

    `field` lays out the expression in a replacement field of an f-string; `quote`
    forces the quotes (inside a replacement field).
    """
    prefix, written, content = split_literal(text)
    if set(prefix.lower()) & set("ft"):
        return _format_string(prefix, written, content, field, quote)
    chosen = quote if quote and len(written) == 1 else None
    if chosen is None:
        chosen = choose_quote(prefix, [content], written)
    return normal_prefix(prefix) + _between(content, prefix, written, chosen)


def _between(content: str, prefix: str, written: str, quote: str) -> str:
    if "r" in prefix.lower() and quote in content:
        quote = written
    return quote + requote(content, prefix, quote) + quote


def joined_string(parts: list[str], field: Callable[[str], str]) -> str | None:
    """Return the literals as a single one, None where they can not be one."""
    split = [split_literal(part) for part in parts]
    kinds = [prefix.lower().replace("u", "") for prefix, _, _ in split]
    if "r" in "".join(kinds) or any(len(quote) == 3 for _, quote, _ in split):
        return None
    formatted = any("f" in kind for kind in kinds)
    if not formatted:
        quote = choose_quote("", [content for _, _, content in split], '"')
        content = "".join(requote(content, "", quote) for _, _, content in split)
        return kinds[0] + quote + content + quote
    literals: list[str] = []
    for kind, (_, _, content) in zip(kinds, split, strict=True):
        if "f" in kind:
            literals += [
                piece for piece, is_field in pieces_of(content) if not is_field
            ]
        else:
            literals.append(content)
    quote = choose_quote("", literals, '"')
    shown = [q for _, q, content in split if _shows_quotes_anywhere(content)]
    if shown:
        quote = shown[0]
    joined = ""
    for kind, (prefix, written, content) in zip(kinds, split, strict=True):
        if "f" in kind:
            text = _format_string(prefix, written, content, field, quote)
            joined += text[len(text) - len(text.lstrip("fF")) + 1 : -1]
        else:
            escaped = content.replace("{", "{{").replace("}", "}}")
            joined += requote(escaped, "", quote)
    return "f" + quote + joined + quote


def pieces_of(content: str) -> list[tuple[str, bool]]:
    """Return the pieces of an f-string: literal text, or (True) a replacement field."""
    pieces = []
    start = position = 0
    while position < len(content):
        if content.startswith(("{{", "}}"), position) or content[position] == "\\":
            position += 2
        elif content[position] == "{":
            if position > start:
                pieces.append((content[start:position], False))
            start, position = position, end_of_field(content, position + 1, "")
            pieces.append((content[start:position], True))
            start = position
        else:
            position += 1
    if start < len(content):
        pieces.append((content[start:], False))
    return pieces


def _format_string(
    prefix: str,
    written: str,
    content: str,
    field: Callable[[str], str],
    quote: str | None,
) -> str:
    pieces = pieces_of(content)
    fields = [text for text, is_field in pieces if is_field]
    literals = [text for text, is_field in pieces if not is_field]
    delicate = any("\n" in text or "\\" in text for text in fields) or any(
        set(split_literal(token.text)[2]) & set("'\"")
        for text in fields
        for token in tokenize(text[1:-1])
        if token.kind == "string"
    )
    if delicate:
        # Other quotes could end the string early: it stays as it is.
        return normal_prefix(prefix) + written + content + written
    if any(_shows_quotes(text) for text in fields):
        quote = written
    elif quote is None or len(written) == 3:
        quote = choose_quote(prefix, literals or [""], written)
    # A string in the field takes the other quotes; inside three, the usual ones do.
    inner = "'" if quote == '"' else '"'

    def spell(text: str) -> str:
        return normal_string(text, field, inner)

    laid_out = "".join(
        _layout_field(text, field, spell) if is_field else requote(text, prefix, quote)
        for text, is_field in pieces
    )
    return normal_prefix(prefix) + quote + laid_out + quote


def _layout_field(
    text: str, field: Callable[[str], str], spell: Callable[[str], str]
) -> str:
    """Return a replacement field with its expression laid out on one line."""
    depth = 0
    tokens = tokenize(text)
    for position, token in enumerate(tokens[1:], 1):
        if token.kind == "string":
            continue
        end = depth == 0 and token.text in ("}", "!", ":", "=", ":=")
        if end and not (token.text == "=" and tokens[position + 1].text == "="):
            break
        depth += (token.text in "([{") - (token.text in ")]}")
    tail = text[token.start :]
    expression = text[1 : token.start]
    if token.text == "=":
        return "{" + expression + tail
    laid_out = "".join(
        spell(part.text) if part.kind == "string" else part.text
        for part in _spaced(field(expression.strip()))
    )
    conversion, colon, specification = tail.partition(":")
    if colon:
        specification = "".join(
            _layout_field(piece, field, spell) if is_field else piece
            for piece, is_field in pieces_of(specification[:-1])
        )
        specification += "}"
    before = " " if laid_out.startswith("{") else ""
    after = " " if before and tail == "}" else ""
    return "{" + before + laid_out + after + conversion + colon + specification


def _shows_quotes_anywhere(content: str) -> bool:
    return any(_shows_quotes(text) for text, is_field in pieces_of(content) if is_field)


def _shows_quotes(field: str) -> bool:
    """Return whether the field is `{expression=}` with a string, which is kept."""
    expression = field[1:-1].partition("!")[0].partition(":")[0].rstrip()
    return expression.endswith("=") and bool(set(expression) & set("'\""))


def _spaced(text: str) -> list[Token]:
    """Return the tokens of the text with the white space between them kept."""
    parts = []
    position = 0
    for token in tokenize(text):
        space = text[position : token.start]
        parts += [Token("space", space, position, token.start), token]
        position = token.end
    return parts
