"""A call and its callee -> what is handed over, what comes back, what has changed."""
