/**
 * Answers a client that asked for the background and comes back with its Idempotency-Key: with the response as it
 * stands now, which its provider keeps. Nothing is waited for and nothing is paid again.
 */
import { RouterError } from '../core/errors.ts';
import type { Claim, ClaimedWork } from '../ledger/claims.ts';
import { noLongerTold } from '../upstream/join-work.ts';

/** As GET /v1/responses/{id} answers this caller; what the provider says of a wrong request is no error of ours. */
export type ReadResponse = (responseId: string) => Promise<Response>;

type Made = { readonly claim: Claim; readonly work: ClaimedWork };

/** Behind the words of an error. */
export function namedIn({ responseId }: ClaimedWork): string {
  return ` Its response is ${responseId}.`;
}

/** The same error, with where to ask for the response. */
function withName(thrown: unknown, { claim, work }: Made): unknown {
  if (!(thrown instanceof RouterError)) return thrown;
  const name = namedIn(work);
  if (thrown.code === 'response_not_found') return noLongerTold(claim.requestId, name);
  const { code, message, status, retryable, param, detail, retryAfterMs, attempts, headers } = thrown;
  return new RouterError(code, `${message}${name}`, {
    status,
    retryable,
    attempts: [...attempts],
    headers,
    cause: thrown,
    ...(param !== null && { param }),
    ...(detail !== null && { detail }),
    ...(retryAfterMs !== null && { retryAfterMs }),
  });
}

/** Errors: `idempotency_completed` where the provider has it no more; those of `readResponse`. All name the response. */
export async function tellState(made: Made, readResponse: ReadResponse): Promise<Response> {
  const { claim, work } = made;
  const read = await readResponse(work.responseId).catch((thrown: unknown) => {
    throw withName(thrown, made);
  });
  if (!read.ok) {
    await read.body?.cancel();
    throw noLongerTold(claim.requestId, namedIn(work));
  }
  const response = new Response(read.body, read);
  response.headers.set('x-signalbox-joined', claim.requestId);
  return response;
}
