"""What auditors do with the ledger: list, verify, prove, publish."""
