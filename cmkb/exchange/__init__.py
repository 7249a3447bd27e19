"""What leaves the vault for others: reports."""
