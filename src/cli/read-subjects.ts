/** Request bodies -> requests that can be planned as often as one likes: each is read and judged once, when asked for. */
import type { RequestJudge } from '../classify/judge-request.ts';
import { readMainLanguage } from '../classify/signals/read-language.ts';
import { err, ok, type Result, RouterError } from '../core/errors.ts';
import { estimateTokensByFamily } from '../core/estimate-tokens.ts';
import type { JsonObject } from '../core/json.ts';
import { once } from '../core/once.ts';
import { protocolOf, readRequest } from '../intake/read-request.ts';
import type { Subject } from './decide-offline.ts';
import type { NumberedBody } from './read-bodies.ts';

export type NumberedSubject = {
  /** From 1; null where the whole input is one request. */
  readonly line: number | null;
  /** Errors: `invalid_request`. */
  readonly subject: Result<Subject, RouterError>;
};

function readSubject(raw: JsonObject, judgeRequest: RequestJudge): NumberedSubject['subject'] {
  const read = readRequest(raw);
  if (!read.ok) {
    const { field, message } = read.error;
    return err(new RouterError('invalid_request', `${field} ${message}`, { param: field }));
  }
  const request = read.value;
  return ok({
    request,
    protocol: protocolOf(raw),
    judge: once(() => judgeRequest(request)),
    language: once(() => readMainLanguage(request)),
    inputTokens: once(() => estimateTokensByFamily(request)),
  });
}

export function readSubjects(
  bodies: readonly NumberedBody[],
  judgeRequest: RequestJudge,
): readonly NumberedSubject[] {
  return bodies.map(({ line, body }) => ({ line, subject: readSubject(body, judgeRequest) }));
}
