"""One file becomes one note, with everything that is wrong in it."""
