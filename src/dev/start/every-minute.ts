/**
 * What Cloudflare's cron does for a deployment: has the Worker do what it does once a minute. Quiet: what goes wrong in
 * it the Worker logs itself, and what was missed is done a minute later.
 */

export type Minutes = {
  /** Of the running Worker. */
  readonly url: string;
  /** As `fetch`. */
  readonly call?: (url: string, init: { readonly signal: AbortSignal }) => Promise<unknown>;
};

const minuteMs = 60_000;

/** Where wrangler has a Worker's `scheduled` called from. */
const path = '/cdn-cgi/handler/scheduled?cron=*+*+*+*+*';

/** The first call comes after a minute. Returns what ends it, with the call that is under way. */
export function callEveryMinute({ url, call = fetch }: Minutes): () => void {
  const ending = new AbortController();
  let isUnderWay = false;
  const tick = async () => {
    if (isUnderWay) return;
    isUnderWay = true;
    try {
      await call(url + path, { signal: ending.signal });
    } catch {
      // It is being reloaded, or it ends.
    } finally {
      isUnderWay = false;
    }
  };
  const timer = setInterval(() => void tick(), minuteMs);
  return () => {
    clearInterval(timer);
    ending.abort();
  };
}
