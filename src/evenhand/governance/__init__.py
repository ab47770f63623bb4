"""What decides: policy, approval, risk, access and the audit trail; no measuring, no input or output."""
