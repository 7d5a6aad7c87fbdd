"""The behaviours themselves, by the letters of the catalogue."""
