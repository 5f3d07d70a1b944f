/**
 * `signalbox explain --receipt`: decides a request again from its receipt, by a routes file, and says whether the same
 * comes out. Without the request: a receipt holds none.
 */
import { catalogue } from '../catalogue/catalogue.ts';
import type { Config } from '../core/config.ts';
import { isObject } from '../core/json.ts';
import type { Receipt } from '../ledger/receipt.ts';
import { requestTables } from '../protocols/index.ts';
import { type Explanation, explain } from '../routing/explain.ts';
import { NotRecorded, type Replay, replayDecision } from '../routing/replay-decision.ts';
import { UsageError } from './command.ts';
import type { Paint } from './paint.ts';
import { printExplanation } from './print-explanation.ts';

export type Replayed = { readonly lines: readonly string[]; readonly isSame: boolean };

/** Errors: `UsageError` where it is no receipt. */
function parseReceipt(text: string): Receipt {
  try {
    const value: unknown = JSON.parse(text);
    // Written by the router; what is not there is told by whatever needs it.
    if (isObject(value) && value.object === 'receipt' && isObject(value.facts) && isObject(value.decision))
      return value as unknown as Receipt;
  } catch {
    // said below
  }
  throw new UsageError('That is no receipt. GET /v1/requests/ID answers with one.');
}

type Again =
  | { readonly kind: 'decided'; readonly explanation: Explanation }
  | { readonly kind: 'refused'; readonly why: string };

function explainReplay(replay: Replay): Again {
  return { kind: 'decided', explanation: explain(replay) };
}

function decideAgain({ facts }: Receipt, config: Config): Again {
  try {
    const replayed = replayDecision(facts, config, catalogue, requestTables);
    if (replayed.ok) return explainReplay(replayed.value);
    return { kind: 'refused', why: `refused: ${replayed.error.message}` };
  } catch (error) {
    if (!(error instanceof NotRecorded)) throw error;
    return { kind: 'refused', why: `cannot be told: ${error.message}` };
  }
}

/** As JSON has it: what is undefined is not there. */
function plain(value: unknown): string {
  return JSON.stringify(value);
}

/** What differs, by its names in the decision. */
function differences(
  before: Receipt['decision'],
  { classification: _, safeguards: __, ...now }: Explanation,
): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  const read = (decision: object, name: string) => plain((decision as Record<string, unknown>)[name]);
  return [...names].filter((name) => read(before, name) !== read(now, name));
}

function namesOf({ attempts }: Pick<Explanation, 'attempts'>): string {
  return attempts.map(({ target }) => target).join(', ');
}

function verdictOf(receipt: Receipt, config: Config, explanation: Explanation, paint: Paint): string[] {
  const changed = differences(receipt.decision, explanation);
  const label = (name: string, text: string) => `${paint('title', name.padEnd(8))}${text}`;
  if (changed.length === 0) return [label('replay', 'the same decision')];
  const version = receipt.config === config.version ? 'the same config' : 'another config';
  return [
    label('replay', `${paint('bad', 'another decision')}, by ${version}: ${changed.join(', ')}`),
    label('then', `${receipt.route}: ${namesOf(receipt.decision)}`),
  ];
}

export function explainReceipt(text: string, config: Config, asJson: boolean, paint: Paint): Replayed {
  const receipt = parseReceipt(text);
  const again = decideAgain(receipt, config);
  if (again.kind === 'refused') {
    const line = asJson ? JSON.stringify({ isSame: false, error: again.why }) : paint('bad', again.why);
    return { lines: [line], isSame: false };
  }
  const { explanation } = again;
  const isSame = differences(receipt.decision, explanation).length === 0;
  if (asJson)
    return { lines: [JSON.stringify({ isSame, before: receipt.decision, now: explanation })], isSame };
  const head = `${receipt.id} of ${receipt.createdAt}, ${receipt.outcome}`;
  const lines = [paint('title', head), ...printExplanation(explanation, paint)];
  return { lines: [...lines, ...verdictOf(receipt, config, explanation, paint)], isSame };
}
