import type { ErrorCode } from '../errors.ts';
import { wordsFr } from './fr.ts';
import { policyNames } from './policy-names.ts';
import { type Language, type TranslateOf, typeset } from './translator.ts';

export type WordKey = keyof typeof wordsFr;
type Translate = TranslateOf<WordKey>;
type Detail = Readonly<Record<string, unknown>>;
/** An error as a door met it. */
interface Failed {
  code: ErrorCode;
  /** The error's own sentence, in English. */
  message: string;
  detail: Detail;
  /** The act that was refused, where the door knows it better than the error: it picks the sentence. */
  act?: string | undefined;
}
/** Reasons whose errors speak to whoever runs the servers; people at a door read the reason's own text in English too. */
const ABOUT_SERVERS: ReadonlySet<WordKey> = new Set([
  'error.service_unreachable.why.database',
  'error.service_unreachable.why.database-lost',
]);
const hasText = (key: string): key is WordKey => key in wordsFr;

export interface Explanation {
  title: string;
  remedy: string;
}
/** A word or number of an error's detail. */
export const textOf = (detail: Detail, name: string): string | undefined => {
  const value = detail[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};

/** What happened and what to do, in the reader's language; the English page shows the error's own, more exact sentence. */
export function explainError(t: Translate, language: Language, failure: Failed): Explanation {
  const reason = reasonOf(failure);
  const why = `${reason}.do`;
  const special = `error.${failure.code}.${failure.act}.do`;
  const open =
    failure.code === 'duplicate' && textOf(failure.detail, 'number') ? 'error.duplicate.number.do' : undefined;
  const remedy = t(reason && hasText(why) ? why : (open ?? (hasText(special) ? special : `error.${failure.code}.do`)));
  const exact = failure.message.charAt(0).toUpperCase() + failure.message.slice(1);
  const isForAdministrators = reason !== undefined && ABOUT_SERVERS.has(reason);
  if (language === 'en' && failure.code !== 'internal' && !isForAdministrators) return { title: `${exact}.`, remedy };
  return { title: isForAdministrators ? t(reason) : french(t, failure), remedy };
}

/** The text of the error's reason, where it names one: what was found in the slot, and the one thing to do about it. */
function reasonOf({ code, detail }: Failed): WordKey | undefined {
  const reason = `error.${code}.why.${textOf(detail, 'why')}`;
  return hasText(reason) ? reason : undefined;
}

const POLICY_NAMES: Readonly<Record<string, { fr: string }>> = policyNames;
/** A word or number of an error's detail as French sentences say it: a policy or a role by its name, never by its code. */
function saidOf(t: Translate, detail: Detail, name: string): string {
  const said = textOf(detail, name) ?? '?';
  if (name === 'roles')
    return said
      .split(',')
      .map((role) => roleName(t, role))
      .join(', ');
  const policy = name === 'policy' ? POLICY_NAMES[`policy.name.${said}`] : undefined;
  return policy ? typeset(policy.fr) : said;
}

const roleName = (t: Translate, role: string): string =>
  hasText(`role.${role}`) ? t(`role.${role}` as WordKey) : role;

function french(t: Translate, failure: Failed): string {
  const { code, detail, act } = failure;
  const from = textOf(detail, 'from');
  const kind = textOf(detail, 'kind');
  const state = kind && from ? `state.${kind}.${from}` : '';
  const reason = reasonOf(failure);
  if (reason) {
    const names = [...wordsFr[reason].matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const named = Object.fromEntries(names.map((name) => [name, saidOf(t, detail, name)]));
    return t(reason, { ...named, state: hasText(state) ? t(state) : '' });
  }
  if (code === 'wrong_state' && hasText(state) && hasText(`error.wrong_state.${kind}`)) {
    return t(`error.wrong_state.${kind}` as WordKey, { state: t(state) });
  }
  const number = textOf(detail, 'number');
  if (code === 'duplicate' && number) return t('error.duplicate.number', { number });
  const special = `error.${code}.${act}`;
  return t(act !== undefined && hasText(special) ? special : `error.${code}`);
}
