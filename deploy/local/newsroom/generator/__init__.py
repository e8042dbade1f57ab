"""What generate.py writes the newsroom data set with."""
