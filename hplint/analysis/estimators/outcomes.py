"""What becomes of a model, which says whether anybody depends on how good it is."""

from __future__ import annotations

from enum import Flag, auto


class Outcome(Flag):
    """Everything that some path in view does with a model; parts share what becomes of the whole."""

    NOTHING = 0
    LEARNS = auto()
    """Fitted on rows of a data set: not on numbers that the program makes up."""
    SCORED = auto()
    """Its score against labels is measured, or the quality of its clusters."""
    USED = auto()
    """It predicts rows of a data set that it didn't learn from, or its clusters become a column of one."""
    LEFT = auto()
    """Handed out: returned to callers out of view, kept in an object, saved."""
    LOOKED_AT = auto()
    """Drawn, printed, its learned attributes read, or used on the rows that it learned from, or on made-up ones."""
    DRAWN = auto()
    """Drawn or printed with all its nodes: to be read, it must be small."""
    SELECTS = auto()
    """A transformer holds it, which takes from it which columns to keep, or how to fill them."""
    COPIED = auto()
    """An ensemble holds it, which is made of many copies of it: what matters is the whole."""
    SEARCHED = auto()
    """A search or a validation curve scores it with other hyperparameters."""
    TESTED = auto()
    """Built in a test, where what is expected depends on the value."""
    STOPPED = auto()
    """Early stopping may choose how many rounds it trains."""
    FIXED = auto()
    """Held fixed, while the data that it is fitted on are compared by its scores."""
    FEEDS = auto()
    """What it predicts, or the clusters that it finds, are features of another model, which is what is judged."""
    EXPLAINS = auto()
    """Its labels are clusters that the program found itself: it only says what these are."""
    KNOWN = auto()
    """The clusters that it finds are compared with classes that are known, and so is how many there are."""
    AGAIN = auto()
    """The same values are typed in elsewhere for the same decision, and there it is told."""
    MEMBER = auto()
    """One of several models that are used together: what they amount to is judged."""
    YARDSTICK = auto()
    """A model that the program writes itself predicts the same rows: this one is what it should come to."""
    INVENTED = auto()
    """Fitted on random numbers that the program draws itself: there is nothing in them to find."""
    ALONE = auto()
    """Scored by itself, and not only as a part of what holds it."""
    SIMULATED = auto()
    """Its program draws random numbers: it shows how something behaves."""
    HANDED_ON = auto()
    """What it predicts is compared with labels, goes to callers or code out of view, or may go into a file."""
    OFFERED = auto()
    """The default of a function's parameter: whoever calls the function may give another one."""


UNTOLD = Outcome.TESTED | Outcome.OFFERED | Outcome.FIXED | Outcome.COPIED | Outcome.DRAWN
UNTOLD |= Outcome.FEEDS | Outcome.EXPLAINS | Outcome.KNOWN | Outcome.MEMBER
UNTOLD |= Outcome.YARDSTICK
"""For any of these it doesn't matter what a model is set to."""
