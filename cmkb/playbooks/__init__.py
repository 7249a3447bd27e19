"""The domain as data, one YAML file a way of working, and what reads and checks them."""
