import { code128 } from '../../post/code128.ts';

/** Modules left white on each side, without which no scanner finds the code. */
const QUIET = 10;
const HEIGHT = 40;

/** A bar code on the screen, black on white in the dark as well: two pixels a module at least. */
export function Barcode({ text, label }: { text: string; label: string }) {
  let at = QUIET;
  const bars = code128(text).flatMap((width, place) => {
    const bar = { at, width };
    at += width;
    return place % 2 === 0 ? [bar] : [];
  });
  const width = at + QUIET;
  return (
    <svg class="jeton-barcode" viewBox={`0 0 ${width} ${HEIGHT}`} width={width * 2} height={HEIGHT * 2} role="img">
      <title>{label}</title>
      <rect width={width} height={HEIGHT} fill="#fff" />
      {bars.map((bar) => (
        <rect key={bar.at} x={bar.at} y={4} width={bar.width} height={HEIGHT - 8} fill="#000" />
      ))}
    </svg>
  );
}
