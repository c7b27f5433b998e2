"""What came of playthroughs: in words, as JUnit, as transcripts and the golden ones they are held against."""
