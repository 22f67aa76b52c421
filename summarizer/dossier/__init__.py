"""Several briefs as one dossier: who is the same party, which facts say the same thing, what agrees and what does not."""
