"""What can be wrong with the data of a scan: one sentence that says what, where and what to do."""


class ScanError(ValueError):
    """The data or the settings do not allow a scan; the message is a sentence for the person who asked."""


class UnknownUnit(ScanError):
    """A case names a unit that the geography does not know."""


class NothingToScan(ScanError):
    """There are no cases, or no unit, or no time in which a cluster could lie."""
