"""What lies in plain files: artifacts, the high-water mark, the file witness."""
