"""What can be told: pure functions that end in a frozen report."""
