"""Localization: negotiates the language, translates messages, and formats dates and numbers."""
