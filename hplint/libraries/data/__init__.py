"""What calls do to rows and columns: where data come from, and what becomes of them."""
