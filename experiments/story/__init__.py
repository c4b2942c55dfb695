"""Stories: any run retold in words, from what was decided and why."""
