"""What can be wrong with the data of a scan: one sentence that says what, where and what to do."""


class ScanError(ValueError):
    """The data or the settings do not allow a scan; the message is a sentence for the person who asked."""


class UnknownUnit(ScanError):
    """A case names a unit that the geography does not know."""


class NothingToScan(ScanError):
    """There are no cases, or no unit, or no time in which a cluster could lie."""


class BadLine(ScanError):
    """
    A line of the events cannot be scanned.

    line : its place among the events, from 0
    column : which of their columns is at fault, such as "unit"
    problem : what is wrong, without a full stop
    """

    def __init__(self, line: int, column: str, problem: str) -> None:
        self.line, self.column, self.problem = line, column, problem
        super().__init__(f"Line {line + 1}, column {column}: {problem}.")
