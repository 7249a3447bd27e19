"""What the team may see: a staged copy of the shared notes, and the scan of the site that was built from it."""
