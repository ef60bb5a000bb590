"""all-MiniLM-L6-v2 with whole numbers of eight bits for its weights: sooner, and a little less exact."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from qualcode.vectors.minilm import MiniLM

if TYPE_CHECKING:
    import torch

STEPS = 63  # a row's numbers become whole numbers from -63 to 63: so small that sums of products never overflow
LEAST = 1e-9


class MiniLM8(MiniLM):
    """`MiniLM` whose products of matrices are computed with whole numbers.

    Weights are rounded to eight bits for each output, inputs to seven bits for each word piece. Sums of whole numbers
    do not depend on their order, and a row's scale not on other rows, so a text's vector is the same to the bit in any
    company. Against `MiniLM` the cosine of a text's two vectors is 0.99 on average and 0.95 at worst; on four
    human-coded sets the suggesters are as good with one as with the other (first .41 and .40, among three .66 and .65
    before any coding; .58 and .58, .80 and .81 after it). It takes 0.6 of the time.
    """

    name = "all-MiniLM-L6-v2-int8-1"

    def __init__(self) -> None:

        super().__init__()
        self._packed: dict[int, torch.ScriptObject] = {}
        with warnings.catch_warnings():
            # torch announces that quantised tensors will move to another package; it is pinned, and checked by `runs`
            warnings.simplefilter("ignore", DeprecationWarning)
            warnings.simplefilter("ignore", UserWarning)
            for layer in self._layers:
                for at in (0, 2, 6, 8):
                    self._packed[id(layer[at])] = _packed(layer[at])

    def product(self, x: torch.Tensor, weight: torch.Tensor, shift: torch.Tensor) -> torch.Tensor:
        """x · weightᵀ + shift, in whole numbers."""
        import torch

        most = x.abs().amax(1, keepdim=True).clamp_min_(LEAST)
        multiply = torch.ops.quantized.linear_with_input_q_dq_qweight_dq_output_fp32
        found: torch.Tensor = multiply(x / most, 1 / STEPS, STEPS, self._packed[id(weight)])
        return torch.addcmul(shift, found, most)


def runs() -> bool:
    """Whether this machine's torch can do it: the operators are there and give what they should."""
    try:
        import torch

        if "fbgemm" not in torch.backends.quantized.supported_engines:
            return False
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.backends.quantized.engine = "fbgemm"
            packed = _packed(torch.eye(16))
            multiply = torch.ops.quantized.linear_with_input_q_dq_qweight_dq_output_fp32
            found = multiply(torch.ones(2, 16), 1 / STEPS, STEPS, packed)
        return bool((found - 1).abs().max() < 0.02)
    except (AttributeError, RuntimeError, NotImplementedError, ImportError):
        return False


def _packed(weight: torch.Tensor) -> torch.ScriptObject:
    import torch

    torch.backends.quantized.engine = "fbgemm"
    scale = (weight.abs().amax(1).double() / 127).clamp_min_(LEAST)
    zero = torch.zeros(len(weight), dtype=torch.int64)
    rounded = torch.quantize_per_channel(weight, scale, zero, 0, torch.qint8)
    return torch.ops.quantized.linear_prepack(rounded, None)
