/** Light, dark, or as the system has it; kept for the next visit where the browser lets us. */

export const themes = [
  ['auto', 'Light or dark'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const;

export type Theme = (typeof themes)[number][0];

const key = 'hvsim-inspector-theme';
const page = document.documentElement.dataset;

export function storedTheme(): Theme {
  try {
    return themes.find(([theme]) => theme === localStorage.getItem(key))?.[0] ?? 'auto';
  } catch {
    return 'auto';
  }
}

export function setTheme(theme: Theme): void {
  page.theme = theme;
  try {
    localStorage.setItem(key, theme);
  } catch {
    // A page from disk may have no storage: the choice lasts as long as the page.
  }
}

/** What the colours on the page are now: changes whenever they do. */
export const shownTheme = (): string =>
  page.theme !== 'auto' ? String(page.theme) : matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
