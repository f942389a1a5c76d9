import type { DeviceKind } from '../book/tables/codes.ts';
import { NOMADE_NOTES } from '../words/nomade-notes.ts';
import { news, type Text } from './news.ts';

/** For the holder, who has it on their page. */
const REVOKE = {
  fr: 'Si ce n’est pas vous qui l’avez voulu, révoquez-le dans « Mes jetons », ou appelez la permanence : {dutyPhone}.',
  en: 'If you did not want this, revoke it under “My tokens”, or call the duty officer: {dutyPhone}.',
};
/** For whoever asked on behalf of the holder: it is not on their page. */
const CALL = {
  fr: 'Si cela vous surprend, appelez la permanence : {dutyPhone}.',
  en: 'If you did not expect this, call the duty officer: {dutyPhone}.',
};

const downloaded = (fr: readonly string[], en: readonly string[]): Text =>
  news(
    [
      '{number} : certificat Nomade téléchargé',
      'Le certificat Nomade de la demande {number} a été téléchargé. Il ne peut plus l’être. Le mot de passe suit par lettre.',
      ...fr,
    ],
    [
      '{number}: Nomade credential downloaded',
      'The Nomade credential of request {number} was downloaded. It cannot be downloaded again. The password follows by letter.',
      ...en,
    ],
  );
/** What the holder reads once they downloaded a credential for a device of this kind: how it is installed. No secret. */
const downloadedFor = (kind: DeviceKind): Text => {
  const { system, fr, en } = NOMADE_NOTES[kind];
  const numbered = (steps: readonly string[]): string[] => steps.map((step, at) => `${at + 1}. ${step}`);
  return downloaded(
    [`Pour l’installer sur ${system} :`, ...numbered(fr), REVOKE.fr],
    [`To install it on ${system}:`, ...numbered(en), REVOKE.en],
  );
};

export const NOMADE_TEXTS = {
  /** To who asked for somebody else: they install nothing. */
  downloaded: downloaded([CALL.fr], [CALL.en]),
  'downloaded windows': downloadedFor('windows'),
  'downloaded macos': downloadedFor('macos'),
  'downloaded linux': downloadedFor('linux'),
  'downloaded ios': downloadedFor('ios'),
  'downloaded android': downloadedFor('android'),
} satisfies Readonly<Record<string, Text>>;
