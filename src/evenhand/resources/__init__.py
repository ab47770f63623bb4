"""What ships with the package as data: the catalogue of controls and the policies."""
