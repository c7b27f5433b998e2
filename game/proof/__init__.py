"""All turns at once: what a story can and cannot do, with a playthrough for each thing it can."""
