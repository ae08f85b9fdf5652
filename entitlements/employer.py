"""Sizes of employers. Micro and small ones owe what was agreed (PP 35/2021 Arts. 16(6) and 59); the user states the size."""

SMALL = ("micro", "small")
SIZES = (*SMALL, "medium", "large")
