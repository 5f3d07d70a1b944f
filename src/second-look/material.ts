/**
 * The texts of a request as a second look gets them: bounded, in plain letters, without secrets and personal data, each
 * with whose words they are. What is hashed is what is sent, so that a kept label is the label of that very text.
 */

import { declaredTexts } from '../classify/declared-texts.ts';
import { gatherRiskTexts } from '../classify/risk-texts.ts';
import { scanSensitive } from '../classify/signals/findings/scan.ts';
import { textsOfRequest } from '../classify/signals/request-texts.ts';
import { plainText } from '../core/fold-text.ts';
import { toHex } from '../core/hex.ts';
import { KnownValues } from '../core/known-values.ts';
import type { LlmRequest } from '../core/request.ts';
import type { RiskOrigin } from '../core/risk.ts';

export type Part = { readonly origin: RiskOrigin; readonly text: string };

/** A judge of risk needs none of them. */
function withheld(request: LlmRequest): (text: string) => string {
  const texts = [...textsOfRequest(request).map(({ text }) => text), ...declaredTexts(request)];
  const found = texts.flatMap((text) =>
    scanSensitive(text).findings.map(({ start, end }) => text.slice(start, end)),
  );
  const known = new KnownValues(found);
  return (text) => known.replace(text, () => '[withheld]');
}

/** The same parts, in the same bounds, that the first look saw. Empty where a request holds no text. */
export function materialOf(request: LlmRequest): readonly Part[] {
  const withhold = withheld(request);
  return gatherRiskTexts(request)
    .texts.map(({ origin, text }) => ({ origin, text: plainText(withhold(text)) }))
    .filter(({ text }) => text !== '');
}

/** Units of an answer in one part. */
const partUnits = 4000;

/** The same of an answer. */
export function materialOfAnswer(text: string): readonly Part[] {
  const known = new KnownValues(scanSensitive(text).findings.map(({ start, end }) => text.slice(start, end)));
  const plain = plainText(known.replace(text, () => '[withheld]'));
  const count = Math.ceil(plain.length / partUnits);
  return Array.from({ length: count }, (_, at) => ({
    origin: 'answer',
    text: plain.slice(at * partUnits, (at + 1) * partUnits),
  }));
}

/** SHA-256 over who is asked and what, as 64 hex digits. */
export async function hashMaterial(judge: string, parts: readonly Part[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify([judge, parts]));
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return toHex(hash);
}
