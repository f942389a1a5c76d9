import type { ServerSettings } from '../../store/open-database.ts';
import { type Part, part, when } from './parts.ts';

/** What is to be seen to in the settings of the database server: whoever runs it has to know, and nobody's work is refused meanwhile. */
export const serverSettings = (findings: ReturnType<ServerSettings['findings']>): Part[] =>
  findings.map(({ code, level, en }, at) =>
    part('database', level === 'refuse' ? 'broken' : 'look', 'database.setting', {
      name: code,
      facts: { text: en },
      // readiness names them once, however many there are
      waiting: when(at === 0, 'database-settings'),
    }),
  );
