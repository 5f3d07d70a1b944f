/** Why cost changed, in a sentence, out of figures of two periods. Pure. */
import { bridge } from '../finance/bridge.ts';
import { describeChange } from '../finance/captions.ts';
import { months } from './compared.ts';
import { momentAt } from './parts/clock.ts';
import type { ComparedFigures } from './read-compared.ts';

export function bridgeOf({ earlier, now }: ComparedFigures) {
  return bridge(earlier.by(['route', 'model']), now.by(['route', 'model']));
}

/** `23 September`, with the hour where it began within the day. */
function beginningAt(atMs: number, timeZone: string): string {
  const [date = '', time = ''] = momentAt(atMs, timeZone).slice(0, 16).split(' ');
  const [, month = '', day = ''] = date.split('-');
  const name = `${Number(day)} ${months[Number(month) - 1] ?? ''}`;
  return time === '00:00' ? name : `${name}, ${time}`;
}

/** Since when the earlier period is recorded; null: all of it is, or nothing. */
export function recordedSentence(
  { recordedFromMs, name }: Pick<ComparedFigures, 'recordedFromMs' | 'name'>,
  timeZone: string,
): string | null {
  if (recordedFromMs === null) return null;
  return `Nothing is held against ${name}: calls are recorded from ${beginningAt(recordedFromMs, timeZone)} on only.`;
}

export function changeSentence(compared: ComparedFigures, timeZone: string): string {
  const partly = recordedSentence(compared, timeZone);
  if (partly !== null) return partly;
  return describeChange({
    bridge: bridgeOf(compared),
    attemptsBefore: compared.earlier.by([]).total.attempts,
    attemptsAfter: compared.now.by([]).total.attempts,
    attemptsToday: compared.attemptsToday,
  });
}
