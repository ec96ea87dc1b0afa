"""Every error a user can meet, each with the exit code it ends the command with."""

from __future__ import annotations


class YusuanError(Exception):
    """Root of all errors of this project; the message names the place, the fault and what to do next."""

    exit_code = 15


class DataNotValid(YusuanError):
    """The data does not fit the published schema."""

    exit_code = 1


class UsageProblem(YusuanError):
    """The command was asked for something that cannot be done as asked."""

    exit_code = 2


class InputUnreadable(YusuanError):
    """A file or folder given as input cannot be read, or is not what was expected."""

    exit_code = 3


class LimitExceeded(InputUnreadable):
    """A file is larger than the limits of configs/default.yaml allow; ``limit`` is the key there."""

    def __init__(self, limit: str, message: str) -> None:
        super().__init__(message)
        self.limit = limit


class DependencyMissing(YusuanError):
    """A package or model that is needed is not installed."""

    exit_code = 4


class OutputProblem(YusuanError):
    """The output cannot be written; what was there before is unchanged."""

    exit_code = 5
