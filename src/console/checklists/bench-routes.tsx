import { mightEver } from '../../book/rights/authorise.ts';
import { fitsValue, looksLikeRecoveryKey, meantValue } from '../../book/rules/workstation/check-values.ts';
import { offeredOf } from '../../book/rules/workstation/checklists.ts';
import { isLoneBringer } from '../../book/rules/workstation/inventory.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { DueItem } from '../../flow/reading/workstation/check-items.ts';
import { lastByAnother } from '../../flow/workstation/sign-items.ts';
import { listed, single, type Values } from '../frame/forms/forms.ts';
import { createRepeats } from '../frame/forms/repeats.ts';
import { asOnAzerty } from '../frame/forms/scan.ts';
import { newsOn } from '../frame/live/news.tsx';
import type { Answer, Handler } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { BenchMachine, BenchPage, isToBegin } from './bench.tsx';
import { valueField, wordsOf } from './open-items.tsx';
import { type Read, readCard } from './read-card.ts';
import { parseSigned, signedIn, signedNotice, withoutKeys } from './signed-form.ts';

const BENCH = '/mise-en-service';
/** Why a scan is refused. */
const WRONG = {
  machine: 'this is neither an item of the list, nor the OK card, nor a known workstation',
  signed: 'this item was signed already',
  unsigned: 'items are ticked on this workstation and not signed yet',
  value: 'this is no value that the item asks for',
  'machine-as-image': 'this is the number of a workstation, not the name of an image',
  'recovery-key': 'this looks like a recovery key: say where it is kept, never the key',
} as const;
const wrong = (why: keyof typeof WRONG, detail: Readonly<Record<string, unknown>> = {}): AppError =>
  new AppError('invalid_input', WRONG[why], { detail: { why, ...detail } });

/** « Mise en service »: a machine's label, then its items, by a scanner and a keyboard alone. */
export function benchRoutes(parts: RouteParts): void {
  const {
    door: { flow, clock },
    on,
  } = parts;
  const repeats = createRepeats(clock);
  const withNews = newsOn(parts, {
    base: BENCH,
    of: 'number',
    about: (number) => ({ kind: 'workstation', ref: number.toUpperCase() }),
    read: (member, number, since) => flow.reading.workstationNews(member.me.caller, number.toUpperCase(), since),
  });

  const open: Handler<Member> = (member) => ({ title: member.t('menu.commissioning'), page: <BenchPage /> });

  const findMachine = (member: Member, number: string) =>
    flow.reading.workstation(member.me.caller, number).catch((error: unknown) => {
      if (!isAppError(error, 'not_found')) throw error;
      return undefined;
    });
  /** The machine of this number; one that is none is said in words, and never echoed where it may be a recovery key. */
  const machineOf = async (member: Member, typed: string): Promise<string> => {
    if (looksLikeRecoveryKey(typed)) throw wrong('recovery-key');
    for (const number of [typed.toUpperCase(), asOnAzerty(typed)]) {
      const found = await findMachine(member, number);
      if (found) return found.workstation.assetNumber;
    }
    throw wrong('machine', { read: typed });
  };

  const record = async (member: Member, number: string, asks?: DueItem, said?: string): Promise<Answer> => {
    const { caller, person } = member.me;
    const found = await flow.reading.workstation(caller, number);
    const signers = found.rounds.flatMap(({ items }) => items.map(({ signedBy }) => signedBy));
    const opens = await flow.reading.peopleToOpen(caller, signers);
    // a value that was wrong is asked for once more
    const again = member.failure && found.items.find(({ item }) => item === single(member.values, 'asks'));
    const mayBegin = mightEver(caller, 'workstation.change', member.now);
    const now = { asks: asks ?? again, said, mayBegin };
    const page = <BenchMachine {...found} {...now} opens={opens} me={person.id} />;
    return { title: `${member.t('menu.commissioning')} ${found.workstation.assetNumber}`, page, as: member };
  };
  const machine = (member: Member, number: string, asks?: DueItem, said?: string): Promise<Answer> =>
    withNews(member, number, () => record(member, number, asks, said));
  const show: Handler<Member> = (member, req) => machine(withoutKeys(member), part(req, 'number').toUpperCase());

  on.get(BENCH, open);
  on.post(BENCH, async (member) => ({ to: `${BENCH}/${await machineOf(member, single(member.values, 'scan'))}` }), {
    show: open,
    act: 'workstation.signItem',
    back: () => BENCH,
  });
  on.get(`${BENCH}/:number`, show, { toldNews: true });

  const sign = async (member: Member, number: string, items: readonly DueItem[]): Promise<Answer> => {
    const input = parseSigned(member, number, items);
    const signed = await flow.enrolment.signItems(member.me.caller, input);
    return { to: `${BENCH}/${number}`, notice: signedNotice(signed, input.items.length) };
  };

  /** The form once more with an item ticked or its value in it: nothing is recorded yet. */
  const goOn = (member: Member, number: string, values: Values, told: { asks?: DueItem; said?: string }) =>
    machine({ ...member, goesOn: true, values: { ...values, _form: 'commission' } }, number, told.asks, told.said);
  /** An item with its value, or ticked; one that asks for a value that is not given yet waits for it. */
  const take = (member: Member, number: string, item: DueItem, value: string | undefined): Promise<Answer> => {
    const { t, values, language } = member;
    const words = wordsOf(item, language);
    if (item.signed) throw wrong('signed', { read: words });
    if (item.value === undefined && value === undefined) {
      const ticked = [...new Set([...listed(values, 'item'), item.item])];
      return goOn(member, number, { ...values, item: ticked }, { said: t('commission.ticked', { item: words }) });
    }
    if (value === undefined)
      return goOn(member, number, values, { asks: item, said: t('commission.asks', { item: words }) });
    if (looksLikeRecoveryKey(value)) throw wrong('recovery-key');
    const meant = meantValue(item.value, value);
    if (!fitsValue(item.value, meant)) throw wrong('value', { field: valueField(item.item) });
    const filled = { ...values, [valueField(item.item)]: meant };
    return goOn(member, number, filled, { said: t('commission.filled', { item: words, value: meant }) });
  };

  const scanned = async (
    member: Member,
    number: string,
    items: readonly DueItem[],
    { read, asks, offered }: { read: Read; asks: DueItem | undefined; offered: readonly DueItem[] },
  ): Promise<Answer> => {
    if (read.is === 'ok') return sign(member, number, items);
    if (read.is === 'clear') return { to: `${BENCH}/${number}` };
    // a card only ticks: what another signs is no act that is refused here, and leaves no entry, as no other wrong card does
    if (read.is === 'item' && !read.item.signed && !offered.includes(read.item)) throw lastByAnother();
    if (read.is === 'item') return take(member, number, read.item, read.value);
    if (read.is === 'value' && asks) {
      // a label has the form of an image's name too, and would stand in the machine's record as that
      if (asks.value?.kind === 'image' && (await findMachine(member, read.value.toUpperCase())))
        throw wrong('machine-as-image', { read: read.value });
      return take(member, number, asks, read.value);
    }
    const next = await machineOf(member, read.is === 'number' ? read.number : '');
    const form = withoutKeys(member);
    // nothing that is ticked is lost by its own label
    if (next === number) return goOn(form, number, form.values, {});
    if (signedIn(member.values, items).length > 0) throw wrong('unsigned', { read: next });
    return { to: `${BENCH}/${next}` };
  };
  on.post(
    `${BENCH}/:number`,
    async (member, req) => {
      const number = part(req, 'number').toUpperCase();
      const { personId } = member.me.caller;
      const { items, workstation } = await flow.reading.workstation(member.me.caller, number);
      const offered = offeredOf(items, isLoneBringer(workstation, personId));
      const typed = single(member.values, 'scan');
      if (typed === '') {
        if (single(member.values, 'sign') === 'yes') return sign(member, number, items);
        const form = withoutKeys(member);
        // Enter in a field: what it holds stays, and it is said that it is not signed
        const holds = signedIn(form.values, items).length > 0;
        return goOn(form, number, form.values, holds ? { said: member.t('commission.held') } : {});
      }
      const asks = offered.find(({ item }) => item === single(member.values, 'asks'));
      return repeats.once(
        { personId, read: `${number} ${typed}` },
        // the page as it stands: what was ticked stays so, and what was signed is not asked about
        () => goOn(withoutKeys(member), number, withoutKeys(member).values, asks ? { asks } : {}),
        () => scanned(member, number, items, { read: readCard(typed, items, asks), asks, offered }),
      );
    },
    { show, act: 'workstation.signItem', back: (req) => `${BENCH}/${part(req, 'number')}` },
  );

  on.post(
    `${BENCH}/:number/migration`,
    async (member, req) => {
      const number = part(req, 'number').toUpperCase();
      const read = readCard(single(member.values, 'scan'), [], undefined);
      if (read.is === 'number' && read.number !== '') return { to: `${BENCH}/${await machineOf(member, read.number)}` };
      const isAsked = read.is === 'ok' || single(member.values, 'begin') === 'yes';
      // a card that is scanned twice finds the migration begun: the page shows what is due
      if (!isAsked || !isToBegin(await flow.reading.workstation(member.me.caller, number)))
        return { to: `${BENCH}/${number}` };
      await flow.enrolment.change(member.me.caller, { workstation: number, action: 'migrate' });
      return { to: `${BENCH}/${number}`, notice: { kind: 'success', text: 'commission.begun' } };
    },
    { show, act: 'workstation.change', back: (req) => `${BENCH}/${part(req, 'number')}` },
  );
}
