"""What leaves the vault for others, reports and tables, and what comes in from them."""
