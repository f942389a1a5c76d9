/** Light, dark, or as the person's machine says, which style sheets ask for themselves. */
export const THEMES = ['light', 'dark', 'system'] as const;
export type Theme = (typeof THEMES)[number];

/** The theme that this browser was told to keep; the cookie is the client's. */
export function themeOf(kept: string | undefined): Theme {
  return THEMES.find((theme) => theme === kept) ?? 'system';
}
