"""Failures of workspaces whose stored files are encrypted."""

from evenhand.errors.base import EvenhandError, Refusal


class ArtifactKeyMissing(EvenhandError):
    """What is stored is encrypted, and this user holds no key for it."""

    code = "ARTIFACT-KEY-MISSING"
    remedy = "Get the key from whoever created the workspace: a file of the config directory, or EVENHAND_ARTIFACT_KEY."


class ArtifactKeyWrong(EvenhandError):
    """The key that this user holds is not the one that the workspace is encrypted with."""

    code = "ARTIFACT-KEY-WRONG"
    remedy = "Put the right key in its place; compare its id with the one in '.evenhand/encryption.json'."


class EncryptionUndone(Refusal):
    """The workspace was created encrypted and says no longer that it is; nothing is written to it in the clear."""

    code = "ENCRYPTION-UNDONE"
    remedy = "Restore '.evenhand/encryption.json' from a backup, and find out who removed or changed it."
