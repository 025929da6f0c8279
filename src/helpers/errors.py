"""One kind of error for everything that a person can mend."""

from __future__ import annotations


class RecordError(Exception):
    """Something in the book or its data is wrong, and a person can mend it.

    Args:
        message: what is wrong, one sentence without a full stop.
        where: file, cell, table or row that it stands in; empty if it concerns the whole book.
        remedy: what to do about it, one sentence.
    """

    def __init__(self, message: str, where: str = "", remedy: str = "") -> None:
        self.message, self.where, self.remedy = message, where, remedy
        super().__init__(message)

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text}. {self.remedy}" if self.remedy else text
