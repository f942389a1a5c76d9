/** Quoted-printable and base64 parts made readable, well enough to search in. */
export function decoded(raw: string): string {
  const parts = raw.split(/^--.*$/m).map((part) => {
    const [head = '', ...body] = part.split('\r\n\r\n');
    const text = body.join('\r\n\r\n');
    return /base64/i.test(head)
      ? Buffer.from(text, 'base64').toString()
      : Buffer.from(
          text
            .replace(/=\r\n/g, '')
            .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        ).toString();
  });
  return `${raw}\n${parts.join('\n')}`;
}
