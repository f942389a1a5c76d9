import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';
import PDFDocument from 'pdfkit';

/** Millimetres in PDF points. */
const mm = (length: number): number => (length * 72) / 25.4;
/** Width and height of A4, mm. */
export const A4 = { width: 210, height: 297 } as const;
/** Pure black: what is darker than paper but not black is dithered by label printers. */
export const INK = '#000000';
export const GREY = '#5e5e5e';
export const RULE = '#b4b4b4';
export const BLUE = '#000091';

const { resolve } = createRequire(import.meta.url);
const SANS = '@expo-google-fonts/ibm-plex-sans';
const MONO = '@expo-google-fonts/source-code-pro';
/**
 * IBM Plex Sans and Source Code Pro (OFL): embedded, so that every printer shows every name alike; the mono has a dotted zero and an l unlike 1.
 * Read and parsed once, at the first paper: parsing their tables anew took two thirds of a label's time.
 */
const FONT_FILES = {
  regular: `${SANS}/400Regular/IBMPlexSans_400Regular.ttf`,
  italic: `${SANS}/400Regular_Italic/IBMPlexSans_400Regular_Italic.ttf`,
  bold: `${SANS}/600SemiBold/IBMPlexSans_600SemiBold.ttf`,
  mono: `${MONO}/500Medium/SourceCodePro_500Medium.ttf`,
} as const;
export type Face = keyof typeof FONT_FILES;
const FACES = Object.keys(FONT_FILES) as Face[];
const loaded = new Map<Face, Font>();
/**
 * A font for one paper: the parsed tables are shared, the glyphs are its own. A glyph remembers as which letter it was
 * met first; shared, the A met inside an À could not be copied from the next paper, and a secret's glyphs would stay.
 */
function fontOf(face: Face): Font {
  const font = loaded.get(face) ?? create(readFileSync(resolve(FONT_FILES[face])));
  loaded.set(face, font);
  return Object.create(font, { _glyphs: { value: {} } });
}

export interface Style {
  face?: Face;
  /** Points. */
  size?: number;
  colour?: string;
  /** Millimetres; text wraps at it. */
  width?: number;
  align?: 'left' | 'right' | 'center';
  /** Extra points between lines. */
  gap?: number;
  /** Makes the text smaller, down to this size in points, until it fits one line of `width`. */
  fitDownTo?: number;
  /** As many lines at most; what is beyond is cut, and an ellipsis says so. */
  lines?: number;
  /** Each character by itself, for numbers and codes: kerning and ligatures cost ten times the rest. */
  plain?: boolean;
}

/** OpenType features that a font applies unasked. pdfkit hands them on; its types know names to add only, not to take away. */
const UNASKED = ['kern', 'mark', 'mkmk', 'curs', 'liga', 'clig', 'calt', 'rclt', 'rlig', 'ccmp', 'locl'];
const PLAIN = Object.fromEntries(UNASKED.map((tag) => [tag, false])) as unknown as PDFKit.Mixins.OpenTypeFeatures[];
const featuresOf = ({ plain }: Style): PDFKit.Mixins.TextOptions => (plain ? { features: PLAIN } : {});

/** A pen over a page; every length in mm from the top left corner. */
export interface Pen {
  /** Writes and answers the y under the last line. */
  text(text: string, x: number, y: number, style?: Style): number;
  /** Goes on with a new page of the same size. */
  nextPage(): void;
  /** Width of one line of text. */
  widthOf(text: string, style?: Style): number;
  /** A stroke through points. */
  stroke(points: readonly (readonly [number, number])[], style?: { colour?: string; thickness?: number }): void;
  box(
    x: number,
    y: number,
    width: number,
    height: number,
    style?: { fill?: string; colour?: string; radius?: number },
  ): void;
  /** A path in the words of SVG, whose unit is `scale` mm and whose origin stands at x and y; filled, or else stroked. */
  path(
    d: string,
    x: number,
    y: number,
    scale: number,
    style: { colour: string; opacity?: number; stroke?: number; dash?: readonly [on: number, off: number] },
  ): void;
}

/**
 * Draws a paper and answers the PDF. Uncompressed: a secret would stay in a compressor's buffers, which nobody clears.
 * `title` and `at` are all its metadata. Nothing here touches a disk: the paper may hold a secret.
 */
export async function drawSheet(
  page: { width: number; height: number; title: string; at: number },
  draw: (pen: Pen) => void,
): Promise<Buffer> {
  const doc = new PDFDocument({
    size: [mm(page.width), mm(page.height)],
    margin: 0,
    compress: false,
    lang: 'fr-FR',
    displayTitle: true,
    font: '', // or it reads Helvetica's metrics, which nothing here is written in
    info: { Title: page.title, CreationDate: new Date(page.at), Creator: 'Jeton', Producer: 'Jeton' },
  });
  const chunks: Buffer[] = [];
  const whole = new Promise<Buffer>((done, failed) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => done(Buffer.concat(chunks)));
    doc.on('error', failed);
  });
  draw(penOf(doc));
  doc.end();
  return whole;
}

function penOf(doc: PDFKit.PDFDocument): Pen {
  // pdfkit takes a parsed font as well; its types know octets alone
  for (const face of FACES) doc.registerFont(face, fontOf(face) as unknown as Uint8Array);
  const choose = (style: Style): void => {
    doc.font(style.face ?? 'regular').fontSize(style.size ?? 10);
  };
  const widthOf = (text: string, style: Style = {}): number => {
    choose(style);
    return (doc.widthOfString(text, featuresOf(style)) * 25.4) / 72;
  };
  const fitted = (text: string, style: Style): Style => {
    const { width, fitDownTo, size = 10 } = style;
    if (width === undefined || fitDownTo === undefined) return style;
    const wide = Math.max(...text.split('\n').map((line) => widthOf(line, style)));
    return wide <= width ? style : { ...style, size: Math.max(fitDownTo, (size * width * 0.995) / wide) };
  };
  return {
    widthOf,
    nextPage: () => void doc.addPage(),
    text(text, x, y, wanted = {}) {
      const style = fitted(text, wanted);
      choose(style);
      const height = style.lines === undefined ? undefined : style.lines * doc.currentLineHeight(true);
      doc.fillColor(style.colour ?? INK).text(text, mm(x), mm(y), {
        ...(height === undefined ? {} : { height, ellipsis: true }),
        ...(style.width === undefined ? { lineBreak: false } : { width: mm(style.width) }),
        ...featuresOf(style),
        align: style.align ?? 'left',
        lineGap: style.gap ?? 0,
      });
      return style.width === undefined ? y + (doc.currentLineHeight(true) * 25.4) / 72 : (doc.y * 25.4) / 72;
    },
    stroke(points, { colour = RULE, thickness = 0.5 } = {}) {
      points.forEach(([x, y], place) => {
        if (place === 0) doc.moveTo(mm(x), mm(y));
        else doc.lineTo(mm(x), mm(y));
      });
      doc.lineWidth(thickness).stroke(colour);
    },
    box(x, y, width, height, { fill, colour, radius = 0 } = {}) {
      doc.lineWidth(0.75);
      if (radius === 0) doc.rect(mm(x), mm(y), mm(width), mm(height));
      else doc.roundedRect(mm(x), mm(y), mm(width), mm(height), mm(radius));
      if (fill !== undefined && colour !== undefined) doc.fillAndStroke(fill, colour);
      else if (fill !== undefined) doc.fill(fill);
      else doc.stroke(colour ?? RULE);
    },
    path(d, x, y, scale, { colour, opacity = 1, stroke, dash }) {
      doc.save().translate(mm(x), mm(y)).scale(mm(scale)).path(d);
      if (stroke === undefined) doc.fillOpacity(opacity).fill(colour);
      else {
        if (dash) doc.dash(dash[0], { space: dash[1] });
        doc.lineWidth(stroke).strokeOpacity(opacity).stroke(colour);
      }
      doc.restore();
    },
  };
}
