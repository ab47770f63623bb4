"""One verb a file: stages measure, governance decides, workflows join them and append the entry."""
