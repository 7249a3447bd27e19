"""What is kept between runs in `.cmkb/cache/` of a vault. Safe to delete: whatever is not there is read again."""
