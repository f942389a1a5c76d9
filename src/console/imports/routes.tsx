import { mightEver } from '../../book/rights/authorise.ts';
import type { Right } from '../../book/rights/sentences.ts';
import { AskedMachine } from '../../book/rules/decision-args.ts';
import { AppError } from '../../errors.ts';
import type { FileKind, RowOf } from '../../imports/kinds.ts';
import type { Problem } from '../../imports/problems.ts';
import { readInThread } from '../../imports/read-in-thread.ts';
import type { Parsed } from '../../imports/rows.ts';
import { within } from '../../within.ts';
import { shortened } from '../frame/components/names.ts';
import { pageOf } from '../frame/components/pagination.tsx';
import { parseForm } from '../frame/forms/forms.ts';
import type { Answer } from '../frame/page-router.tsx';
import { goneOf, part, type RouteParts } from '../frame/screen-parts.ts';
import { fieldError } from '../frame/shell/failures.ts';
import type { Notice } from '../frame/shell/notices.ts';
import type { Member, Upload } from '../frame/visit.ts';
import { earlierImports } from './earlier-imports.ts';
import { ImportPage } from './import-page.tsx';
import { ImportProgress, ProgressPage } from './progress-page.tsx';

/** Files of which all comes in or nothing; an inventory is compared first (inventory-routes.tsx), requests are asked for at once. */
type WholeKind = Exclude<FileKind, 'inventory' | 'requests'>;
/** The right that each kind of file takes. */
const RIGHTS = {
  people: 'person.import',
  takeOver: 'workstation.takeOver',
} as const satisfies Record<WholeKind, Right>;
/** The page after a file is shown by then, however far it is. */
const SOON_MS = 1_000;
/** Where each kind is sent. */
const PATHS = {
  people: '/administration/import',
  takeOver: '/postes/reprise',
} as const;

/** A take-over is an act of two persons, which comes in as a whole: it is no import. */
const NONE = { items: [], next: null };

/** A take-over is proposed; whoever sent its file reads which columns said nothing here, before the second person confirms. */
const proposedNotice = (ignored: readonly string[] = []): Notice =>
  ignored.length === 0
    ? { kind: 'info', text: 'import.takeOver.done' }
    : { kind: 'warning', text: 'import.takeOver.done.ignored', params: { columns: shortened(ignored) } };

/** The rows of the file. Without the right nothing is read: the flow refuses whatever it holds and leaves the entry. */
async function readFile<K extends WholeKind>(
  { me, now, files }: Member,
  kind: K,
): Promise<Parsed<RowOf<K>> & { ignored?: readonly string[]; file?: Upload }> {
  if (!mightEver(me.caller, RIGHTS[kind], now)) return { rows: [], problems: [] };
  const file = files['file'];
  if (!file) throw fieldError('file', 'missing');
  return { ...(await readInThread(kind, file.content, me.caller.personId)), file };
}

/** Files: people, workstations that are taken over; and how far any file is. */
export function importRoutes({ door: { flow }, on, follow, topics }: RouteParts): void {
  const { imports } = flow;
  const form = async (
    member: Member,
    kind: WholeKind,
    problems?: readonly Problem[],
    { file, ignored = [] }: { file?: Upload; ignored?: readonly string[] } = {},
  ): Promise<Answer> => {
    if (!mightEver(member.me.caller, RIGHTS[kind], member.now)) {
      throw new AppError('forbidden', 'none of your roles may import');
    }
    const before = kind === 'takeOver' ? NONE : await earlierImports(imports, member.me.caller, kind, pageOf(member));
    const page = (
      <ImportPage
        kind={kind}
        action={PATHS[kind]}
        before={before}
        {...(problems ? { problems } : {})}
        {...(file ? { fileName: file.name } : {})}
        ignored={ignored}
      />
    );
    return { title: member.t(`import.${kind}`), page, ...(problems ? { status: 422 } : {}) };
  };

  on.get(PATHS.people, (member) => form(member, 'people'));
  on.post(
    PATHS.people,
    async (member, req) => {
      const gone = goneOf(req); // while the file is read, too
      const { rows, problems, file } = await readFile(member, 'people');
      if (problems.length > 0) return form(member, 'people', problems, file && { file });
      const { id } = await imports.begin(member.me.caller, 'people', rows, gone);
      await within(SOON_MS, imports.ended(id), () => undefined); // a small file has ended by then
      return { to: `/imports/${id}` };
    },
    { show: (member) => form(member, 'people'), act: RIGHTS.people, file: RIGHTS.people },
  );
  on.get(PATHS.takeOver, (member) => form(member, 'takeOver'));
  on.post(
    PATHS.takeOver,
    async (member) => {
      const { rows, problems, ...read } = await readFile(member, 'takeOver');
      if (problems.length > 0) return form(member, 'takeOver', problems, read);
      await flow.dualControl.propose(member.me.caller, { act: 'workstation.takeOver', args: { workstations: rows } });
      return { to: '/double-controle', notice: proposedNotice(read.ignored) };
    },
    { show: (member) => form(member, 'takeOver'), act: RIGHTS.takeOver, file: RIGHTS.takeOver },
  );

  on.post(
    `${PATHS.takeOver}/poste`,
    async (member) => {
      const workstations = [parseForm(AskedMachine, member.values)];
      await flow.dualControl.propose(member.me.caller, { act: 'workstation.takeOver', args: { workstations } });
      return { to: '/double-controle', notice: proposedNotice() };
    },
    { show: (member) => form(member, 'takeOver'), act: RIGHTS.takeOver },
  );

  const standing = (member: Member, importId: string) => imports.show(member.me.caller, { importId });
  const progress = async (member: Member, importId: string): Promise<Answer> => ({
    title: member.t('import.progress'),
    page: <ProgressPage standing={await standing(member, importId)} me={member.me.person.id} />,
  });
  on.get('/imports/:id', (member, req) => progress(member, part(req, 'id')));
  follow(
    '/imports/:id/etat',
    () => topics.records,
    async (member, req) => <ImportProgress standing={await standing(member, part(req, 'id'))} />,
  );
  on.post(
    '/imports/:id/arret',
    async (member, req) => {
      const importId = part(req, 'id');
      await imports.stop(member.me.caller, { importId });
      return { to: `/imports/${importId}` };
    },
    { show: (member, req) => progress(member, part(req, 'id')), back: () => '/' },
  );
}
