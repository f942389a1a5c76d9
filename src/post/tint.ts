import type { Pen } from './sheet.ts';

/**
 * A screen of crossed wavy lines, as PIN mailers carry: held against the light, figures printed behind it do not stand out.
 * The same for every letter and independent of the secret.
 */
export function drawTint(pen: Pen, at: { x: number; y: number; width: number; height: number }): void {
  const row = (y: number, phase: number): void => {
    const points = Array.from({ length: 45 }, (_, place) => {
      const part = place / 44;
      return [at.x + part * at.width, y + Math.sin(part * 18 + phase) * 1.4] as const;
    });
    pen.stroke(points, { thickness: 0.6 });
  };
  for (let y = at.y + 1.5, place = 0; y < at.y + at.height - 1; y += 1.1, place += 1) {
    row(y, place * 0.55);
    row(y, 3 - place * 0.4);
  }
}
