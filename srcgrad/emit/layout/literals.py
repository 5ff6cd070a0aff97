"""Numbers, strings and comments as written -> the one spelling that ruff keeps."""

from __future__ import annotations

import re

from srcgrad.emit.layout.source import tokenize

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
    """Return whether the string is a triple-quoted one of several lines."""
    return "\n" in text and any(
        "\n" in part and len(split_literal(part)[1]) == 3 for part in parts_of(text)
    )


def split_literal(text: str) -> tuple[str, str, str]:
    """Return prefix, quotes and content of one string literal."""
    prefix = text[: len(text) - len(text.lstrip("rRbBuUfFtT"))]
    rest = text[len(prefix) :]
    width = 3 if rest[:3] in ('"""', "'''") else 1
    return prefix, rest[:width], rest[width:-width]


def normal_prefix(prefix: str) -> str:
    """Return the prefix of a string in lower case, without the `u`."""
    # `R` stays: for some editors it means "raw, but no regular expression".
    return "".join(c if c == "R" else c.lower() for c in prefix if c not in "uU")


def _unescaped(content: str, quote: str) -> int:
    return len(re.findall(rf"(?<!\\)(?:\\\\)*{quote}", content))


def choose_quote(prefix: str, contents: list[str], quote: str) -> str:
    """Return the quote for the contents, double where that does not add escapes."""
    if len(quote) == 3:
        content = contents[0]
        return quote if '"""' in content or content.endswith('"') else '"""'
    if "r" in prefix.lower():
        return quote if any(_unescaped(content, '"') for content in contents) else '"'
    double = sum(content.count('"') for content in contents)
    single = sum(content.count("'") for content in contents)
    return "'" if double > single else '"'


def requote(content: str, prefix: str, quote: str) -> str:
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
            pieces.append(
                content[position : match.start()].replace(quote, "\\" + quote)
            )
            pieces.append(spell(match))
            position = match.end()
        pieces.append(content[position:].replace(quote, "\\" + quote))
        return "".join(pieces)
    return _ESCAPE.sub(spell, content)


def docstring(text: str, indent: int) -> str:
    """Return a string that documents, its lines moved to the indent and trimmed."""
    prefix, written, content = split_literal(text)
    quote = choose_quote(prefix, [content], written)
    if len(written) == 3 and '"""' not in content:
        quote = '"""'
    content = requote(content, prefix, quote)
    if "\\\n" in content:
        return normal_prefix(prefix) + quote + content + quote
    opening, *others = content.split("\n")
    first = opening.strip()
    if first.startswith(quote[0]):
        first = " " + first
    if not "".join(others).strip():
        space = " " if _needs_space(first, quote) or (content and not first) else ""
        return normal_prefix(prefix) + quote + first + space + quote
    lines = [line.expandtabs(8).rstrip() for line in others]
    margin = min(len(line) - len(line.lstrip()) for line in lines if line)
    pad = " " * indent
    laid_out = [first, *(pad + line[margin:] if line else "" for line in lines)]
    if not lines[-1]:
        laid_out[-1] = pad
    elif _needs_space(lines[-1], quote):
        laid_out[-1] += " "
    return normal_prefix(prefix) + quote + "\n".join(laid_out) + quote


def _needs_space(text: str, quote: str) -> bool:
    """Return whether the closing quotes would join up with the end of the text."""
    if text.endswith(quote[0]):
        return not _odd_backslashes(text[:-1])
    return _odd_backslashes(text)


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
