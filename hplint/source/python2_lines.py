"""A logical line of Python 2 to Python 3, token by token, so that names, literals and calls stay in their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hplint.basis.frozen import dataclass
from hplint.source.tokens import Kind, Line, Token

_OCTAL = re.compile(r"0+([1-7][0-7]*)[lL]?")
_LONG = re.compile(r"\w*\d\w*[lL]")
_RAW_UNICODE = re.compile(r"[uU][rR]")
_NO_OPERAND = frozenset("and as else for if in is or".split())
"""Words that follow a name, but begin no expression."""
_BEGINS_OPERAND = frozenset("([{-+~`")
_HEADERS = frozenset("class def elif else except finally for if try while with".split())


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A line of Python 2 as Python 3."""

    texts: tuple[str, ...]
    """Of each token."""
    at: int
    """Index of the first token that was rewritten."""
    remedy: str
    """How Python 3 says what stands there."""


def rewrite_line(line: Line, has_print_function: bool) -> Rewritten | None:
    """Return a line with what only Python 2 has as Python 3 says it; None where nothing was to be rewritten.

    Names, literals and calls keep their rows and columns, the parameters in brackets of a lambda excepted, which are
    moved by one.

    Args:
        line: any logical line, be it Python or not.
        has_print_function: the file imports Python 3's `print` from the future.
    """
    draft = _Draft(line)
    draft.rewrite_tokens()
    draft.rewrite_parameters()
    for start, last in draft.statements():
        match line[start].text:
            case "print" if not has_print_function:
                draft.rewrite_print(start, last)
            case "exec":
                draft.rewrite_exec(start, last)
            case "raise":
                draft.rewrite_raise(start, last)
            case "except":
                draft.rewrite_except(start, last)
    if not draft.remedies:
        return None
    at = min(draft.remedies)
    return Rewritten(tuple(draft.texts), at, draft.remedies[at])


class _Draft:
    """A line that is being rewritten."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.texts = [token.text for token in line]
        self.remedies: dict[int, str] = {}
        """By the index of the token that was rewritten."""

    def statements(self) -> Iterator[tuple[int, int]]:
        """Yield the first and the last code token of each simple statement, and of a compound one's header."""
        start: int | None = None
        last = 0
        is_header = False
        lambdas = 0
        for at, token in enumerate(self.line):
            if not token.is_code:
                continue
            if start is None:
                start, lambdas = at, 0
                is_header = token.text in _HEADERS
            ends_header = is_header and token.text == ":" and not token.depth and not lambdas
            if token.depth == 0 and token.kind is not Kind.STRING:
                lambdas += (token.text == "lambda") - (token.text == ":" and lambdas > 0)
            if ends_header or (token.text == ";" and not token.depth):
                yield start, at if ends_header else last
                start = None
            last = at
        if start is not None:
            yield start, last

    def rewrite_tokens(self) -> None:
        """Rewrite what one token says: numbers, prefixes of strings, `<>` and backquotes."""
        opened = False
        for at, token in enumerate(self.line):
            text = token.text
            if token.kind is Kind.NUMBER:
                octal = _OCTAL.fullmatch(text)
                if octal is not None:
                    self._replace(at, str(int(octal[1], 8)), "octal numbers are written as 0o...")
                elif _LONG.fullmatch(text):
                    self._replace(at, text[:-1], "there are no long integers: leave out the L")
            elif token.kind is Kind.STRING and _RAW_UNICODE.match(text):
                # Its first row is padded, which is the whole of most.
                rows = text[1:].split("\n", 1)
                self._replace(at, "\n".join([rows[0] + " ", *rows[1:]]), "ur'...' is written as r'...'")
            elif text == "<>":
                self._replace(at, "!=", "`<>` is written as `!=`")
            elif text == "`" and token.kind is Kind.SYMBOL:
                opened = not opened
                self._replace(at, "(" if opened else ")", "backquotes are written as repr(...)")

    def rewrite_parameters(self) -> None:
        """Rewrite parameters in brackets as ones that no position reaches: nobody says what they are."""
        for at, token in enumerate(self.line):
            if token.text == "lambda":
                self._rewrite_list(at, ":", token.depth)
            elif token.text == "def":
                opening = self._code_after(self._code_after(at))
                if opening < len(self.line) and self.line[opening].text == "(":
                    self._rewrite_list(opening, ")", token.depth + 1)

    def _rewrite_list(self, before: int, end: str, depth: int) -> None:
        begins = True
        starred = False
        at = self._code_after(before)
        while at < len(self.line):
            token = self.line[at]
            if token.text == end and token.depth <= depth:
                return
            starred = starred or (token.text.startswith("*") and token.depth == depth)
            if begins and token.text == "(":
                closing = self._closing(at)
                if closing == len(self.line):
                    return
                self._open(at, closing, starred)
                starred = True
                at = closing
            begins = token.text == "," and token.depth == depth
            at = self._code_after(at)

    def _open(self, opening: int, closing: int, starred: bool) -> None:
        for at in range(opening, closing + 1):
            if self.line[at].text in ("(", ")") and self.line[at].kind is Kind.SYMBOL:
                self.texts[at] = " "
        if not starred:
            same_row = all("\n" not in token.text for token in self.line[opening:closing])
            self.texts[opening], self.texts[closing] = "*,", "" if same_row else " "
        self.remedies[opening] = "no parameters stand in brackets: take the tuple apart in the body"

    def rewrite_print(self, start: int, last: int) -> None:
        """Rewrite `print x` as `print(x)`, or as a call of `repr` where no space makes way for a bracket."""
        operand = self._code_after(start)
        redirects = operand <= last and self.line[operand].text == ">>"
        if operand > last or not (redirects or self._begins_expression(operand)) or self._is_bracket(operand, last):
            return
        if not self._close(last):
            self.texts[start] = "pass;"
        elif self._has_room(start + 1):
            self._enter(start + 1)
        elif operand == start + 1 and redirects:
            self.texts[operand] = "( "
        else:
            self.texts[start] = "repr("
        if redirects and self.texts[operand] == ">>":
            self.texts[operand] = "  "
        self.remedies[start] = "`print` is a function: print(...)"

    def rewrite_exec(self, start: int, last: int) -> None:
        """Rewrite `exec code in names` as `exec(code, names)`."""
        operand = self._code_after(start)
        if operand > last or not self._begins_expression(operand) or self._is_bracket(operand, last):
            return
        if self._has_room(start + 1) and self._close(last):
            self._enter(start + 1)
            for at in range(operand, last):
                if self.line[at].text == "in" and not self.line[at].depth:
                    self.texts[at] = ", "
            self.remedies[start] = "`exec` is a function: exec(...)"

    def rewrite_raise(self, start: int, last: int) -> None:
        """Rewrite `raise Error, message` as `raise Error(message)`."""
        comma = self._comma(start, last)
        if comma is not None and self._close(last):
            self.texts[comma] = "("
            self.remedies[comma] = "an exception is raised by `raise ...(...)`"

    def rewrite_except(self, start: int, colon: int) -> None:
        """Rewrite `except Error, error:` with `as`, or without the name where there is no room for it."""
        comma = self._comma(start, colon)
        if comma is None or self.line[colon].text != ":":
            return
        named = [at for at in range(comma + 1, colon) if self.line[at].is_code]
        growth = self._bind(comma, named[0]) if len(named) == 1 and self.line[named[0]].kind is Kind.NAME else None
        if growth is None or not self._make_room(colon + 1, growth):
            for at in range(comma, colon):
                self.texts[at] = " " * len(self.line[at].text)
        self.remedies[comma] = "an exception gets its name by `except ... as ...:`"

    def _bind(self, comma: int, name: int) -> int:
        """Write `as` for a comma, and return by how much the line grows."""
        apart = comma and (self.line[comma - 1].kind is Kind.BLANK or self.line[comma - 1].text == ")")
        self.texts[comma] = ("" if apart else " ") + "as" + (" " if name == comma + 1 else "")
        return len(self.texts[comma]) - 1

    def _make_room(self, at: int, width: int) -> bool:
        """Take white space away, so that a row which has grown doesn't move what follows."""
        if at >= len(self.line) or self.line[at].kind is Kind.NEWLINE:
            return True
        blank = self.texts[at]
        if self.line[at].kind is not Kind.BLANK or not blank.startswith(" " * width):
            return False
        self.texts[at] = blank[width:]
        return True

    def _close(self, last: int) -> bool:
        """Put a bracket after a token, in the place of white space or at the end of a row; False where neither is."""
        if self._make_room(last + 1, 1):
            self.texts[last] += ")"
            return True
        return False

    def _enter(self, at: int) -> None:
        self.texts[at] = "(" + self.texts[at][1:]

    def _has_room(self, at: int) -> bool:
        return self.line[at].kind is Kind.BLANK and self.texts[at][0] in " \t"

    def _begins_expression(self, at: int) -> bool:
        token = self.line[at]
        if token.kind is Kind.SYMBOL:
            return token.text in _BEGINS_OPERAND
        return token.text not in _NO_OPERAND

    def _is_bracket(self, at: int, last: int) -> bool:
        """Answer whether all is one pair of brackets, which makes a call of it."""
        return self.line[at].text == "(" and self._closing(at) == last

    def _comma(self, start: int, end: int) -> int | None:
        commas = (at for at in range(start, end) if self.line[at].text == "," and not self.line[at].depth)
        return next(commas, None)

    def _closing(self, opening: int) -> int:
        """Return the index of the bracket that closes one; the number of tokens where none does."""
        depth = self.line[opening].depth
        for at in range(opening + 1, len(self.line)):
            if self.line[at].depth == depth and _is_closing(self.line[at]):
                return at
        return len(self.line)

    def _code_after(self, at: int) -> int:
        """Return the index of the next token that is code; the number of tokens where none is."""
        return next((after for after in range(at + 1, len(self.line)) if self.line[after].is_code), len(self.line))

    def _replace(self, at: int, text: str, remedy: str) -> None:
        self.texts[at] = text.ljust(len(self.line[at].text))
        self.remedies[at] = remedy


def _is_closing(token: Token) -> bool:
    return token.kind is Kind.SYMBOL and token.text in (")", "]", "}")
