/** What an endpoint is: a path with its authorization declared as data, and a function. */
import type { Caller } from '../core/caller.ts';
import type { ProtocolId } from '../core/target.ts';
import type { Deps } from '../deps.ts';

export type Call = {
  readonly http: Request;
  readonly requestId: string;
  readonly deps: Deps;
  /** Values of the path's `:names`. */
  readonly params: Readonly<Record<string, string>>;
};

export type KeyedCall = Call & { readonly caller: Caller };

type Common = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Hono's form: `/v1/models/:id`. */
  readonly path: string;
  /** One line for GET /openapi.json. */
  readonly summary: string;
  /** Parameters after the `?`, each with one line for GET /openapi.json. */
  readonly query?: Readonly<Record<string, string>>;
  /** In whose words errors are given. */
  readonly errors: ProtocolId;
};

/**
 * `admin`: for the holder of the admin token, who is no caller; `signed`: what comes is signed, `session`: from a browser of
 * somebody who is signed in, and `answer` checks it.
 */
export type Endpoint =
  | (Common & {
      readonly auth: 'public' | 'admin' | 'signed' | 'session';
      readonly answer: (call: Call) => Promise<Response> | Response;
    })
  | (Common & { readonly auth: 'key'; readonly answer: (call: KeyedCall) => Promise<Response> | Response });

export function json(body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), { headers: { ...headers, 'content-type': 'application/json' } });
}
