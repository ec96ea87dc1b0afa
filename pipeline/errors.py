"""Every error a user can meet, each with the exit code it ends the command with."""

from __future__ import annotations


class YusuanError(Exception):
    """Root of all errors of this project; the message names the place, the fault and what to do next."""

    exit_code = 15


class DataNotValid(YusuanError):
    exit_code = 1


class UsageProblem(YusuanError):
    exit_code = 2


class InputUnreadable(YusuanError):
    exit_code = 3


class DependencyMissing(YusuanError):
    exit_code = 4


class OutputProblem(YusuanError):
    exit_code = 5
