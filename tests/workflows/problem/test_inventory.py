"""A fleet comes in whole or not at all, and coming again changes nothing: import_inventory, list_inventory."""

import time
from pathlib import Path

import pytest

import evenhand
from evenhand.errors.problem import InventoryInvalid
from evenhand.errors.release import EntryRefused
from evenhand.errors.table import TableEncoding
from evenhand.errors.workspace import FileUnreadable
from evenhand.governance.risk.inventory import KnownSystem
from evenhand.kernel.canonical import Json
from evenhand.surfaces.sdk.opening import opened
from evenhand.workflows.act import append_document


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    evenhand.create_identity("ada")
    evenhand.create_workspace(tmp_path, actor="ada")
    return tmp_path


def _fleet(folder: Path, text: str | bytes) -> Path:
    file = folder / "fleet.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_a_thousand_rows_are_one_entry_and_coming_again_is_none(here: Path) -> None:
    lines = [f"Model {n},does {n},Bo,,live,{n % 4 + 1}" for n in range(1_000)]
    file = _fleet(here, "\n".join(["name;purpose;owner;vendor;status;tier".replace(";", ","), *lines]))
    begun = time.monotonic()

    first = evenhand.import_inventory(file, actor="ada")

    assert (len(first.new), first.changed, first.same) == (1_000, (), ())
    assert time.monotonic() - begun < 10
    assert evenhand.import_inventory(file, actor="ada").entry is None
    assert len(evenhand.list_inventory()) == 1_000
    assert len(evenhand.list_entries(action="inventory.imported")) == 1


def test_a_changed_row_replaces_what_was_known_and_the_others_stay(here: Path) -> None:
    evenhand.import_inventory(_fleet(here, "name,tier\nPricing,3\nChurn,2\n"), actor="ada")

    again = evenhand.import_inventory(_fleet(here, "Model Name;Risk Tier\nPricing;Tier 1\n"), actor="ada")

    assert (again.new, again.changed) == ((), ("pricing",))
    assert {each.system.key: each.system.tier for each in evenhand.list_inventory()} == {"pricing": 1, "churn": 2}


def test_usual_spellings_are_understood_and_other_columns_kept(here: Path) -> None:
    names = ("ID", "System", "Supplier", "Lifecycle stage", "EU AI Act class", "Materiality", "Country")
    row = ("M-7", "CV", "ACME", "Prod", "High-risk", "2.0", "FR")
    text = "\n".join(["\t".join(names), "\t".join(row)])
    evenhand.import_inventory(_fleet(here, text.encode("utf-8-sig")), actor="ada")

    [found] = evenhand.list_inventory()
    system = found.system

    assert (system.key, system.vendor, system.status, system.case_class, system.tier) == (
        "m-7", "ACME", "in-use", "high_risk", 2,
    )  # fmt: skip
    assert system.more == {"Country": "FR"}
    assert system.gaps == ("purpose", "owner")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no column for the name"),
        ("name,tier\n", "holds no rows"),
        ("tier\n1\n", "no column for the name; it may be called name, model"),
        ("name,Model\na,b\n", "'name' and 'Model' both name the column name"),
        ("name,tier\nA,1\nB,5\nC,high\n", "line 3: The tier 5 is none of 1, 2, 3, 4. line 4: The tier 'high'"),
        ("name,class\nA,risky\n", "line 2: The class 'risky' is none of out_of_scope, prohibited"),
        ("name,status\nA,retird\n", r"line 2: The status 'retird' is none of planned.*\(did you mean retired\?\)"),
        ("name\nA\na\n", "line 3: 'a' stands in line 2 already."),
        ("name\nnan\n", "line 2: The name says nothing"),
        ("name,tier\nA\n", "line 2: 1 fields below 2 columns."),
        ('name,purpose\n"A\nB",x\nC,y,z\n', "line 4: 3 fields below 2 columns"),
        ('name\n"A\n', "no CSV"),
        (f"name\n{'x' * 3_000}\n", "longer than 2,000"),
    ],
)
def test_a_mistake_is_named_by_its_line_and_nothing_is_imported(here: Path, text: str, told: str) -> None:
    with pytest.raises(InventoryInvalid, match=told):
        evenhand.import_inventory(_fleet(here, text), actor="ada")

    assert evenhand.list_inventory() == ()


def test_line_ends_of_any_kind_part_rows_and_no_other_mark_does(here: Path) -> None:
    evenhand.import_inventory(_fleet(here, "name,owner\rA\u2028B,x\r\nC\x0cD,y\n"), actor="ada")

    assert [each.system.owner for each in evenhand.list_inventory()] == ["x", "y"]


def test_what_is_no_text_or_no_file_is_refused(here: Path) -> None:
    with pytest.raises(FileUnreadable, match="no UTF-8"):
        evenhand.import_inventory(_fleet(here, b"name\n\xe9\n"), actor="ada")
    with pytest.raises(TableEncoding):
        evenhand.import_inventory(_fleet(here, "name\nA\n".encode("utf-16")), actor="ada")
    with pytest.raises(FileUnreadable, match="does not exist"):
        evenhand.import_inventory("none.csv", actor="ada")


def test_the_ledger_takes_no_row_that_is_none(here: Path) -> None:
    row: Json = {**KnownSystem(key="a", name="A").as_json(), "tier": 9}
    with opened(here, "ada") as (workspace, identity), pytest.raises(EntryRefused, match="tier 9 is none of"):
        append_document(
            workspace, identity, action="inventory.imported", about="inventory:fleet",
            document={"source": "x", "rows": [row]},
        )  # fmt: skip


def test_a_governed_use_case_stands_in_the_inventory_once(here: Path) -> None:
    (here / "evenhand.yaml").write_text(
        "use_case: {name: pricing, purpose: Decide., tiering: {}, label: y, favourable: 1, owner: Head of pricing}\n"
    )
    evenhand.import_inventory(_fleet(here, "name,vendor\nPricing,ACME\n"), actor="ada")
    evenhand.propose_use_case(actor="ada")
    evenhand.confirm("use-case:pricing", actor="ada")

    [found] = evenhand.list_inventory()

    assert (found.is_governed, found.system.owner, found.system.vendor) == (True, "Head of pricing", "ACME")
    assert (found.system.case_class, found.system.tier, found.system.status) == ("minimal", 4, "planned")
    assert not evenhand.verify_log(rebuild=True).damage
