import { settingsRefused } from '../errors.ts';
import { createCupsQueue } from './cups-queue.ts';
import { createFolderQueue } from './folder-queue.ts';
import type { PrintQueue } from './queue.ts';

/** Queues for labels and letters; the same place named for both is one queue, for two would overwrite each other's files. */
export function openQueues({ labels, letters }: { labels: string; letters: string }) {
  const letter = openQueue(letters);
  return { label: labels === letters ? letter : openQueue(labels), letter };
}

/** Opens a queue by its setting: `cups:NAME` or `folder:PATH`. Throws `config_invalid`. */
export function openQueue(setting: string): PrintQueue {
  const [, kind, rest = ''] = /^(cups|folder):(.+)$/s.exec(setting) ?? [];
  if (kind === 'cups') return createCupsQueue({ name: rest });
  if (kind === 'folder') return createFolderQueue({ folder: rest });
  throw settingsRefused({
    en: 'a print queue is "cups:NAME" (lpstat -e lists the names) or "folder:PATH"',
    fr: 'une file d’impression est « cups:NOM » (lpstat -e donne les noms) ou « folder:CHEMIN » : voyez JETON_LETTER_PRINTER et JETON_LABEL_PRINTER',
  });
}
