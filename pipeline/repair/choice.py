"""One layout for each row, such that the sums down the columns hold: chosen and proved unique by CP-SAT.

Exact integers, one thread, a fixed seed and a limit in the solver's own deterministic time: the same answer on every
machine (facts measured on such problems: a solver in floating point calls feasible ones infeasible).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from pipeline.repair.layouts import Layout

MOST_WORK = 5.0
"""Deterministic seconds of one solve."""
MOVE_COST, LOST_COST = 1, 3
"""A number that is there counts for more than one reckoned: moving it touches two columns at most."""
MILLI = Decimal(1000)
"""Amounts are reckoned in thousandths of a yuan, for half a printed unit may be half a cent."""


Key = TypeVar("Key", bound=Hashable)


class OutOfTime(Exception):
    """The solver had neither an answer nor a proof when its time was up."""


@dataclass(frozen=True, slots=True)
class ColumnCheck:
    """Down one column, the row ``total`` is the sum of ``parts``, give or take ``tolerance`` yuan."""

    col: int
    total: int
    parts: tuple[int, ...]
    tolerance: Decimal


def only_choice(options: Mapping[int, Sequence[Layout]], checks: Sequence[ColumnCheck]) -> dict[int, Layout] | None:
    """A layout of each row such that all checks hold, the one that moves the fewest numbers.

    ``None`` when there is none, or when another choice would put anything else where a number is moved to or from. What
    stays where it was read may stand elsewhere in another choice: that is no reason to move it. Raises ``OutOfTime``.
    """
    model, taken = one_of_each({no: len(own) for no, own in options.items()})

    def column(no: int, col: int) -> Any:
        amounts = [layout.value(col) or Decimal(0) for layout in options[no]]
        return sum(int(amount * MILLI) * var for amount, var in zip(amounts, taken[no], strict=True))

    for check in checks:
        residual = column(check.total, check.col) - sum(column(no, check.col) for no in check.parts)
        slack = int(check.tolerance * MILLI)
        model.add_linear_constraint(residual, -slack, slack)
    cost = sum(
        (MOVE_COST * len(layout.touched) + LOST_COST * len(layout.lost)) * var
        for no, own in options.items()
        for layout, var in zip(own, taken[no], strict=True)
    )

    def rivals(picked: Mapping[int, int]) -> Iterator[tuple[int, int]]:
        for no, own in options.items():
            chosen = own[picked[no]]
            for i, layout in enumerate(own):
                if any(layout.value(col) != chosen.value(col) for col in chosen.touched):
                    yield no, i

    picked = only_pick(model, taken, cost, rivals)
    return None if picked is None else {no: own[picked[no]] for no, own in options.items()}


def one_of_each(counts: Mapping[Key, int]) -> tuple[Any, dict[Key, list[Any]]]:
    """A model that takes exactly one option of each key, and its variables; ``counts``: how many options there are."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - loading it costs more than most documents

    model = cp_model.CpModel()
    taken = {key: [model.new_bool_var(f"{key}.{i}") for i in range(count)] for key, count in counts.items()}
    for own in taken.values():
        model.add_exactly_one(own)
    return model, taken


def only_pick(
    model: Any,
    taken: Mapping[Key, Sequence[Any]],
    cost: Any,
    rivals: Callable[[Mapping[Key, int]], Iterable[tuple[Key, int]]],
) -> dict[Key, int] | None:
    """The option of each key at the least cost; ``None`` when none fits, or one of its ``rivals`` fits as well.

    ``rivals`` tells of a pick which options, taken instead, would be another answer. Raises ``OutOfTime``.
    """
    model.minimize(cost)
    solver = _solved(model)
    if solver is None:
        return None
    picked = {key: next(i for i, var in enumerate(own) if solver.boolean_value(var)) for key, own in taken.items()}
    others = [taken[key][i] for key, i in rivals(picked)]
    if others:
        model.clear_objective()
        model.add_bool_or(others)
        if _solved(model) is not None:
            return None
    return picked


def _solved(model: Any) -> Any:
    """The solver with a solution, ``None`` where there is none."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - loading it costs more than most documents

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = MOST_WORK
    status = solver.solve(model)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return solver
    if status == cp_model.INFEASIBLE:
        return None
    raise OutOfTime
