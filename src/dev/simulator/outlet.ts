// One HTTP answer on its way out: writes with back-pressure, waits that end when the client goes away.
// Must not know what is written.

import type { ServerResponse } from 'node:http';

export interface Outlet {
  /** Whether the connection is closed, for whatever reason. */
  readonly isGone: boolean;
  /** Whether the client closed it before the answer was out. */
  readonly wasAborted: boolean;
  /** Sends headers; the body follows in pieces. */
  begin(status: number, headers: Readonly<Record<string, string>>): void;
  /** Writes and waits until there is room for more. */
  write(bytes: string | Uint8Array): Promise<void>;
  /** Ends the body. */
  finish(): Promise<void>;
  /** Waits; false if the client went away meanwhile. */
  pause(ms: number): Promise<boolean>;
  /** Waits until the client goes away. */
  stall(): Promise<void>;
  /** Breaks the connection after what was written is out. */
  breakOff(): void;
  /** Breaks the connection at once, with a reset. */
  reset(): void;
}

export function openOutlet(response: ServerResponse): Outlet {
  let gone = false;
  let aborted = false;
  let isOurs = false;
  const closed = new Promise<void>((resolve) => {
    response.once('close', () => {
      gone = true;
      aborted = !response.writableFinished && !isOurs;
      resolve();
    });
  });
  return {
    get isGone() {
      return gone;
    },
    get wasAborted() {
      return aborted;
    },
    begin(status, headers) {
      response.writeHead(status, headers);
      response.flushHeaders();
    },
    async write(bytes) {
      if (gone) return;
      await Promise.race([closed, new Promise<void>((resolve) => response.write(bytes, () => resolve()))]);
    },
    async finish() {
      if (gone) return;
      await Promise.race([closed, new Promise<void>((resolve) => response.end(() => resolve()))]);
    },
    async pause(ms) {
      if (ms > 0 && !gone) await waitOrClose(ms, closed);
      return !gone;
    },
    stall: () => closed,
    breakOff() {
      isOurs = true;
      response.destroy();
    },
    reset() {
      isOurs = true;
      response.socket?.resetAndDestroy();
    },
  };
}

/** Longer waits do not fit a timer. */
const LONGEST_MS = 2 ** 31 - 1;

async function waitOrClose(ms: number, closed: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.min(ms, LONGEST_MS));
  });
  await Promise.race([closed, waited]);
  clearTimeout(timer);
}
