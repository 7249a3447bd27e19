"""What cmkb costs, on made-up vaults of any size; figures with their machine in RESULTS.md. And whether its tests would notice a mistake."""
