/** `node scripts/replay-session.ts`: prints what keeping or leaving a conversation's target costs (`session-replay.ts`). */
import { cases, replay, ways } from './session-replay.ts';

const rows = cases.flatMap((route) =>
  ways.map((way) => {
    const { costNanoUsd, moves, movesInLoops, belowBar, requests } = replay(way, route);
    const usd = (costNanoUsd / 1_000_000_000).toFixed(2);
    return `| ${route.name} | ${way} | ${usd} | ${moves} | ${movesInLoops} | ${belowBar} of ${requests} |`;
  }),
);
console.log('| route | way | USD | moves | in tool loops | below the bar |');
console.log('| --- | --- | ---: | ---: | ---: | ---: |');
for (const row of rows) console.log(row);
