/** What signing in rests on, from the secrets and the config; made once per isolate. */
import type { DashboardSettings } from '../core/config.ts';
import { once } from '../core/once.ts';
import type { SignInLink, SignInMeans } from '../core/sign-in.ts';
import { createAccessCheck } from './cloudflare-access.ts';
import { createSessionKey } from './session.ts';
import { readDashboardTokens } from './sign-in-tokens.ts';

/** Digest and end in milliseconds, as the development server writes them. Null: there is none, or it cannot be read. */
function readLink(written: string | undefined): SignInLink | null {
  const [, digest, ends] = /^([0-9a-f]{64}):(\d{13})$/.exec(written ?? '') ?? [];
  return digest === undefined ? null : { digest, endsMs: Number(ends) };
}

type MeansParts = {
  /** A variable of the environment; absent: it is not set. */
  readonly read: (name: string) => string | undefined;
  readonly dashboard: DashboardSettings;
  readonly send: typeof fetch;
  readonly now: () => number;
};

export function createSignInMeans({ read, dashboard, send, now }: MeansParts): SignInMeans {
  return {
    tokens: once(() => readDashboardTokens(read('SIGNALBOX_DASHBOARD_TOKENS'))),
    sessionKey: createSessionKey(read('SIGNALBOX_ADMIN_TOKEN') ?? null, read('SIGNALBOX_PEPPER') ?? null),
    attempts: new Map(),
    accessCheck: createAccessCheck(dashboard, send, now),
    link: readLink(read('SIGNALBOX_DEV_SIGN_IN')),
  };
}
