import bwip from 'bwip-js/node';

/** Bars and spaces of Code 128 (ISO/IEC 15417) for `text`, widths in modules, a bar first. */
export function code128(text: string): number[] {
  const [symbol] = bwip.raw({ bcid: 'code128', text });
  if (!symbol || !('sbs' in symbol)) throw new RangeError('no Code 128 can say this');
  return symbol.sbs;
}
