import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import { oneLine, searchText } from '../plain-text.ts';
import { SerialRef } from './typed-serials.ts';

/** How many tokens one delivery brings at most. */
export const DELIVERED_MOST = 1000;
/** A token as the supplier's list says it. */
export const DeliveredToken = z.strictObject({
  serial: SerialRef,
  soPin: searchText(64).min(4),
  firmware: oneLine(60).optional(),
});
type DeliveredToken = z.output<typeof DeliveredToken>;

const FIELDS = /[;,\t]/;
const HEADED = /^(?:serial|s[ée]rie)\s*[;,\t]/i;
const SAYS_FIRMWARE = /^(?:serial|s[ée]rie)\s*[;,\t]\s*so[- ]?pin\s*[;,\t]\s*(?:firmware|micrologiciel)$/i;

/** Not a word of the line stands in it: it has a SO-PIN. */
function badLine(line: number): AppError {
  return new AppError('invalid_input', `line ${line} is not "serial;soPin": nothing was received`, {
    detail: { why: 'delivery-line', line, field: 'tokens' },
  });
}

/**
 * The supplier's list, as a file or pasted: `serial;soPin`, one token a line, with or without that heading; with the heading
 * `serial;soPin;firmware` also that, which stands in clear in the journal, so no column is taken for it unasked. A heading may be
 * French: `série;so-pin;micrologiciel`. Throws `invalid_input` with the line of the first fault.
 */
export function readDelivery(text: string): DeliveredToken[] {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r\n?|\n/)
    .map((line, at) => ({ text: line.trim(), number: at + 1 }))
    .filter((line) => line.text !== '');
  const heading = lines[0]?.text.normalize('NFC') ?? '';
  const rows = lines.slice(HEADED.test(heading) ? 1 : 0);
  const saysFirmware = SAYS_FIRMWARE.test(heading);
  if (rows.length === 0 || rows.length > DELIVERED_MOST)
    throw new AppError('invalid_input', `a delivery has 1 to ${DELIVERED_MOST} tokens: nothing was received`, {
      detail: { why: 'delivery-size', most: DELIVERED_MOST, field: 'tokens' },
    });
  return rows.map(({ text: line, number }) => {
    const [serial, soPin, firmware = '', ...more] = line.split(FIELDS).map((field) => field.trim());
    if (more.length > 0 || (firmware !== '' && !saysFirmware)) throw badLine(number);
    const read = DeliveredToken.safeParse({ serial, soPin, ...(firmware && { firmware }) });
    if (!read.success) throw badLine(number);
    return read.data;
  });
}
