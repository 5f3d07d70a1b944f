/** How the router stands this moment: circuit breakers, the outbox, the store. Of all teams together. */
import { momentAt } from '../parts/clock.ts';
import { count, duration, span } from '../parts/format.ts';
import { Table } from '../parts/table.tsx';
import { Tile, Tiles } from '../parts/tiles.tsx';
import type { Standing, TargetBreaker } from './load.ts';

type Clock = { readonly nowMs: number; readonly timeZone: string };

function OutboxTile({ outbox, nowMs }: Pick<Standing, 'outbox'> & Pick<Clock, 'nowMs'>) {
  if (outbox === null) return <Tile name="Outbox" value="–" note="there is none" />;
  if (outbox === 'away')
    return <Tile name="Outbox" value="–" mood="bad" note="it does not answer; rows may be missing" />;
  const { depth, oldestAtMs } = outbox;
  const age = oldestAtMs === null ? '' : `the oldest waits for ${span(nowMs - oldestAtMs)}`;
  return (
    <Tile
      name="Outbox"
      value={count(depth)}
      mood={depth === 0 ? 'plain' : 'warn'}
      note={depth === 0 ? 'nothing waits for the store' : `notes wait for the store, ${age}`}
    />
  );
}

function StoreTile({ store }: Pick<Standing, 'store'>) {
  const { state, latencyMs, isShut } = store;
  if (state !== 'answers') return <Tile name="Store" value="away" mood="bad" note="it does not answer" />;
  return (
    <Tile
      name="Store"
      value={duration(latencyMs)}
      mood={isShut ? 'warn' : 'plain'}
      note={isShut ? 'for one read; this isolate asks it nothing for a moment' : 'for one read, now'}
    />
  );
}

const isOpen = ({ note }: TargetBreaker, nowMs: number) => note?.kind === 'open' && note.untilMs > nowMs;

function breakerWords({ note }: TargetBreaker, { nowMs }: Clock): string {
  if (note === null) return 'closed';
  if (note.kind === 'closed') return `closed again ${span(nowMs - note.atMs)} ago`;
  if (note.untilMs <= nowMs) return 'open until now; the next call tries it';
  const times = note.times > 1 ? `, ${count(note.times)} times in a row` : '';
  return `open for another ${span(note.untilMs - nowMs)}${times}`;
}

function BreakerTable({ breakers, clock }: { breakers: Standing['breakers']; clock: Clock }) {
  if (breakers === null) return <p class="banner">Circuit breakers cannot be read now.</p>;
  const told = breakers.filter(({ note }) => note !== null);
  if (told.length === 0) return null;
  return (
    <Table
      caption="Targets whose circuit breaker has opened or closed of late"
      rows={told}
      columns={[
        { head: 'Target', isText: true, isWhole: true, cell: ({ target }) => target },
        { head: 'State', isText: true, cell: (each) => breakerWords(each, clock) },
        {
          head: 'Since',
          unit: clock.timeZone,
          isText: true,
          isWhole: true,
          cell: ({ note }) => (note === null ? '' : momentAt(note.atMs, clock.timeZone)),
        },
      ]}
    />
  );
}

export function StandingSection({ standing, clock }: { standing: Standing; clock: Clock }) {
  const { breakers, outbox, store } = standing;
  const open = breakers?.filter((each) => isOpen(each, clock.nowMs)).length ?? null;
  return (
    <section>
      <h2>Now</h2>
      <Tiles>
        <Tile
          name="Circuit breakers open"
          value={count(open)}
          mood={open ? 'warn' : 'plain'}
          note={breakers === null ? 'not known' : `of ${count(breakers.length)} targets of routes`}
        />
        <OutboxTile outbox={outbox} nowMs={clock.nowMs} />
        <StoreTile store={store} />
      </Tiles>
      <BreakerTable breakers={breakers} clock={clock} />
      <p class="note">
        Of the whole router, whatever the period and the filters are. An open breaker holds calls back from a
        target that fails; others of the route serve meanwhile.
      </p>
    </section>
  );
}
