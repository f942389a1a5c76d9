/** What is used of fontkit, which brings no types: a font parsed once, for pdfkit to write with. */
declare module 'fontkit' {
  export type Font = { readonly postscriptName: string };
  export function create(octets: Uint8Array): Font;
}
