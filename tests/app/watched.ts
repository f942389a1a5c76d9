import type { Served } from './served-house.ts';

/** Whoever watches the service: what they know to differ, and what they are told. */
export function createWatch(served: () => Served) {
  const known: string[] = [];
  return {
    /** The click finds these and nothing else that is new; log, journal and readiness tell of each once, by its name. */
    isTold: async (...names: string[]): Promise<void> => {
      const s = served();
      const standing = await s.compare();
      known.push(...names);
      expect(standing.known.map(({ kind, table, id }) => `${kind} ${table}:${id}`).sort()).toEqual(known.toSorted());
      const told = s.entries('row.distrust').map(({ subject }) => subject);
      for (const name of names) {
        const subject = name.slice(name.indexOf(' ') + 1);
        expect(told.filter((one) => one === subject)).toHaveLength(1);
        expect(s.logged.filter((line) => line.includes(`${subject} is not as the journal says`))).toHaveLength(1);
      }
      expect((await s.ready()).waiting).toContain('records');
    },
    /** The service mended the last ones itself: the next comparison trusts them again. */
    isMended: async (count = 1): Promise<void> => {
      const s = served();
      const mended = known.splice(-count).map((name) => name.slice(name.indexOf(' ') + 1));
      await s.compare();
      expect(s.entries('row.trust').map(({ subject }) => subject)).toEqual(expect.arrayContaining(mended));
    },
    /** The SIEM took one alert for each thing that was found, and nobody was told a value. */
    hasAlerts: async (...secrets: string[]): Promise<void> => {
      const s = served();
      const told = s.entries('row.distrust').map(({ subject }) => subject);
      const events = (await s.siemTook('row.distrust', told.length)).map(({ message }) => JSON.parse(message));
      expect(events.map(({ jeton }) => jeton.subject)).toEqual(told);
      expect(new Set(events.map(({ event }) => event.kind))).toEqual(new Set(['alert']));
      const said = `${s.logged} ${JSON.stringify(events)}`;
      expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
    },
  };
}
