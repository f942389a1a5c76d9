/** A number of a request, a machine or a token. One of more letters would be wider than a small screen. */
const NUMBER = /((?<![\p{L}\d.-])(?=[\dA-Z.-]{3,16}(?![\p{L}\d-]))[A-Z]+(?:-[\dA-Z]+(?:\.\d+)*)+)/u;

/** A text whose numbers stay on one line: a browser breaks « DEM-2026-00471 » at each hyphen. */
export const Whole = ({ text }: { text: string }) => (
  <>{text.split(NUMBER).map((part, at) => (at % 2 === 1 ? <span class="jeton-whole">{part}</span> : part))}</>
);
