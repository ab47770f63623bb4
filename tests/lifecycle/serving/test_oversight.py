import pytest

from evenhand.errors.serving import OversightInvalid
from evenhand.kernel.canonical import canonical_bytes, from_canonical
from evenhand.lifecycle.serving.oversight import EVERYTHING, Oversight


def test_a_band_holds_both_its_ends_and_nothing_beside_them() -> None:
    setting = Oversight(mode="human-in-the-loop", review=((0.4, 0.6), (0.9, 0.9)))

    found = [setting.band_of(score) for score in (0.39, 0.4, 0.6, 0.61, 0.9, 0.91)]

    assert found == ["automatic", "review", "review", "automatic", "review", "automatic"]
    assert Oversight(review=(EVERYTHING,)).band_of(0.0) == "review"
    assert Oversight().band_of(0.5) == "automatic"


def test_a_setting_reads_back_from_the_ledger_where_numbers_are_text() -> None:
    setting = Oversight(mode="human-in-the-loop", review=((0.45, 0.55),), objection="Write to us.")

    stored = from_canonical(canonical_bytes(setting.as_json()))

    assert isinstance(stored, dict)
    assert Oversight.from_json(stored) == setting


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ({"mode": "human-in-loop"}, "did you mean human-in-the-loop"),
        ({"mode": "human-in-the-loop"}, "names no band"),
        ({"mode": 3}, "are texts"),
        ({"objection": ["mail"]}, "are texts"),
        ({"revue": []}, "no such part.*did you mean review"),
        ({"review": 0.5}, "no list of bands"),
        ({"review": [0.5]}, "is no band"),
        ({"review": [[0.5]]}, "is no band"),
        ({"review": [["a", "b"]]}, "is no band"),
        ({"review": [[True, 1]]}, "is no band"),
        ({"review": [[0.6, 0.4]]}, "no band of scores"),
        ({"review": [[0.5, 1.5]]}, "no band of scores"),
        ({"review": [["nan", "nan"]]}, "no band of scores"),
    ],
)
def test_what_is_no_setting_is_refused(stored: dict[str, object], words: str) -> None:
    with pytest.raises(OversightInvalid, match=words):
        Oversight.from_json(stored)  # type: ignore[arg-type]
