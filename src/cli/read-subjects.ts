/** Request bodies -> requests that can be planned as often as one likes: each is read and judged once, when asked for. */
import type { RequestJudge } from '../classify/judge-request.ts';
import { readSignals } from '../classify/signals/read-signals.ts';
import { estimateTokensByFamily } from '../core/estimate-tokens.ts';
import { once } from '../core/once.ts';
import { protocolOf, readRequest } from '../intake/read-request.ts';
import { UsageError } from './command.ts';
import type { Subject } from './decide-offline.ts';
import type { NumberedBody } from './read-bodies.ts';

export type NumberedSubject = { readonly line: number | null; readonly subject: Subject };

export function readSubjects(
  bodies: readonly NumberedBody[],
  judgeRequest: RequestJudge,
): readonly NumberedSubject[] {
  return bodies.map(({ line, body }) => {
    const read = readRequest(body);
    if (!read.ok) {
      const where = line === null ? '' : `Line ${line}: `;
      throw new UsageError(`${where}${read.error.field} ${read.error.message}.`);
    }
    const request = read.value;
    const subject: Subject = {
      request,
      protocol: protocolOf(body),
      judge: once(() => judgeRequest(request)),
      language: once(() => readSignals(request).language.whole[0]?.code ?? 'und'),
      inputTokens: once(() => estimateTokensByFamily(request)),
    };
    return { line, subject };
  });
}
