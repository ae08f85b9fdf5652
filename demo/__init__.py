"""Synthetic people and their stories, for whoever tries the system out. No row is a person."""
