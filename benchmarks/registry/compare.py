"""Versions registered a second: evenhand, and MLflow beside it when an interpreter that has it is given."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MLFLOW = """
import json, os, sys, tempfile, time, warnings, logging
warnings.simplefilter("ignore"); logging.disable(logging.CRITICAL)
import mlflow
from mlflow import MlflowClient
n = int(sys.argv[1])
with tempfile.TemporaryDirectory() as folder:
    client = MlflowClient(tracking_uri=f"sqlite:///{folder}/m.db", registry_uri=f"sqlite:///{folder}/m.db")
    client.create_registered_model("loan")
    source = os.path.join(folder, "model"); os.makedirs(source)
    open(os.path.join(source, "MLmodel"), "w").write("flavors: {}")
    for _ in range(5):
        client.create_model_version("loan", source)
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(n):
        client.create_model_version("loan", source)
    print(json.dumps({"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall,
                      "version": mlflow.__version__}))
"""


def evenhand_side(n: int) -> dict[str, float]:
    """Seconds for ``n`` versions, each with a file of its own, signed by its author."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(EVENHAND_CONFIG_HOME=f"{folder}/config", EVENHAND_STATE_HOME=f"{folder}/state")
        import evenhand
        from evenhand.lifecycle.data.contract import Column, Contract
        from evenhand.lifecycle.training.decision_rule import DecisionRule
        from evenhand.lifecycle.training.manifest import PREDICTIONS
        from evenhand.wiring.identity import find_identity
        from evenhand.wiring.settings import read_settings
        from evenhand.wiring.workspace import open_workspace
        from evenhand.workflows.model.register_version import Candidate, register_version

        evenhand.create_identity("ada")
        evenhand.create_workspace(folder)
        (Path(folder) / "evenhand.yaml").write_text(
            "use_case:\n  name: loan\n  purpose: A benchmark.\n  class: minimal\n  tier: 4\n"
            "  label: repaid\n  favourable: 1\n"
        )
        evenhand.propose_use_case(Path(folder) / "evenhand.yaml", workspace=folder)
        evenhand.confirm("use-case:loan", workspace=folder)
        contract = Contract(columns=(Column(name="repaid", kind="integer", role="label"),))
        settings = read_settings(start=Path(folder))
        identity = find_identity(settings, "ada")

        def candidate(number: int) -> Candidate:
            return Candidate(
                use_case="loan", loader=PREDICTIONS, files={"answers.csv": f"score\n0.{number}\n".encode()},
                contract=contract, rule=DecisionRule(cut_off=0.5, favourable=1), outputs={"score": "score"},
            )  # fmt: skip

        with open_workspace(settings) as workspace:
            for number in range(5):
                register_version(workspace, identity, candidate(number), models=None)  # type: ignore[arg-type]
            cpu, wall = time.process_time(), time.perf_counter()
            for number in range(n):
                register_version(workspace, identity, candidate(1000 + number), models=None)  # type: ignore[arg-type]
            return {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}


def fsyncs_a_second() -> float:
    """What the disk allows: 4 kB written and synced, over and over, for half a second."""
    with tempfile.NamedTemporaryFile() as file:
        start, n = time.perf_counter(), 0
        while time.perf_counter() - start < 0.5:
            os.pwrite(file.fileno(), b"x" * 4096, 0)
            os.fdatasync(file.fileno())
            n += 1
        return n / (time.perf_counter() - start)


def main() -> None:
    """Measure both sides in turn, three times, and print the medians."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--mlflow", help="interpreter of an environment with MLflow")
    parser.add_argument("--n", type=int, default=200)
    given = parser.parse_args()
    print(f"fdatasync: {fsyncs_a_second():.0f} a second")
    rounds: dict[str, list[dict[str, float]]] = {"evenhand": [], "mlflow": []}
    for _ in range(3):
        rounds["evenhand"].append(evenhand_side(given.n))
        if given.mlflow:
            command = [given.mlflow, "-c", MLFLOW, str(given.n)]
            ran = subprocess.run(command, capture_output=True, text=True, check=False)
            if ran.returncode:
                sys.exit(f"MLflow failed: {ran.stderr[-2000:]}")
            rounds["mlflow"].append(json.loads(ran.stdout.splitlines()[-1]))
    medians = {}
    for side, measured in rounds.items():
        if measured:
            cpu, wall = (sorted(each[kind] for each in measured)[len(measured) // 2] for kind in ("cpu", "wall"))
            medians[side] = (cpu, wall)
            print(f"{side:9} {given.n / wall:7.0f} a second of wall, {given.n / cpu:7.0f} a second of CPU")
    if "mlflow" in medians:
        ratios = [theirs / ours for ours, theirs in zip(medians["evenhand"], medians["mlflow"], strict=True)]
        print(f"mlflow {rounds['mlflow'][0]['version']} takes {ratios[0]:.1f} x the CPU and {ratios[1]:.1f} x the wall")


if __name__ == "__main__":
    main()
