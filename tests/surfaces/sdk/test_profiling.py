"""Profiles that cannot be merged are named."""

from pathlib import Path

import pytest

import evenhand
from evenhand.errors.number import ProfilesUnlike, ProfileUnreadable


def test_merging_names_the_file_that_is_no_profile(tmp_path: Path) -> None:
    evenhand.profile({"age": [1.0, 2.0, 3.0]}).save(tmp_path / "may.profile")
    (tmp_path / "june.profile").write_bytes(b"evenhand/profile/v0\n")

    with pytest.raises(ProfileUnreadable, match=r"^\[PROFILE-UNREADABLE\] june.profile: "):
        evenhand.merge_profiles(tmp_path / "may.profile", tmp_path / "june.profile")


def test_merging_names_the_file_on_other_cells(tmp_path: Path) -> None:
    evenhand.profile({"age": [1.0, 2.0, 3.0]}).save(tmp_path / "may.profile")
    evenhand.profile({"age": [7.0, 8.0, 9.0]}).save(tmp_path / "june.profile")

    with pytest.raises(ProfilesUnlike, match=r"june\.profile: "):
        evenhand.merge_profiles(tmp_path / "may.profile", tmp_path / "may.profile", tmp_path / "june.profile")
