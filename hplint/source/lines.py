"""Rows of a text to statements and comments, without parsing: it must work on rows that are no Python."""

from __future__ import annotations

from hplint.basis.frozen import dataclass
from hplint.basis.patterns import lazy_pattern
from hplint.source.unreadable import NEWLINE

_TOKEN = lazy_pattern(
    r"(?P<triple>\"\"\"|''')|(?P<string>\"(?:[^\"\\]|\\.)*(?P<closed1>\")?|'(?:[^'\\]|\\.)*(?P<closed2>')?)"
    r"|(?P<comment>#.*)|(?P<open>[\[({])|(?P<close>[\])}])|(?P<continued>\\$)"
)
_ENDS = {quote: lazy_pattern(r"(?:[^\\]|\\.)*?" + quote) for quote in ('"""', "'''", '"', "'")}


@dataclass(frozen=True, slots=True)
class RowState:
    """What a row begins inside of."""

    depth: int = 0
    """Open brackets."""
    quote: str = ""
    """The quote that ends the string that it begins in, or nothing."""
    continued: bool = False
    """The row before ended with a backslash."""

    @property
    def begins_statement(self) -> bool:
        """Answer whether a row in this state begins a statement, or is blank."""
        return not (self.depth or self.quote or self.continued)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, from its `#` to the end of its row."""

    row: int
    column: int
    text: str


def read_row(row: str, state: RowState) -> tuple[RowState, int | None]:
    """Return the state after a row (without its line end), and the 0-based offset of its comment, if it has one."""
    offset, depth = 0, state.depth
    if state.quote:
        end = _ENDS[state.quote].match(row)
        if end is None:
            stays = len(state.quote) == 3 or row.endswith("\\")
            return RowState(depth, state.quote if stays else ""), None
        offset = end.end()
    while (token := _TOKEN.search(row, offset)) is not None:
        offset = token.end()
        match token.lastgroup:
            case "triple":
                end = _ENDS[token[0]].match(row, offset)
                if end is None:
                    return RowState(depth, token[0]), None
                offset = end.end()
            case "string" if token["closed1"] is None and token["closed2"] is None:
                # Unterminated: it goes on only after a backslash.
                return RowState(depth, token[0][0] if row.endswith("\\") else ""), None
            case "comment":
                return RowState(depth), token.start()
            case "open":
                depth += 1
            case "close":
                depth = max(depth - 1, 0)
            case "continued":
                return RowState(depth, continued=True), None
    return RowState(depth), None


def read_comments(text: str) -> tuple[list[Comment], dict[int, int]]:
    """Return the comments of a text, and for each row (1-based) the row where its statement begins.

    A compound statement's header is a statement of its own here, so a comment on it doesn't reach into its body.
    """
    comments: list[Comment] = []
    begins: dict[int, int] = {}
    state, first = RowState(), 1
    for number, row in enumerate(NEWLINE.split(text), start=1):
        if state.begins_statement:
            first = number
        begins[number] = first
        state, offset = read_row(row, state)
        if offset is not None:
            comments.append(Comment(number, offset + 1, row[offset:]))
    return comments, begins
