/**
 * What a caller is told of a translated request that its provider refused: the field by the name that the caller sent it
 * under, and the provider's own words, for the caller's eyes only. Must not reach a record or a log. Pure.
 */
import type { FaultKind, UpstreamFault } from '../core/errors.ts';
import { fieldOfFault, withoutTheirField } from '../core/field-names.ts';
import type { PlannedAttempt } from '../core/plan.ts';
import type { Asked } from './attempt.ts';

/** Faults of the request itself; all others are between the provider and this router. */
const ofTheRequest: ReadonlySet<FaultKind> = new Set(['bad-request', 'context-length', 'request-too-large']);

const longestTold = 500;

/** One line; undefined where nothing is said. */
function shorten(words: string): string | undefined {
  const line = words.replace(/[\s\p{C}]+/gu, ' ').trim();
  if (line === '') return undefined;
  return line.length > longestTold ? `${line.slice(0, longestTold)}…` : line;
}

/** On the passthrough lane the fault as it is: there the provider speaks of the caller's own fields. */
export function tellRefused(fault: UpstreamFault, planned: PlannedAttempt, asked: Asked): UpstreamFault {
  if (planned.lane === 'passthrough') return fault;
  const rest = withoutTheirField(fault);
  if (!ofTheRequest.has(fault.kind)) return rest;
  const { param } = fault;
  const translation = { from: planned.target.protocol, to: asked.caller, raw: asked.raw };
  const field = param === undefined ? null : fieldOfFault(param, translation);
  const told = shorten(fault.message);
  return { ...rest, ...(field !== null && { param: field }), ...(told !== undefined && { told }) };
}
