"""The budgets, measured in one run: python -m benchmarks."""
