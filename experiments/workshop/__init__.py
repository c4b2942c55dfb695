"""The workshop page: two worlds beside each other, redrawn while a slider moves."""
