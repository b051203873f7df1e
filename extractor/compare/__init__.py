"""Two or many reports: what a resubmission changed, what the reports of a batch agree on. Knows reports as their JSON has them, not how they were read."""
