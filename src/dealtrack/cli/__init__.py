"""The command line: words in, actions and reports out."""
