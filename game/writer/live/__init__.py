"""A story played while it is written: its files watched, the place kept, and what has changed said."""
