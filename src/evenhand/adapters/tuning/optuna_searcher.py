"""Optuna as the one who proposes: asked and told, it runs nothing itself and stores nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from evenhand.errors.workspace import ExtraMissing
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.training.space import ARCHITECTURE, Choice, Dimension
from evenhand.lifecycle.training.tuning_plan import TuningPlan

_FIRST_BY_CHANCE = 10
"""Attempts before the sampler learns, at most a third of all."""


class OptunaSearcher:
    """One search.

    Args:
        plan: the space, the objectives and the sampler.
        seed: of the sampler.

    Raises:
        ExtraMissing: Optuna is not installed.
    """

    def __init__(self, plan: TuningPlan, *, seed: int) -> None:
        try:
            import optuna
        except ModuleNotFoundError as missing:
            remedy = "Install it with: pip install 'evenhand-core[tune]'."
            raise ExtraMissing("A search needs optuna, which is not installed.", remedy=remedy) from missing
        optuna.logging.set_verbosity(optuna.logging.ERROR)
        self._space = plan.space
        n_first = max(1, min(_FIRST_BY_CHANCE, plan.n_attempts // 3))
        samplers: dict[str, Any] = {
            "tpe": lambda: optuna.samplers.TPESampler(seed=seed, n_startup_trials=n_first),
            "random": lambda: optuna.samplers.RandomSampler(seed=seed),
            "nsga2": lambda: optuna.samplers.NSGAIISampler(seed=seed),
        }
        self._failed = optuna.trial.TrialState.FAIL
        ways: Any = list(plan.directions.values())
        self._study = optuna.create_study(sampler=samplers[plan.sampler](), directions=ways)
        self._trial: Any = None
        self.made_with: Mapping[str, Json] = {
            "library": "optuna", "version": optuna.__version__, "sampler": plan.sampler, "seed": seed,
            "by_chance_first": n_first if plan.sampler == "tpe" else None,
        }  # fmt: skip

    def ask(self) -> Mapping[str, Json]:
        """See ``Searcher``."""
        self._trial = self._study.ask()
        found = {name: self._suggested(name, each) for name, each in self._space.shared.items()}
        if self._space.architectures:
            names = tuple(self._space.architectures)
            chosen = str(self._suggested(ARCHITECTURE, Choice(options=names)))
            own = self._space.architectures[chosen]
            found[ARCHITECTURE] = chosen
            found |= {name: self._suggested(f"{chosen}.{name}", each) for name, each in own.items()}
            return {name.removeprefix(f"{chosen}."): value for name, value in found.items()}
        return found

    def tell(self, values: Sequence[float] | None) -> None:
        """See ``Searcher``."""
        if values is None:
            self._study.tell(self._trial, state=self._failed)
        else:
            self._study.tell(self._trial, list(values))

    def _suggested(self, name: str, dimension: Dimension) -> Json:
        if isinstance(dimension, Choice):
            if len(dimension.options) == 1:
                return dimension.options[0]
            chosen: Json = self._trial.suggest_categorical(name, list(dimension.options))
            return chosen
        if dimension.is_integer:
            step = 1 if dimension.step is None else int(dimension.step)
            return int(
                self._trial.suggest_int(name, int(dimension.low), int(dimension.high), step=step, log=dimension.is_log)
            )
        return float(
            self._trial.suggest_float(name, dimension.low, dimension.high, step=dimension.step, log=dimension.is_log)
        )
