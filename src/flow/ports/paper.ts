import type { RequestRow } from '../../book/tables/rows/requests.ts';

/** What goes on paper. The printer renders and queues it; no copy is kept. */
export type Paper =
  /** `code`: what its bar code says. */
  | { kind: 'label'; requestNumber: string; code: string; serial: string; position: string }
  | {
      kind: 'pin' | 'pkcs12-password';
      requestNumber: string;
      name: string;
      address: string;
      secret: string;
      revocationCode: string | null;
    }
  | {
      kind: 'work-order';
      requestNumber: string;
      request: RequestRow['kind'];
      name: string;
      service: string;
      /** Asset number. */
      workstation: string;
      priority: number;
      destination: string;
      submittedAt: number;
    }
  | { kind: 'transport-note'; requestNumber: string; serial: string; destination: string; trackingNumber: string }
  | {
      kind: 'handover-sheet';
      requestNumber: string;
      serial: string;
      name: string;
      certificateSerial: string;
      handedOverAt: number;
      operator: string;
    }
  | { kind: 'machine-label'; assetNumber: string; model: string; serialNumber: string | null }
  | ({ kind: 'day-report' } & DayTold)
  | {
      kind: 'destruction-report';
      serial: string;
      model: string;
      /** Reference of the delivery that it came with. */
      delivery: string;
      decidedAt: number;
      proposer: string;
      confirmer: string;
    };

/** How a print queue stands. */
export interface QueueState {
  name: string;
  state: 'ready' | 'printing' | 'stopped' | 'unreachable';
  /** What the queue says of itself; empty when there is nothing to say. */
  reason: string;
}

export interface Printer {
  /** Throws `print_failed`; then the paper may be asked for again. */
  print(paper: Paper): Promise<void>;
  /** How the queues stand now, by their own word. Never throws: a queue that does not answer is `unreachable`. */
  states(): Promise<{ label: QueueState; letter: QueueState }>;
}

/** What leaves the house of each day: figures, and the journal's signed checkpoint with the key that verifies it. */
export interface DayTold {
  date: string;
  received: number;
  /** Requests that ended, by how they did. */
  closed: number;
  rejected: number;
  withdrawn: number;
  /** Tokens made for the first time; beside them those made again, and Nomade credentials. */
  produced: number;
  madeAgain: number;
  nomade: number;
  activated: number;
  /** Hand-overs in which two persons said who the holder was. */
  acceptedByTwo: number;
  revoked: number;
  refusedActs: number;
  /** When surge mode was on that day, for people; empty for never. */
  surge: readonly { fr: string; en: string }[];
  /** Until which hour the day lasted, and the usual hour where surge mode made it longer; null where nobody worked and surge mode was off. */
  until: { hour: number; insteadOf: number | null } | null;
  /** Entries that the checkpoint covers. */
  size: number;
  /** The signed note, newlines and all. */
  note: string;
  vkey: string;
}
