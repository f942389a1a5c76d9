import { z } from 'zod';
import { namesNoHost, settingsRefused } from '../errors.ts';

/** What the environment says of e-mail. */
export const MailEnvironment = {
  /** The mail relay: `smtps://HOST` or `smtp://[USER@]HOST[:PORT]`, TLS off loopback either way. Left out: no e-mail. */
  JETON_SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'smtps://HOST or smtp://USER@HOST:587' }).optional(),
  /** The password of the user named there: one line, mode 0600. */
  JETON_SMTP_PASSWORD_FILE: z.string().trim().min(1).optional(),
  /** Whom mails are from. */
  JETON_MAIL_FROM: z.email().optional(),
  /** Addresses, comma separated, that are sent each day's report and signed checkpoint. */
  JETON_REPORT_TO: z
    .string()
    .transform((list) => list.split(',').map((address) => address.trim()))
    .pipe(z.array(z.email()).max(20))
    .optional(),
};
type Given = { [K in keyof typeof MailEnvironment]?: z.output<(typeof MailEnvironment)[K]> };

export interface MailSettings {
  url: string;
  passwordFile?: string;
  from: string;
  /** Who is sent each day's report. */
  reportTo: readonly string[];
  /** The relay is another machine. */
  requireTls: boolean;
}

/** E-mail as configured; undefined for none. Throws `config_invalid` saying what is missing. */
export function mailSettings(given: Given, isLoopback: (host: string) => boolean): MailSettings | undefined {
  const { JETON_SMTP_URL: url, JETON_SMTP_PASSWORD_FILE: passwordFile, JETON_MAIL_FROM: from } = given;
  const { JETON_REPORT_TO: reportTo = [] } = given;
  if (url === undefined && reportTo.length > 0)
    throw settingsRefused({
      en: 'JETON_REPORT_TO needs JETON_SMTP_URL: by which relay the report leaves',
      fr: 'JETON_REPORT_TO demande JETON_SMTP_URL : donnez-y le relais par lequel part le rapport',
    });
  if (url === undefined && passwordFile !== undefined)
    throw settingsRefused({
      en: 'JETON_SMTP_PASSWORD_FILE needs JETON_SMTP_URL, with the user that it belongs to',
      fr: 'JETON_SMTP_PASSWORD_FILE demande JETON_SMTP_URL : nommez-y l’utilisateur de ce mot de passe',
    });
  if (url === undefined) return undefined;
  if (from === undefined)
    throw settingsRefused({
      en: 'JETON_SMTP_URL needs JETON_MAIL_FROM: whom mails are from',
      fr: 'JETON_SMTP_URL demande JETON_MAIL_FROM : donnez-y l’adresse d’où viennent les courriels',
    });
  const { hostname, username, password } = new URL(url);
  if (hostname === '') {
    throw namesNoHost('JETON_SMTP_URL');
  }
  if (password !== '') {
    throw settingsRefused({
      en: 'JETON_SMTP_URL holds a password: put it into JETON_SMTP_PASSWORD_FILE',
      fr: 'JETON_SMTP_URL contient un mot de passe : mettez-le dans le fichier de JETON_SMTP_PASSWORD_FILE',
    });
  }
  if ((username !== '') !== (passwordFile !== undefined)) {
    throw settingsRefused({
      en: 'the user in JETON_SMTP_URL and JETON_SMTP_PASSWORD_FILE belong together',
      fr: 'l’utilisateur de JETON_SMTP_URL et JETON_SMTP_PASSWORD_FILE vont ensemble : donnez les deux, ou aucun',
    });
  }
  return {
    url,
    from,
    reportTo,
    requireTls: !isLoopback(hostname.replace(/^\[|\]$/g, '')),
    ...(passwordFile === undefined ? {} : { passwordFile }),
  };
}
