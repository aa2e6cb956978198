"""Programmes for HiGHS over the sums of a problem, and what comes out of them."""

from typing import Any

import highspy
import numpy as np
from scipy.sparse import csr_array

from loket.figures.protection.problem import Floats
from loket.figures.protection.timing import OutOfTime

NEAR = 1e-6
"""What the solver gives as whole may be this far from it."""


def silent() -> Any:
    """A solver that says nothing and uses one thread: the same answer on any machine."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    return solver


def solved(model: Any, seconds: float, gap: float = 0.0) -> Floats | None:
    """The best whole solution of a model within the time, up to a ``gap``, rounded; None when there is none. Raises
    ``OutOfTime`` when that is not known.
    """
    solver = silent()
    solver.setOptionValue("time_limit", max(seconds, 0.05))
    solver.setOptionValue("mip_rel_gap", gap)
    solver.passModel(model)
    solver.run()
    if solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        found: Floats = np.rint(np.array(solver.getSolution().col_value))
        return found
    if solver.getModelStatus() != highspy.HighsModelStatus.kInfeasible:
        raise OutOfTime
    return None


def programme(matrix: csr_array) -> Any:
    """A row for each sum, total minus parts is zero; columns that stand still and cost nothing, unless changed."""
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = model.col_lower_ = model.col_upper_ = np.zeros(matrix.shape[1])
    model.row_lower_ = model.row_upper_ = np.zeros(matrix.shape[0])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data
    return model
