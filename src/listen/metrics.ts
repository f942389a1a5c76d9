import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

interface Standing {
  ready: boolean;
  waiting: readonly string[];
}
const NO_MAIL = { waiting: 0, dead: 0, oldestAt: null };

/** What the service tells Prometheus: counts and durations, never a name, an id or an address. */
export function createMetrics(
  backlog: () => Promise<Record<string, number>>,
  mails: () => Promise<{ waiting: number; dead: number; oldestAt: number | null }> = async () => NO_MAIL,
  now: () => number = Date.now,
  settings: () => readonly { code: string; level: string }[] = () => [],
  standing: () => Promise<Standing> = async () => ({ ready: true, waiting: [] }),
) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'jeton_http_request_seconds',
    help: 'Duration of HTTP requests by route, method and status class',
    labelNames: ['route', 'method', 'status'] as const,
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  const faults = new Counter({
    name: 'jeton_faults_total',
    help: 'Technical faults that the service survived and will try again',
    registers: [registry],
  });
  new Gauge({
    name: 'jeton_requests',
    help: 'Requests by state',
    labelNames: ['state'] as const,
    registers: [registry],
    async collect() {
      for (const [state, count] of Object.entries(await backlog())) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'jeton_mails',
    help: 'E-mails that wait, and those that were given up',
    labelNames: ['state'] as const,
    registers: [registry],
    async collect() {
      const { waiting, dead } = await mails();
      this.set({ state: 'waiting' }, waiting);
      this.set({ state: 'dead' }, dead);
    },
  });
  new Gauge({
    name: 'jeton_mail_oldest_seconds',
    help: 'How long the oldest e-mail has waited',
    registers: [registry],
    async collect() {
      const { oldestAt } = await mails();
      this.set(oldestAt === null ? 0 : (now() - oldestAt) / 1000);
    },
  });
  new Gauge({
    name: 'jeton_database_findings',
    help: 'What somebody has to look at in the settings of the PostgreSQL server',
    labelNames: ['code', 'level'] as const,
    registers: [registry],
    collect() {
      this.reset(); // what is mended is gone
      for (const { code, level } of settings()) this.set({ code, level }, 1);
    },
  });
  new Gauge({
    name: 'jeton_ready',
    help: 'Whether the service may be relied on, as /readyz says it',
    registers: [registry],
    async collect() {
      this.set((await standing()).ready ? 1 : 0);
    },
  });
  new Gauge({
    name: 'jeton_waiting',
    help: 'What somebody has to look at, by the names of /readyz',
    labelNames: ['name'] as const,
    registers: [registry],
    async collect() {
      const { waiting } = await standing();
      this.reset(); // what was seen to is gone
      // which node or profile it is, /readyz says: here it would be a series each
      for (const name of waiting) this.set({ name: name.replace(/ .*/, '') }, 1);
    },
  });
  return {
    /** `seconds` of one answered request; `route` is the pattern, so that ids make no new series. */
    answered: (route: string, method: string, status: number, seconds: number): void =>
      requests.observe({ route, method, status: `${Math.floor(status / 100)}xx` }, seconds),
    fault: (): void => faults.inc(),
    /** Text in the Prometheus exposition format. */
    text: (): Promise<string> => registry.metrics(),
    contentType: registry.contentType,
  };
}
export type Metrics = ReturnType<typeof createMetrics>;
