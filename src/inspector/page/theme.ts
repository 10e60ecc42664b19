/** Light, dark, or as the system has it; kept for the next visit where the browser lets us. */

export const themeTexts = { auto: 'Light or dark', light: 'Light', dark: 'Dark' } as const;

export type Theme = keyof typeof themeTexts;

export const themes = Object.keys(themeTexts) as Theme[];

const key = 'hvsim-inspector-theme';

export function storedTheme(): Theme {
  try {
    return themes.find((theme) => theme === localStorage.getItem(key)) ?? 'auto';
  } catch {
    return 'auto';
  }
}

/** Puts a theme on the page. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}

export function keepTheme(theme: Theme): void {
  applyTheme(theme);
  try {
    localStorage.setItem(key, theme);
  } catch {
    // A page from disk may have no storage: the choice lasts as long as the page.
  }
}

/** What the colours on the page are now: changes whenever they do. */
export function shownTheme(): 'light' | 'dark' {
  const { theme } = document.documentElement.dataset;
  if (theme === 'light' || theme === 'dark') return theme;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
