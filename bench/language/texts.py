"""Short texts of the kind people send, made from parts with a fixed seed."""

import random

_TROUBLES = [
    "Đường vào {place} bị hư hỏng nặng, nhiều ổ gà",
    "Rác thải chất đống ở {place} không ai dọn",
    "Cúp điện liên tục ở {place} từ ngày 05/10/2026",
    "Nước máy {place} yếu, chảy nhỏ giọt",
]
_PLACES = ["thôn 4", "tổ dân phố 12", "hẻm 42/15 đường Hùng Vương", "làng Plei Ơi, xã Ia Tul", "chợ Mới"]
_SENDERS = [
    "",
    "",
    ". Gọi tôi 0905.123.456",
    ". Ông Nguyễn Văn An",
    ". Đề nghị xã xử lý sớm",
    ". CCCD 052085012345",
]


def texts(count: int, seed: int = 4) -> list[str]:
    """Return `count` texts of 30 to 90 characters."""
    choose = random.Random(seed).choice
    return [choose(_TROUBLES).format(place=choose(_PLACES)) + choose(_SENDERS) for _ in range(count)]
