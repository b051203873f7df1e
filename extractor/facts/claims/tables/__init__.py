"""Tables as claims need them: grids of figures with what names each, claims inside them, and what prose says of them."""
