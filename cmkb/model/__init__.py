"""What there is: frozen dataclasses without I/O. Everything else passes these along."""
