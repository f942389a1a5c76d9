import { createTransport } from 'nodemailer';
import type { Message, Sender, Sent } from './ports.ts';

export interface Relay {
  /** `smtps://` or `smtp://`, with a user where the relay asks for one. */
  url: string;
  password?: string | undefined;
  /** Whom mails are from: an address of the house. */
  from: string;
  /** Off loopback nothing is said in clear: `smtp://` has to go over to TLS before anything else (RFC 3207). */
  requireTls: boolean;
  /** PEM of the authorities that the relay's certificate may come from; left out: the system's. */
  ca?: string | undefined;
}

/** Nothing of one mail takes longer than this, in milliseconds. */
const DEADLINE_MS = 60_000;
/** The relay's answer is about this mail, not about us or about now, only to these commands. */
const ABOUT_THE_MAIL = ['RCPT TO', 'DATA'];

interface Fault {
  code?: string;
  /** The system's or TLS's own code, such as ECONNREFUSED, where nodemailer put a general one (ESOCKET, EDNS) into `code`. */
  originalCode?: string;
  responseCode?: number;
  command?: string;
}

/** What a fault means for the mail. Of the relay's answer only the number is kept: its text may repeat an address. */
function judge({ code = 'internal', originalCode = code, responseCode, command = '' }: Fault): Sent {
  const failure = responseCode === undefined ? originalCode : `${code} ${responseCode}`;
  if (code === 'EENVELOPE' && command === 'API') return { outcome: 'never', failure }; // no such address can be
  if (responseCode === undefined || responseCode === 421 || !ABOUT_THE_MAIL.includes(command)) {
    return { outcome: 'server', failure };
  }
  return { outcome: responseCode >= 500 ? 'never' : 'later', failure };
}

function transportOf({ url, password = '', requireTls, ca }: Relay) {
  const { protocol, hostname, port, username } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const secure = protocol === 'smtps:';
  return createTransport({
    host,
    ...(port === '' ? {} : { port: Number(port) }),
    secure,
    requireTLS: requireTls && !secure,
    ignoreTLS: !requireTls,
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: password } }),
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    dnsTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

const fileOf = ({ name, content, type }: NonNullable<Message['attachment']>) => ({
  filename: name,
  content,
  ...(type ? { contentType: type } : {}),
});

/** Sends over SMTP, a connection a mail. */
export function createSender(relay: Relay, deadlineMs = DEADLINE_MS): Sender {
  const transport = transportOf(relay);
  const closing = new AbortController();
  return {
    send: async ({ messageId, at, to, subject, text, html, attachment }) => {
      try {
        await transport.sendMail({
          from: { name: 'Jeton', address: relay.from },
          to,
          subject,
          text,
          html,
          messageId,
          date: new Date(at),
          ...(attachment ? { attachments: [fileOf(attachment)] } : {}),
          // RFC 3834: no out-of-office answers, no replies of machines
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
          baseBoundary: messageId.replace(/\W/g, ''),
          xMailer: false,
          signal: AbortSignal.any([closing.signal, AbortSignal.timeout(deadlineMs)]),
        });
        return { outcome: 'sent' };
      } catch (error) {
        return judge(error as Fault);
      }
    },
    close: () => {
      closing.abort();
      transport.close();
    },
  };
}
