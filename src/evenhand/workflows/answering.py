"""How a model is asked about rows, and what is said when it cannot answer."""

from typing import Any

from evenhand.errors.model import ModelAnswerInvalid, ModelFailed
from evenhand.lifecycle.data.contract import Contract
from evenhand.ports.sample import Sample, Scorer

_SHOWN = 5


def scores_for(model: Scorer, sample: Sample, contract: Contract) -> Any:  # noqa: ANN401 - an array
    """Score of every row.

    Raises:
        ModelFailed, ModelAnswerInvalid: the model gave none; the remedy names where the rows break the contract.
    """
    try:
        return model.predict(sample.rows)
    except (ModelFailed, ModelAnswerInvalid) as failure:
        broken = sample.violations(contract)
        if not broken:
            raise
        more = f" (and {len(broken) - _SHOWN} more)" if len(broken) > _SHOWN else ""
        remedy = f"Mend the rows first, they break the contract: {' '.join(broken[:_SHOWN])}{more}"
        raise type(failure)(failure.fact, remedy=remedy, **failure.facts) from failure
