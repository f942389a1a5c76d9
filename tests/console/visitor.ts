import { PASSWORD } from '../support/world/come-in.ts';
import type { Hall, Name } from './hall.ts';

export interface Page {
  status: number;
  html: string;
  /** What stands in `<main>`. */
  main: string;
  headers: Headers;
  /** Path and query of a redirect. */
  to: string;
}
/** What a page follows has no end: whoever wants what it sends reads it by followed.ts. */
export const isFollowed = ({ headers }: Response): boolean =>
  headers.get('content-type')?.startsWith('text/event-stream') === true;
type Fields = Readonly<Record<string, string | readonly string[]>>;

/** A browser of few words: keeps cookies, sends the token of the page it saw last and where that stood, follows nothing by itself. */
export function createVisitor(hall: Pick<Hall, 'url'>) {
  const jar = new Map<string, string>();
  let csrf = '';
  let mark = '';
  let last = '';
  /** The name of the form that leads there, as its page has it. */
  const formOf = (path: string): string => {
    const form =
      last.split('<form method="post" ').find((part) => part.startsWith(`action="${path.replace(/&/g, '&amp;')}"`)) ??
      '';
    return /name="_form" value="([^"]*)"/.exec(form.split('</form>')[0] ?? '')?.[1] ?? '';
  };

  const send = async (path: string, init: RequestInit): Promise<Page> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = new Headers(init.headers);
    if (cookie !== '') headers.set('cookie', cookie);
    const answer = await fetch(hall.url + path, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    const html = isFollowed(answer) ? ((await answer.body?.cancel().then(() => '')) ?? '') : await answer.text();
    last = html;
    csrf = /name="_csrf" value="([^"]*)"/.exec(html)?.[1] ?? csrf;
    mark = /name="_mark" value="([^"]*)"/.exec(html)?.[1] ?? '';
    const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? html;
    return { status: answer.status, html, main, headers: answer.headers, to: answer.headers.get('location') ?? '' };
  };
  const get = (path: string, headers: Record<string, string> = {}) => send(path, { headers });
  const post = async (path: string, fields: Fields = {}, headers: Record<string, string> = {}): Promise<Page> => {
    if (fields['_sure'] === 'yes') {
      const { _sure: _, ...rest } = fields;
      const asked = await post(path, rest, headers);
      const shown = / name="_sure" value="([^"]*)"/.exec(asked.html)?.[1];
      return shown === undefined ? asked : post(path, { ...fields, _sure: shown }, headers);
    }
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries({ _csrf: csrf, _mark: mark, _form: formOf(path), ...fields }))
      for (const one of typeof value === 'string' ? [value] : value) body.append(name, one);
    return send(path, { method: 'POST', body, headers });
  };

  return {
    jar,
    get,
    /** `_sure: 'yes'`: whatever question the form is answered with is read and confirmed. */
    post,
    /** POST, then the page it leads to. */
    act: async (path: string, fields: Fields = {}): Promise<Page> => {
      const answer = await post(path, fields);
      return answer.to === '' ? answer : get(answer.to);
    },
    upload: (path: string, file: { name: string; text: string }, fields: Record<string, string> = {}) => {
      const body = new FormData();
      body.set('_csrf', csrf);
      body.set('file', new Blob([file.text], { type: 'text/csv' }), file.name);
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      return send(path, { method: 'POST', body });
    },
    signIn: async (login: string, password = PASSWORD): Promise<Page> => {
      await get('/connexion');
      return post('/connexion', { login, password });
    },
  };
}
export type Visitor = ReturnType<typeof createVisitor>;

/** Somebody of the ministry with an account, signed in, with the token of their home at hand. */
export async function visit(hall: Hall, name: Name): Promise<Visitor> {
  const visitor = createVisitor(hall);
  await visitor.signIn(hall.loginOf(name ?? ''));
  await visitor.get('/compte');
  return visitor;
}
