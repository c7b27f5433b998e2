"""What is told and shown of one playthrough, whatever draws it."""
