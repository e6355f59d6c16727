"""Writes spellings of floats near every edge with Python's answer, one "SPELLING ANSWER" per line.

The arguments are the number of floats and a seed. The answer is the canonical form, or "-" for a
number that has none: it exceeds the range of a double, has more than 4,300 characters, or has more
than five digits in its exponent.
"""

import decimal
import math
import random
import struct
import sys

COUNT, SEED = int(sys.argv[1]), int(sys.argv[2])
RANDOM = random.Random(SEED)
# Every double, and the middle of any two, is exact with this precision.
decimal.getcontext().prec = 1200
decimal.getcontext().Emax = decimal.MAX_EMAX
decimal.getcontext().Emin = decimal.MIN_EMIN

LARGEST = struct.unpack("<d", struct.pack("<Q", 0x7FEFFFFFFFFFFFFF))[0]
EDGES = [
    0.0, 5e-324, 2.2250738585072014e-308, 2.225073858507201e-308, LARGEST, 1.0, 2.0**53, 2.0**64,
    1e-5, 1e-4, 1e15, 1e16, 1e17, 1e22, 1e23, 0.1, 0.5,
]


def double():
    kind = RANDOM.randrange(4)
    if kind == 0:
        bits = RANDOM.getrandbits(63)
    elif kind == 1:  # subnormal
        bits = RANDOM.getrandbits(RANDOM.randrange(1, 53))
    elif kind == 2:  # near an edge
        edge = struct.unpack("<Q", struct.pack("<d", RANDOM.choice(EDGES)))[0]
        bits = max(0, edge + RANDOM.randrange(-3, 4))
    else:  # near a power of two
        bits = max(0, (RANDOM.randrange(2047) << 52) + RANDOM.randrange(-2, 3))
    value = struct.unpack("<d", struct.pack("<Q", bits))[0]
    return value if math.isfinite(value) else LARGEST


def near_halfway(value):
    """Returns the middle between a double and the next one, or a number very near to it."""
    if value == LARGEST:
        step = decimal.Decimal(2) ** 971
    else:
        step = decimal.Decimal(math.nextafter(value, math.inf)) - decimal.Decimal(value)
    middle = decimal.Decimal(value) + step / 2
    offset = RANDOM.choice([-1, 0, 0, 1])
    if offset:
        middle += offset * decimal.Decimal(10) ** (middle.adjusted() - RANDOM.randrange(17, 1100))
    return middle


def digits(most):
    return "".join(RANDOM.choice("0123456789") for _ in range(RANDOM.randrange(1, most)))


def spelled(value):
    """Returns one of the many spellings of a decimal, with additional zeros and exponents."""
    mantissa, _, exponent = format(value, "e").partition("e")
    digits, exponent = mantissa.replace(".", "") if value else "0", int(exponent) if value else 0
    digits += "0" * RANDOM.choice([0, 0, 0, 1, 30, 400])
    # The point follows some digits, or precedes all of them, or precedes zeros.
    before = RANDOM.choice([1, 1, 1, RANDOM.randrange(1, len(digits) + 1), 0, -RANDOM.randrange(400)])
    if before > 0:
        text = digits[:before] + "." + (digits[before:] or "0")
        # JSON allows a leading zero only directly before the point.
        text = text if before == 1 or text[0] != "0" else "0." + digits[1:] + "0"
    else:
        text = "0." + "0" * -before + digits
    exponent -= before - 1
    sign = "+" if exponent >= 0 and RANDOM.randrange(2) else ""
    zeros = "0" * RANDOM.choice([0, 0, 1, 9])
    number = f"-{zeros}{-exponent}" if exponent < 0 else f"{sign}{zeros}{exponent}"
    return text + RANDOM.choice("eE") + number


def extreme():
    """Returns long runs of zeros that the exponent compensates for, and exponents at every limit."""
    exponent = RANDOM.choice([0, 308, 309, 323, 324, 325, 400, 4290, 65535, 65536, 99999, 100000, 655360, 10**9, 10**30])
    zeros = RANDOM.choice([0, 1, 300, 330, 4000, 4280, 4290, 4296, 4297, 4298, 4299, 4300])
    form = RANDOM.randrange(4)
    if form == 0:
        return f"0.{'0' * zeros}{digits(5)}e{exponent}"
    if form == 1:
        return f"{RANDOM.randrange(1, 10)}{'0' * zeros}.0e-{exponent}"
    if form == 2:
        return f"0.{'0' * zeros}{digits(20)}e{zeros + RANDOM.randrange(-330, 312)}"
    return f"{RANDOM.randrange(1, 10)}{digits(30)}{'0' * zeros}e-{zeros + RANDOM.randrange(-280, 330)}"


def spelling():
    kind = RANDOM.randrange(16)
    if kind < 5:
        return spelled(near_halfway(double()))
    if kind < 8:
        return spelled(decimal.Decimal(double()))
    if kind < 10:
        return f"{double():.{RANDOM.randrange(20)}e}"
    if kind < 15:
        return f"{RANDOM.randrange(1, 10)}.{digits(40)}e{RANDOM.randrange(-345, 312)}"
    return extreme().replace("e--", "e").replace("--", "-")


def answer(text):
    exponent = text.lower().partition("e")[2].lstrip("+-").lstrip("0")
    value = float(text)
    short = len(text) <= 4300 and len(exponent) <= 5
    return repr(value) if short and math.isfinite(value) else "-"


for _ in range(COUNT):
    text = RANDOM.choice(["", "", "-"]) + spelling()
    print(text, answer(text))
