"""Who has a stake in the decision, what he was asked, and whether he signs."""

from dataclasses import dataclass

from evenhand.kernel.canonical import Json
from evenhand.kernel.part import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakeholder:
    """One person or group.

    Attributes:
        role: of the catalogue where he signs; else any words, such as ``tenants``.
        who: a name, a team or a group.
        interest: what is at stake for them.
        consulted: when and with what outcome; empty: not yet.
        is_signing: whether his yes on the use case is needed.
    """

    role: str
    who: str
    interest: str
    consulted: str = ""
    is_signing: bool = False

    def as_json(self) -> dict[str, Json]:
        """The stored form."""
        return {
            "role": self.role, "who": self.who, "interest": self.interest, "consulted": self.consulted,
            "signs": self.is_signing,
        }  # fmt: skip

    @classmethod
    def read(cls, part: Part) -> "Stakeholder":
        """Read it.

        Raises:
            UseCaseInvalid: a part is missing, blank or of the wrong kind.

        Examples:
            >>> from evenhand.errors.table import UseCaseInvalid
            >>> form = {"role": "model-owner", "who": "Ada", "interest": "Answers for the decision.", "signs": True}
            >>> Stakeholder.read(Part(value=form, path="stakeholders[0]", refusal=UseCaseInvalid)).is_signing
            True
        """
        parts = part.fields(needed=("role", "who", "interest"), optional=("consulted", "signs"))
        for key in ("role", "who", "interest"):
            if not parts[key].text().strip():
                raise parts[key].refuse("says nothing")
        return cls(
            role=parts["role"].text(), who=parts["who"].text(), interest=parts["interest"].text(),
            consulted=parts["consulted"].text() if "consulted" in parts else "",
            is_signing=parts["signs"].truth() if "signs" in parts else False,
        )  # fmt: skip


def stakeholders(part: Part) -> tuple[Stakeholder, ...]:
    """The stakeholders of a document.

    Raises:
        UseCaseInvalid: as ``Stakeholder.read``.
    """
    return tuple(Stakeholder.read(each) for each in part.items())
