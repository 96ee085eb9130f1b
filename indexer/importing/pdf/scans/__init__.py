"""Pages that are pictures, or whose letters stand for others: their letters are read from the picture."""
