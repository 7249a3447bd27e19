"""Answers: pure functions of (vault, today). A page, the terminal and an export all ask here."""
