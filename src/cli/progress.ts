/** One line for each slot on stderr: redrawn in place on a terminal, written one after another elsewhere. */
export function createProgress(stream: NodeJS.WritableStream & { isTTY?: boolean }) {
  const lines = new Map<string, string>();
  let drawn = 0;
  const draw = (): void => {
    const up = drawn > 0 ? `\u001b[${drawn}A` : '';
    stream.write(up + [...lines].map(([slot, text]) => `\u001b[2Kslot ${slot}  ${text}\n`).join(''));
    drawn = lines.size;
  };
  return {
    set(slot: string, text: string): void {
      lines.set(slot, text);
      if (stream.isTTY) draw();
      else stream.write(`slot ${slot}  ${text}\n`);
    },
    /** What stands there stays; the next lines come below. */
    settle(): void {
      lines.clear();
      drawn = 0;
    },
  };
}
