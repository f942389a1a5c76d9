export type Progress = ReturnType<typeof createProgress>;

/** One line for each slot on stderr: redrawn in place on a terminal with the seconds that go by, written one after another elsewhere. */
export function createProgress(
  stream: NodeJS.WritableStream & { isTTY?: boolean },
  slotNamed: (slot: string) => string,
) {
  const lines = new Map<string, { text: string; since?: number }>();
  let drawn = 0;
  let ticking: NodeJS.Timeout | undefined;
  const line = (slot: string, { text, since }: { text: string; since?: number }): string => {
    const seconds = since === undefined ? '' : ` ${Math.floor((performance.now() - since) / 1000)} s`;
    return `${slotNamed(slot)}  ${text}${stream.isTTY ? seconds : ''}\n`;
  };
  const draw = (): void => {
    const up = drawn > 0 ? `\u001b[${drawn}A` : '';
    stream.write(up + [...lines].map(([slot, shown]) => `\u001b[2K${line(slot, shown)}`).join(''));
    drawn = lines.size;
  };
  const set = (slot: string, shown: { text: string; since?: number }): void => {
    lines.set(slot, shown);
    if (!stream.isTTY) stream.write(line(slot, shown));
    else draw();
  };
  return {
    /** The slot works from now on. */
    begin(slot: string, text: string): void {
      if (stream.isTTY) ticking ??= setInterval(draw, 1000);
      set(slot, { text, since: performance.now() });
    },
    /** The slot goes on: nothing is said twice. */
    go(slot: string, text: string): void {
      const shown = lines.get(slot);
      if (shown?.since !== undefined && shown.text !== text) set(slot, { ...shown, text });
    },
    /** The slot has ended. */
    end: (slot: string, text: string): void => set(slot, { text }),
    /** What stands there stays; the next lines come below. */
    settle(): void {
      clearInterval(ticking);
      ticking = undefined;
      lines.clear();
      drawn = 0;
    },
  };
}
