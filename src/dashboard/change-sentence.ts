/** Why cost changed, in a sentence, out of figures of two periods. Pure. */
import { bridge } from '../finance/bridge.ts';
import { describeChange } from '../finance/captions.ts';
import type { ComparedFigures } from './read-compared.ts';

export function bridgeOf({ earlier, now }: ComparedFigures) {
  return bridge(earlier.by(['route', 'model']), now.by(['route', 'model']));
}

export function changeSentence(compared: ComparedFigures): string {
  return describeChange({
    bridge: bridgeOf(compared),
    attemptsBefore: compared.earlier.by([]).total.attempts,
    attemptsAfter: compared.now.by([]).total.attempts,
  });
}
