"""`cmkb` in the terminal: arguments in, text out, one module a command."""
