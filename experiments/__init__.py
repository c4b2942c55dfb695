"""What people do with the model: runs, comparisons, figures, files and the command line."""
