"""
Random numbers that depend on (seed, replicate) alone: the same for any number of threads, in C and in NumPy.

Each replicate has a stream of its own: Philox-4x64-10 (Salmon, Moraes, Dror and Shaw, 2011) with the key
(seed, replicate), as NumPy ships it. The C kernel implements the same generator.
"""

import numpy as np
import numpy.typing as npt


def uniforms(seed: int, replicate: int, n: int) -> npt.NDArray[np.float64]:
    """Return the first `n` numbers of one replicate's stream, each a multiple of 2^-53 in [0, 1)."""
    key = np.array([seed, replicate], np.uint64)
    raw = np.random.Philox(key=key).random_raw(n)
    return (raw >> np.uint64(11)).astype(np.float64) * 2.0**-53
