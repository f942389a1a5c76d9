import { may } from '../../../book/rights/authorise.ts';
import { AppError } from '../../../errors.ts';
import { readInThread } from '../../../imports/read-in-thread.ts';
import { REQUEST_HEADINGS } from '../../../imports/requests.ts';
import { csvOf } from '../../../reports/csv.ts';
import type { Handler } from '../../frame/page-router.tsx';
import type { RouteParts } from '../../frame/screen-parts.ts';
import { fieldError } from '../../frame/shell/failures.ts';
import type { Member } from '../../frame/visit.ts';
import { ManyRequestsPage } from './many-requests.tsx';

const PATH = '/service/fichier';

/** A correspondent asks for many by a file. */
export function manyRequestsRoutes({ door: { flow }, on }: RouteParts): void {
  const mayAsk = ({ me: { caller }, now }: Member): boolean =>
    may(caller, 'request.submit', { service: caller.service, askerId: caller.personId }, now);
  const checkAsks = (member: Member): void => {
    if (!mayAsk(member)) throw new AppError('forbidden', 'none of your roles may make requests for others');
  };
  const show: Handler<Member> = (member) => {
    checkAsks(member);
    return { title: member.t('request.many'), page: <ManyRequestsPage /> };
  };
  on.get(PATH, show);
  // headings alone: what stands below them would be asked for
  on.get('/service/modele.csv', (member) => {
    checkAsks(member);
    const content = Buffer.from(csvOf([REQUEST_HEADINGS]));
    return { file: { name: 'demandes-modele.csv', type: 'text/csv; charset=utf-8', content } };
  });
  on.post(
    PATH,
    async (member) => {
      const { caller } = member.me;
      const file = member.files['file'];
      // without the right nothing is read: the flow refuses whatever it holds and leaves the entry
      if (!file && mayAsk(member)) throw fieldError('file', 'missing');
      const { rows, lines, problems } =
        file && mayAsk(member)
          ? await readInThread('requests', file.content, caller.personId)
          : { rows: [], lines: [], problems: [] };
      const title = member.t('request.many');
      if (problems.length > 0)
        return { title, page: <ManyRequestsPage problems={problems} fileName={file?.name ?? ''} />, status: 422 };
      const done = await flow.request.submitMany(caller, { requests: rows });
      return {
        title,
        page: <ManyRequestsPage done={done.map((one, at) => ({ ...one, row: lines[at] ?? one.row }))} />,
      };
    },
    { show, act: 'request.submit', file: 'request.submit' },
  );
}
