"""What testers answered to the question that a story asks in play: read from their saves and logs, and told in words, figures and charts."""
