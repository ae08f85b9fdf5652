"""Clocks: pure functions of events, rules, calendar and pauses."""
