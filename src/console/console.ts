import express, { type ErrorRequestHandler, type Request, type Router } from 'express';
import type { Door } from '../app/door.ts';
import { AppError, isAppError } from '../errors.ts';
import { createAddressLimit } from '../listen/address-limit.ts';
import { securityHeaders } from '../listen/security-headers.ts';
import type { Log } from '../log.ts';
import { accessRoutes } from './access/routes.tsx';
import { accessReviewRoutes } from './access-review/routes.tsx';
import { appointmentRoutes } from './appointments/routes.tsx';
import { approvalRoutes } from './approvals/routes.tsx';
import { campaignRoutes } from './campaigns/routes.tsx';
import { benchRoutes } from './checklists/bench-routes.tsx';
import { checklistRoutes } from './checklists/routes.tsx';
import { directoryRoutes } from './directory/routes.tsx';
import { forecastRoutes } from './forecast/routes.tsx';
import { assets } from './frame/assets.ts';
import { createCookies } from './frame/cookies.ts';
import { viewRoutes } from './frame/lists/view-routes.ts';
import { createFollow } from './frame/live/follow.ts';
import { createLive } from './frame/live/live.ts';
import { createPageRouter, failureAnswer } from './frame/page-router.tsx';
import { createRender } from './frame/render.tsx';
import { noSuchPage } from './frame/screen-parts.ts';
import { statusOf } from './frame/shell/failures.ts';
import { createNotices } from './frame/shell/notices.ts';
import { createReception } from './frame/visit.ts';
import { handoverRoutes } from './handover/routes.tsx';
import { serviceParcelRoutes } from './handover/service-parcel-routes.tsx';
import { healthRoutes } from './health/routes.tsx';
import { createFirstDay } from './help/first-day-ticks.ts';
import { openRoutes } from './help/routes.tsx';
import { tourRoutes } from './help/tour-routes.ts';
import { inventoryRoutes } from './imports/inventory-routes.tsx';
import { importRoutes } from './imports/routes.tsx';
import { incidentRoutes } from './incidents/routes.tsx';
import { journalRoutes } from './journal/routes.tsx';
import { lineRoutes } from './line/routes.tsx';
import { nodeRoutes } from './nodes/routes.tsx';
import { notificationRoutes } from './notifications/routes.tsx';
import { administrationRoutes } from './people/routes.tsx';
import { recallRoutes } from './recalls/routes.tsx';
import { manyRequestsRoutes } from './requests/by-file/many-requests-routes.tsx';
import { requestListRoutes } from './requests/list-routes.tsx';
import { lossRoutes } from './requests/losses/loss-routes.tsx';
import { requestRoutes } from './requests/routes.tsx';
import { searchRoutes } from './search/routes.tsx';
import { securityRoutes } from './security/routes.tsx';
import { providerRoutes } from './session/provider-routes.tsx';
import { sessionRoutes } from './session/routes.tsx';
import { expectedRoutes } from './stock/expected-routes.tsx';
import { placeRoutes } from './stock/location-routes.tsx';
import { stockRoutes } from './stock/routes.tsx';
import { tokenRoutes } from './stock/token-routes.tsx';
import { supervisionRoutes } from './supervision/routes.tsx';
import { workshopRoutes } from './workshop/routes.tsx';
import { createSeries } from './workshop/series.ts';
import { workstationRoutes } from './workstations/routes.tsx';

/** Bodies of forms without files: 1,000 tokens of a delivery fit. */
const BODY_LIMIT = '256kb';

export interface Console {
  pages: Router;
  /** Ends what pages follow: nobody waits for a browser. */
  close(): void;
}

/**
 * The web door: server-rendered pages over the flow's verbs, to be mounted at `/`. `secureCookies` is true wherever the
 * browser sees TLS or localhost; false only for clients that send no Secure cookie over http.
 */
export function createConsole(door: Door, { secureCookies, log }: { secureCookies: boolean; log: Log }): Console {
  const router = express.Router();
  const cookies = createCookies(secureCookies);
  const notices = createNotices(door.clock);
  const render = createRender(door);
  const warn = (error: unknown) => log.error('a page could not do what was asked', error);
  const receive = createReception(door, cookies, notices);
  const firstDay = createFirstDay(door.flow, warn);
  const { entriesNow } = door.flow.reading;
  const on = createPageRouter({
    router,
    identity: door.identity,
    notices,
    cookies,
    render,
    receive,
    firstDay,
    entriesNow,
    warn,
  });
  const series = createSeries(door.clock, (message, error) => log.error(message, error));
  const live = createLive(door.identity);
  const follow = createFollow({ router, identity: door.identity, clock: door.clock, live, render, receive, warn });
  const { signOfBench, signOfRecords } = door.flow.reading;
  const topics = {
    bench: { name: 'bench', sign: async () => `${await signOfBench()} ${series.changes()}` },
    records: { name: 'records', sign: signOfRecords },
  };

  router.use(assets());
  router.use(...securityHeaders(door.identity.provider?.origin));
  router.use(express.urlencoded({ extended: false, limit: BODY_LIMIT, parameterLimit: 2_000, inflate: false }));

  const limit = createAddressLimit();
  const limitCodes = async (req: Request): Promise<void> => {
    if (req.res) await limit(req, req.res);
  };
  const parts = { door, on, follow, topics, cookies, series, limitCodes };
  sessionRoutes(parts);
  accessRoutes(parts);
  providerRoutes(parts);
  requestRoutes(parts);
  lossRoutes(parts);
  requestListRoutes(parts);
  manyRequestsRoutes(parts);
  approvalRoutes(parts);
  lineRoutes(parts);
  workshopRoutes(parts);
  appointmentRoutes(parts); // before `/remise/:number`, for `/remise/rendez-vous`
  handoverRoutes(parts);
  serviceParcelRoutes(parts);
  inventoryRoutes(parts);
  importRoutes(parts); // before `/postes/:number`, for `/postes/reprise`
  administrationRoutes(parts);
  searchRoutes(parts);
  viewRoutes(parts);
  benchRoutes(parts);
  checklistRoutes(parts);
  workstationRoutes(parts);
  stockRoutes(parts);
  expectedRoutes(parts);
  placeRoutes(parts);
  tokenRoutes(parts);
  securityRoutes(parts);
  incidentRoutes(parts);
  recallRoutes(parts);
  campaignRoutes(parts);
  accessReviewRoutes(parts);
  directoryRoutes(parts);
  journalRoutes(parts);
  supervisionRoutes(parts);
  forecastRoutes(parts);
  nodeRoutes(parts);
  healthRoutes(parts);
  notificationRoutes(parts);
  tourRoutes(parts);
  openRoutes(parts);

  router.use(() => {
    throw noSuchPage();
  });
  const failed: ErrorRequestHandler = async (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error); // a download broke off: the connection is closed, so nobody takes it for whole
    const known = asAppError(error);
    if (!isAppError(known) || statusOf(known.code) >= 500) warn(error);
    const visit = await receive(req, res);
    await on.send(res, visit, failureAnswer(visit, known));
  };
  router.use(failed);
  return { pages: router, close: live.close };
}

/** Errors of the body parser are the client's: too large, malformed. */
function asAppError(error: unknown): unknown {
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  if (isAppError(error) || status >= 500) return error;
  return new AppError('invalid_input', 'this form could not be read: send it again from the page', { cause: error });
}
