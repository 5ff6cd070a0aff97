"""Numbers, strings and comments as written -> the one spelling that ruff keeps."""

from __future__ import annotations

import re
from collections.abc import Callable

from srcgrad.emit.layout.source import end_of_field, tokenize

_ESCAPE = re.compile(
    r"\\(?:\\|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|.)", re.DOTALL
)
_PRAGMA = re.compile(
    r"#\s*(?:[nN][oO][qQ][aA]|nosec"
    r"|(?:type|pyright|pylint|flake8|ruff|isort|ty|pyrefly):)"
)


def normal_number(text: str) -> str:
    """Return the number in lower case, hexadecimal digits in upper, no bare point."""
    text = text.lower()
    if text.startswith("0x"):
        return "0x" + text[2:].upper()
    if text.startswith(("0b", "0o")):
        return text
    suffix = "j" if text.endswith("j") else ""
    mantissa, e, exponent = text.removesuffix("j").partition("e")
    if mantissa.startswith("."):
        mantissa = "0" + mantissa
    if mantissa.endswith("."):
        mantissa += "0"
    return mantissa + e + exponent.removeprefix("+") + suffix


def parts_of(text: str) -> list[str]:
    """Return the literals that stand side by side in a string expression."""
    return [token.text for token in tokenize(text) if token.kind == "string"]


def is_joined(text: str) -> bool:
    """Return whether the string expression has several literals side by side."""
    return text[-1] in "'\"" and len(parts_of(text)) > 1


def is_multiline(text: str) -> bool:
    """Return whether the string holds a line break."""
    return "\n" in text and any("\n" in part for part in parts_of(text))


def split_literal(text: str) -> tuple[str, str, str]:
    """Return prefix, quotes and content of one string literal."""
    prefix = text[: len(text) - len(text.lstrip("rRbBuUfFtT"))]
    rest = text[len(prefix) :]
    width = 3 if rest[:3] in ('"""', "'''") else 1
    return prefix, rest[:width], rest[width:-width]


def _normal_prefix(prefix: str) -> str:
    # `R` stays: for some editors it means "raw, but no regular expression".
    return "".join(c if c == "R" else c.lower() for c in prefix if c not in "uU")


def _unescaped(content: str, quote: str) -> int:
    return len(re.findall(rf"(?<!\\)(?:\\\\)*{quote}", content))


def _choose_quote(prefix: str, contents: list[str], quote: str) -> str:
    """Return the quote for the contents, double where that does not add escapes."""
    if len(quote) == 3:
        content = contents[0]
        return quote if '"""' in content or content.endswith('"') else '"""'
    if "r" in prefix.lower():
        return quote if any(_unescaped(content, '"') for content in contents) else '"'
    double = sum(content.count('"') for content in contents)
    single = sum(content.count("'") for content in contents)
    return "'" if double > single else '"'


def _requote(content: str, prefix: str, quote: str) -> str:
    """Return the content with its escapes as they must be between these quotes."""
    if "r" in prefix.lower():
        return content
    binary = "b" in prefix.lower()

    def spell(match: re.Match[str]) -> str:
        escape = match.group()
        kind = escape[1]
        if len(quote) == 1 and kind in "'\"" and kind != quote:
            return kind
        if kind == "x" or (kind in "uU" and not binary):
            return escape[:2] + escape[2:].lower()
        if kind == "N" and not binary:
            return escape[:2] + escape[2:].upper()
        return escape

    if len(quote) == 1:
        pieces = []
        position = 0
        for match in _ESCAPE.finditer(content):
            pieces.append(content[position : match.start()].replace(quote, "\\" + quote))
            pieces.append(spell(match))
            position = match.end()
        pieces.append(content[position:].replace(quote, "\\" + quote))
        return "".join(pieces)
    return _ESCAPE.sub(spell, content)


def normal_string(
    text: str, field: Callable[[str], str], quote: str | None = None
) -> str:
    """Return one literal with its prefix and quotes as ruff writes them.

    `field` lays out the expression in a replacement field of an f-string, `quote` forces
    the quotes (inside a replacement field).
    """
    prefix, written, content = split_literal(text)
    if set(prefix.lower()) & set("ft"):
        return _format_string(prefix, written, content, field, quote)
    chosen = quote if quote and len(written) == 1 else None
    if chosen is None:
        chosen = _choose_quote(prefix, [content], written)
    return _normal_prefix(prefix) + _between(content, prefix, written, chosen)


def _between(content: str, prefix: str, written: str, quote: str) -> str:
    if "r" in prefix.lower() and quote in content:
        quote = written
    return quote + _requote(content, prefix, quote) + quote


def joined_string(
    parts: list[str], field: Callable[[str], str]
) -> str | None:
    """Return the literals as a single one, None where they can not be one."""
    split = [split_literal(part) for part in parts]
    kinds = [prefix.lower().replace("u", "") for prefix, _, _ in split]
    if any("r" in kind or len(quote) == 3 for kind, (_, quote, _) in zip(kinds, split)):
        return None
    formatted = any("f" in kind for kind in kinds)
    if not formatted:
        quote = _choose_quote("", [content for _, _, content in split], '"')
        content = "".join(_requote(content, "", quote) for _, _, content in split)
        return kinds[0] + quote + content + quote
    literals: list[str] = []
    for kind, (_, _, content) in zip(kinds, split):
        if "f" in kind:
            literals += [piece for piece, is_field in pieces_of(content) if not is_field]
        else:
            literals.append(content)
    quote = _choose_quote("", literals, '"')
    joined = ""
    for kind, (prefix, written, content) in zip(kinds, split):
        if "f" in kind:
            text = _format_string(prefix, written, content, field, quote)
            joined += text[len(text) - len(text.lstrip("fF")) + 1 : -1]
        else:
            escaped = content.replace("{", "{{").replace("}", "}}")
            joined += _requote(escaped, "", quote)
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
        return _normal_prefix(prefix) + written + content + written
    if quote is None or len(written) == 3:
        quote = _choose_quote(prefix, literals or [""], written)
    inner = "'" if quote[0] == '"' else '"'

    def spell(text: str) -> str:
        return normal_string(text, field, inner)

    laid_out = "".join(
        _layout_field(text, field, spell) if is_field else _requote(text, prefix, quote)
        for text, is_field in pieces
    )
    return _normal_prefix(prefix) + quote + laid_out + quote


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
    space = " " if laid_out.startswith("{") else ""
    return "{" + space + laid_out + space + conversion + colon + specification


def _spaced(text: str) -> list[_Part]:
    """Return the tokens of the text with the white space between them kept."""
    parts = []
    position = 0
    for token in tokenize(text):
        parts.append(_Part("space", text[position : token.start]))
        parts.append(_Part(token.kind, token.text))
        position = token.end
    return parts


class _Part:
    def __init__(self, kind: str, text: str) -> None:
        self.kind = kind
        self.text = text


def docstring(text: str, indent: int) -> str:
    """Return a string that documents, its lines moved to the indent and trimmed."""
    prefix, written, content = split_literal(text)
    quote = _choose_quote(prefix, [content], written)
    if len(written) == 3 and '"""' not in content:
        quote = '"""'
    trimmed = content.rstrip()
    if not trimmed:
        return _normal_prefix(prefix) + quote + (" " if content else "") + quote
    trimmed = _requote(trimmed, prefix, quote)
    first, *others = trimmed.split("\n")
    first = first.strip()
    if first.startswith(quote[0]):
        first = " " + first
    lines = [line.expandtabs(8).rstrip() for line in others]
    margins = [len(line) - len(line.lstrip()) for line in lines if line]
    margin = min(margins, default=0)
    pad = " " * indent
    laid_out = [first, *(pad + line[margin:] if line else "" for line in lines)]
    if others and "\n" in content[len(content.rstrip()) :]:
        laid_out.append(pad)
    elif trimmed.endswith(quote[0]) or _odd_backslashes(trimmed):
        laid_out[-1] += " "
    return _normal_prefix(prefix) + quote + "\n".join(laid_out) + quote


def _odd_backslashes(text: str) -> bool:
    return (len(text) - len(text.rstrip("\\"))) % 2 == 1


def normal_comment(text: str) -> str:
    """Return the comment with a space behind its `#`."""
    text = text.strip()
    body = text.removeprefix("#")
    if body and body[0] not in " !:#":
        return "# " + body
    return "#" + body


def comment_width(text: str) -> int:
    """Return how many columns of the comment count: a pragma may stick out."""
    pragma = _PRAGMA.search(text)
    return len(text[: pragma.start()].rstrip() if pragma else text)
