// Runs before the first paint: applies the stored theme, so that a page never flashes the wrong one.
try {
  const theme = localStorage.getItem("perennial.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage can be blocked; the system's theme is then right.
}
