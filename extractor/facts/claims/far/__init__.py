"""Claims whose operands stand elsewhere in the report: they are looked for by name, unit and time, and ranked by what speaks for them."""
