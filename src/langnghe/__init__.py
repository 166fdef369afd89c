"""Lắng Nghe: hears what people say, keeps the promise to answer, and accounts for it."""

__version__ = "0.1.0"
