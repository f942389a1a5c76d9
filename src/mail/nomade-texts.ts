import type { DeviceKind } from '../book/tables/tables.ts';
import { NOMADE_NOTES } from '../words/nomade-notes.ts';
import { news, type Text } from './news.ts';

const CALL = {
  fr: 'Si ce n’est pas vous qui l’avez voulu, révoquez-le dans « Mes jetons », ou appelez l’astreinte : {dutyPhone}.',
  en: 'If you did not want this, revoke it under “My tokens”, or call the duty officer: {dutyPhone}.',
};

const downloaded = (fr: readonly string[], en: readonly string[]): Text =>
  news(
    [
      '{number} : certificat nomade téléchargé',
      'Le certificat nomade de la demande {number} a été téléchargé. Il ne peut plus l’être. Le mot de passe suit par courrier.',
      ...fr,
      CALL.fr,
    ],
    [
      '{number}: nomade credential downloaded',
      'The nomade credential of request {number} was downloaded. It cannot be downloaded again. The password follows by letter.',
      ...en,
      CALL.en,
    ],
  );
/** What the holder reads once they downloaded a credential for a device of this kind: how it is installed. No secret. */
const downloadedFor = (kind: DeviceKind): Text => {
  const { system, fr, en } = NOMADE_NOTES[kind];
  const numbered = (steps: readonly string[]): string[] => steps.map((step, at) => `${at + 1}. ${step}`);
  return downloaded(
    [`Pour l’installer sur ${system} :`, ...numbered(fr)],
    [`To install it on ${system}:`, ...numbered(en)],
  );
};

export const NOMADE_TEXTS = {
  /** To who asked for somebody else: they install nothing. */
  downloaded: downloaded([], []),
  'downloaded windows': downloadedFor('windows'),
  'downloaded macos': downloadedFor('macos'),
  'downloaded linux': downloadedFor('linux'),
  'downloaded ios': downloadedFor('ios'),
  'downloaded android': downloadedFor('android'),
} satisfies Readonly<Record<string, Text>>;
