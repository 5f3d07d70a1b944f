/** Why cost changed, as parts that add up: a row each with a bar from the middle, left for cheaper and right for dearer. */
import type { BridgePart } from '../../finance/bridge.ts';
import type { BridgePartName } from '../../finance/bridge-moves.ts';
import { bridgeOf } from '../change-sentence.ts';
import { count, money } from '../parts/format.ts';
import { SumLine } from '../parts/sum-line.tsx';
import { Table } from '../parts/table.tsx';
import { type ComparedFigures, untilWords } from '../read-compared.ts';

const words: Readonly<Record<BridgePartName, string>> = {
  requests: 'More or fewer requests',
  routeMix: 'Requests on dearer or cheaper routes',
  modelMix: 'Dearer or cheaper models inside of routes',
  tokens: 'Tokens per request',
  cache: 'Input read from and written to caches',
  tools: "Providers' own tools",
  price: 'Price of a token',
  fallbacks: 'Retries, fallbacks and hedges',
  besides: 'Shadows and second looks',
  corrections: 'Corrections to invoices',
};

const half = 50;

function Tilt({ value, most }: { readonly value: number; readonly most: number }) {
  const width = most === 0 ? 0 : Number(((Math.abs(value) / most) * half).toFixed(2));
  return (
    <svg class="tilt" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect
        class={value < 0 ? 's3' : 's2'}
        x={value < 0 ? half - width : half}
        width={width}
        y="1"
        height="8"
      />
      <line class="mark" x1={half} x2={half} y1="0" y2="10" />
    </svg>
  );
}

function driverOf({ driver }: BridgePart): string {
  if (driver === null) return '';
  return driver.model === null ? driver.route : `${driver.route}, ${driver.model}`;
}

export function BridgeSection({ compared }: { readonly compared: ComparedFigures }) {
  const { parts, beforeNanoUsd, afterNanoUsd, unpricedBefore, unpricedAfter } = bridgeOf(compared);
  const shown = parts.filter(({ nanoUsd }) => nanoUsd !== 0);
  const most = Math.max(0, ...shown.map(({ nanoUsd }) => Math.abs(nanoUsd)));
  const unpriced = unpricedBefore + unpricedAfter;
  return (
    <section>
      <h2>Why it changed</h2>
      <Table
        caption={`From ${money(beforeNanoUsd)} USD (${compared.name}) to ${money(afterNanoUsd)} USD${untilWords(compared)}`}
        rows={shown}
        empty="The cost is the same to the nano-dollar."
        columns={[
          { head: 'Cause', isText: true, cell: (part) => words[part.name], sum: 'Difference' },
          {
            head: 'Change',
            unit: 'USD',
            cell: ({ nanoUsd }) => money(nanoUsd),
            sum: money(afterNanoUsd - beforeNanoUsd),
          },
          {
            head: 'Cheaper | dearer',
            isText: true,
            cell: ({ nanoUsd }) => <Tilt value={nanoUsd} most={most} />,
          },
          { head: 'Most of it', isText: true, cell: driverOf },
        ]}
      />
      <SumLine
        what="The parts"
        rows={parts.map(({ nanoUsd }) => nanoUsd)}
        headline={afterNanoUsd - beforeNanoUsd}
      />
      {unpriced === 0 ? null : (
        <p class="note">{count(unpriced)} attempts of unknown price are left out on both sides.</p>
      )}
    </section>
  );
}
