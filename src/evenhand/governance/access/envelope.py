"""DSSE envelopes: a statement and the signatures over it, in one text that may travel as a file.

Source:
    https://github.com/secure-systems-lab/dsse, version 1. Stricter than it asks: only in-toto payloads, a key
    identifier on every signature, no unknown field, no key twice.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from evenhand.errors.people import EnvelopeUnreadable
from evenhand.governance.access.shape import base64, canonical, choice, from_base64, listing, record, require, text
from evenhand.governance.access.signature import PublicKey, Signer
from evenhand.kernel.canonical import Json, canonical_bytes
from evenhand.kernel.digest import Digest, digest_of

PAYLOAD_TYPE = "application/vnd.in-toto+json"
_SHAPE = record(
    {
        "payloadType": choice(PAYLOAD_TYPE),
        "payload": base64,
        "signatures": listing(record({"keyid": text, "sig": base64}), at_least=1),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature.

    Attributes:
        keyid: fingerprint of the key that is said to have made it; a hint, never a proof.
        sig: the 64 bytes.
    """

    keyid: str
    sig: bytes

    def __post_init__(self) -> None:
        if len(self.sig) != 64:
            raise EnvelopeUnreadable(f"A signature has 64 bytes, not {len(self.sig)}.", keyid=self.keyid)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A payload and what was signed under it.

    Attributes:
        payload: the bytes of an in-toto statement.
        signatures: in the order in which they were added; at most one for each key.
    """

    payload: bytes
    signatures: tuple[Signature, ...] = field(default=())

    def __post_init__(self) -> None:
        keys = [signature.keyid for signature in self.signatures]
        if len(set(keys)) != len(keys):
            raise EnvelopeUnreadable("The envelope holds two signatures of one key.")

    @property
    def digest(self) -> Digest:
        """The name of this envelope, signatures included."""
        return digest_of(self.as_bytes())

    def signed_by(self, *signers: Signer) -> "Envelope":
        """This envelope with one more signature for each of ``signers``.

        Raises:
            EnvelopeUnreadable: one of them has signed already.
        """
        content = preauthentication(self.payload)
        added = [Signature(keyid=signer.public.fingerprint, sig=signer.sign(content)) for signer in signers]
        return replace(self, signatures=(*self.signatures, *added))

    def joined(self, other: "Envelope") -> "Envelope":
        """The signatures of both, made on two machines under one payload.

        Raises:
            EnvelopeUnreadable: the payloads differ.
        """
        if self.payload != other.payload:
            raise EnvelopeUnreadable("The two envelopes hold different statements.")
        known = {signature.keyid for signature in self.signatures}
        added = (signature for signature in other.signatures if signature.keyid not in known)
        return replace(self, signatures=(*self.signatures, *added))

    def as_json(self) -> dict[str, Json]:
        """The envelope as DSSE writes it."""
        return {
            "payloadType": PAYLOAD_TYPE,
            "payload": b64encode(self.payload).decode(),
            "signatures": [
                {"keyid": signature.keyid, "sig": b64encode(signature.sig).decode()} for signature in self.signatures
            ],
        }

    def as_bytes(self) -> bytes:
        """The canonical bytes, for a file."""
        return canonical_bytes(self.as_json())

    @classmethod
    def from_json(cls, stored: Mapping[str, Json] | bytes | str) -> "Envelope":
        """Read an envelope: a map, or the text of a file.

        Raises:
            EnvelopeUnreadable: anything but one signed in-toto payload, written exactly so.
        """
        value = _value(stored)
        require(_SHAPE, value, failure=EnvelopeUnreadable, path="The envelope")
        signatures = tuple(
            Signature(keyid=str(each["keyid"]), sig=from_base64(each["sig"], "The signature"))
            for each in value["signatures"]  # type: ignore[union-attr, index, call-overload]
            if isinstance(each, Mapping)
        )
        return cls(payload=from_base64(value["payload"], "The payload"), signatures=signatures)  # type: ignore[index, call-overload]


def preauthentication(payload: bytes, payload_type: str = PAYLOAD_TYPE) -> bytes:
    """What is signed: type and payload, each with its length.

    Source:
        DSSE version 1, PAE.

    Examples:
        >>> preauthentication(b"hello world", "http://example.com/HelloWorld")
        b'DSSEv1 29 http://example.com/HelloWorld 11 hello world'
    """
    kind = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def verified_by(envelope: Envelope, keys: Iterable[PublicKey]) -> frozenset[str]:
    """Fingerprints of those of ``keys`` whose signature of the payload is in the envelope."""
    content = preauthentication(envelope.payload)
    made = {signature.keyid: signature.sig for signature in envelope.signatures}
    return frozenset(
        key.fingerprint for key in keys if key.fingerprint in made and key.verify(content, made[key.fingerprint])
    )


def _value(stored: Mapping[str, Json] | bytes | str) -> Json:
    if isinstance(stored, Mapping):
        return stored
    content = stored.encode() if isinstance(stored, str) else stored
    return canonical(content.strip(), failure=EnvelopeUnreadable, path="The envelope")
