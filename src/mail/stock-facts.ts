import { TOKEN_IN_USE } from '../book/tables/states.ts';
import type { Reads } from '../flow/ports/store.ts';
import { both, type MailDates } from './fact-values.ts';
import type { Facts } from './news.ts';
import type { WaitingMail } from './ports.ts';
import { named } from './request-facts.ts';

/** What mails say of the stock: what is short, what is on the way, what was recalled and what came back. */
export function createStockFacts(reads: Reads, { day, moment }: Pick<MailDates, 'day' | 'moment'>) {
  /** Nothing is said once there is enough again. */
  const ofStockAlert = async (id: string): Promise<Facts | undefined> => {
    const alert = await reads.get('stockAlert', id);
    if (!alert || alert.endedAt !== null) return undefined;
    const { locationId, model, count, threshold } = alert;
    return { location: both(locationId), model: both(model), count: both(count), threshold: both(threshold) };
  };
  /** Nothing is said once all of them arrived, or did not leave. */
  const ofTransfer = async (id: string): Promise<Facts | undefined> => {
    const transfer = await reads.get('stockTransfer', id);
    if (transfer?.state !== 'sent') return undefined;
    const { fromId, toId, count, sentAt } = transfer;
    return { transfer: both(id), from: both(fromId), location: both(toId), count: both(count), sentOn: day(sentAt) };
  };
  /** `2026-12-03:40`: the day on which blanks are missing, and how many, as was foreseen when it was told. */
  const ofBlanks = (id: string): Facts => {
    const [date = '', missing = ''] = id.split(':');
    return { count: both(missing), day: day(Date.parse(`${date}T12:00:00Z`)) };
  };

  /** What takes the place of a recalled token, and whether it works until then. */
  const ofRecall = async (id: string): Promise<Facts | undefined> => {
    const item = await reads.get('recallItem', id);
    const recall = item && (await reads.get('recall', item.recallId));
    const token = item && (await reads.get('token', item.tokenId));
    if (!item || !recall || !token) return undefined;
    const request = item.requestId === null ? undefined : await reads.get('request', item.requestId);
    const works = TOKEN_IN_USE.includes(token.state);
    const { revokeAt } = recall;
    const until =
      revokeAt === null
        ? both('')
        : {
            fr: `, et au plus tard jusqu’au ${moment(revokeAt).fr}`,
            en: `, and until ${moment(revokeAt).en} at the latest`,
          };
    return {
      ...(request ? named(request) : {}),
      serial: both(item.tokenId),
      variant: both(works ? 'first' : ''),
      until,
    };
  };

  /** A token that came back. */
  const ofToken = ({ queuedAt }: WaitingMail, id: string): Facts => ({ serial: both(id), returnedOn: day(queuedAt) });

  return { ofStockAlert, ofTransfer, ofBlanks, ofRecall, ofToken };
}
