"""A year of invented sites, told to the health rules day by day: false alarms, and how soon real trouble is found.

.venv/bin/python tests/benchmarks/health_alarms.py [SITES] [DAYS] [SEED]
"""
