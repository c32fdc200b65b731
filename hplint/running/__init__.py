"""Running: files to results, here, in processes or on other machines, whatever becomes of them."""
