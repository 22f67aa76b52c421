"""Everything that talks to a model: the client, the embedded server, the pinned weights."""
