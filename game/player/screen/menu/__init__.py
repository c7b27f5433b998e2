"""The screens around a playthrough: the way in, the saves, the settings, the endings. Each is imported when it is first shown."""
