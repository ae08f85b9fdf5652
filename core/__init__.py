"""The shared kernel: ids, sealed fields, clock, working days, canonical JSON. No domain lives here."""
