"""Starting costs little: what is not needed is not loaded."""

import json
import subprocess
import sys

HEAVY = {
    "asyncio", "cryptography", "email", "http", "jinja2", "joblib", "lightgbm", "multiprocessing", "numpy",
    "onnxruntime", "pandas", "pyarrow", "pydantic", "rfc8785", "scipy", "shap", "sklearn", "sqlalchemy", "sqlite3",
    "ssl", "yaml",
}  # fmt: skip
SHOW = "import json, sys; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"


def test_importing_evenhand_loads_nothing_heavy() -> None:
    assert HEAVY & _loaded(f"import evenhand; {SHOW}") == set()


def test_help_loads_nothing_heavy() -> None:
    code = f"""
import contextlib, io
from evenhand.surfaces.cli import main
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()) as screen:
    main(["--help"])
assert "Usage: evenhand" in screen.getvalue()
{SHOW}
"""

    assert HEAVY & _loaded(code) == set()


def test_governance_works_where_numpy_and_pyarrow_are_not_installed() -> None:
    code = f"""
import importlib, pkgutil, sys
sys.modules["numpy"] = sys.modules["pyarrow"] = None
import evenhand
for room in ("errors", "kernel", "governance", "ports"):
    package = importlib.import_module(f"evenhand.{{room}}")
    for module in pkgutil.walk_packages(package.__path__, f"{{package.__name__}}."):
        importlib.import_module(module.name)
import evenhand.surfaces.cli
{SHOW}
"""

    assert "evenhand" in _loaded(code)


def _loaded(code: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))
