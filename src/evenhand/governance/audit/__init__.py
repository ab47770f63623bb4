"""The tamper-evident log as pure computation: entries, tree, tiles, proofs, notes, checkpoints."""
