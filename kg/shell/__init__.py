"""What ``kg shell`` knows of what is being typed: whether it ends here, what may follow, how a terminal reads it."""
