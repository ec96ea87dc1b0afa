"""How a command ends: every end has a message on stderr and an exit code."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import typer
from typer.exceptions import TyperException

from pipeline.errors import OutputProblem, UsageProblem, YusuanError

INTERRUPTED = 130
OTHER = 15
_INTERRUPTED = "yusuan: interrupted; what was written before is as it was"
_RUN_AGAIN = "; documents done are kept: run again to go on"


def say(message: str) -> None:
    """Writes a message to stderr; where nobody listens, the exit code says it all the same."""
    with suppress(OSError):
        typer.echo(message, err=True)


def ended(work: Callable[[], Any], command: str) -> int:
    """The exit code of the work of a command, ``command`` being its name."""
    try:
        code = work()
    except YusuanError as error:
        say(f"yusuan: {error}")
        return error.exit_code
    except typer.Exit as end:
        return end.exit_code
    except TyperException as error:
        say(f"yusuan: {error}; see yusuan --help")
        return UsageProblem.exit_code
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except SystemExit:  # how typer ends when a pipe was closed: who read has had enough
        return 0
    except OSError as error:
        where = error.filename or "the output"
        say(f"yusuan: {where}: {error.strerror or error}; make room, check permissions, or give another place")
        return OutputProblem.exit_code
    except Exception as error:  # noqa: BLE001 - the command's own boundary: every end has a message and a code
        say(f"yusuan: unexpected {type(error).__name__}: {error}; please report it")
        return OTHER
    if code == INTERRUPTED:  # raised, or passed on by typer
        say(_INTERRUPTED + (_RUN_AGAIN if command == "run" else ""))
    return code if isinstance(code, int) else 0
