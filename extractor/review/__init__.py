"""What people look at and decide upon: the review page of a report, their decisions, the page of a batch."""
