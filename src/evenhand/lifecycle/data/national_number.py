"""Numbers that states give to people: their forms, and the check digits that tell them from other numbers."""

import re
from collections.abc import Callable, Mapping

_SSN = re.compile(r"(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}\Z")
_NINO = re.compile(r"(?![DFIQUV]|.[DFIOQUV])[A-Z]{2}\d{6}[A-D]\Z")
_FISCAL = re.compile(r"[A-Z]{6}\d{2}[ABCDEHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\Z")
_SPANISH = re.compile(r"([XYZ]?)(\d{7,8})([A-Z])\Z")
_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_PESEL = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)


def country_of(value: str) -> str | None:
    """Whose official number ``value`` has the form and the check digits of; ``None`` for nobody's.

    Known are those of the United States (SSN, with hyphens), the United Kingdom (NINO), Italy (codice fiscale), Spain
    (DNI, NIE), France (NIR), Germany (tax number), Poland (PESEL) and the Netherlands (BSN).

    Examples:
        >>> country_of("12345678Z"), country_of("86095742719"), country_of("1234567890")
        ('Spain', 'Germany', None)
    """
    plain = value.strip().upper()
    if not plain.isascii():
        return None
    return next((country for country, test in _TESTS.items() if test(plain)), None)


def _is_spanish(text: str) -> bool:
    found = _SPANISH.match(text)
    if found is None or len(found[1]) + len(found[2]) != 8:
        return False
    first = {"": "", "X": "0", "Y": "1", "Z": "2"}[found[1]]
    return _LETTERS[int(first + found[2]) % 23] == found[3]


def _is_french(text: str) -> bool:
    plain = text.replace(" ", "")
    if len(plain) != 15 or plain[0] not in "12":
        return False
    number = plain[:13].replace("2A", "19").replace("2B", "18")
    return number.isdigit() and plain[13:].isdigit() and 97 - int(number) % 97 == int(plain[13:])


def _is_german(text: str) -> bool:
    """ISO 7064 MOD 11,10 over eleven digits, the first of which is not 0."""
    if len(text) != 11 or not text.isdigit() or text[0] == "0":
        return False
    product = 10
    for digit in text[:10]:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10 == int(text[10])


def _is_polish(text: str) -> bool:
    if len(text) != 11 or not text.isdigit() or not 1 <= int(text[2:4]) % 20 <= 12 or not 1 <= int(text[4:6]) <= 31:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text[:10], _PESEL, strict=True))
    return (10 - total % 10) % 10 == int(text[10])


def _is_dutch(text: str) -> bool:
    if len(text) != 9 or not text.isdigit() or text == "000000000":
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text[:8], range(9, 1, -1), strict=True))
    return (total - int(text[8])) % 11 == 0


_TESTS: Mapping[str, Callable[[str], bool]] = {
    "the United States": lambda text: _SSN.match(text) is not None,
    "the United Kingdom": lambda text: _NINO.match(text.replace(" ", "")) is not None,
    "Italy": lambda text: _FISCAL.match(text) is not None,
    "Spain": _is_spanish, "France": _is_french, "Poland": _is_polish, "Germany": _is_german,
    "the Netherlands": _is_dutch,
}  # fmt: skip
