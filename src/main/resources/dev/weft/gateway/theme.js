// Runs before the page is painted, so that a chosen theme does not flash in the other one first.
{
  const THEMES = ["auto", "light", "dark"];
  const root = document.documentElement;

  const stored = () => {
    try {
      return localStorage.getItem("weft.theme");
    } catch {
      return null; // storage is switched off
    }
  };

  const use = (theme) => {
    root.dataset.theme = theme;
    const button = document.getElementById("theme");
    if (button) {
      button.textContent = { auto: "◐", light: "○", dark: "●" }[theme];
      button.setAttribute("aria-label", "Colours: " + theme + ". Press for the next.");
      button.title = "Colours: " + theme;
    }
  };

  use(THEMES.includes(stored()) ? stored() : "auto");
  document.addEventListener("DOMContentLoaded", () => {
    use(root.dataset.theme);
    document.getElementById("theme").addEventListener("click", () => {
      const next = THEMES[(THEMES.indexOf(root.dataset.theme) + 1) % THEMES.length];
      use(next);
      try {
        localStorage.setItem("weft.theme", next);
      } catch {
        // then it holds for this page only
      }
    });
  });
}
