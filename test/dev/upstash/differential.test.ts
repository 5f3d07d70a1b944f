/**
 * The embedded engine against the real one: random commands, alone, in transactions and through Lua, give
 * the same replies, the same bills and the same keys. Needs redis-server on PATH; says so when it is not.
 * DIFFERENTIAL_RUNS=5000 takes a new seed and runs longer.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandTable } from '../../../src/dev/upstash/embedded/command-table.ts';
import { openEmbeddedEngine } from '../../../src/dev/upstash/embedded/embedded-engine.ts';
import type { Command, Engine, Reply } from '../../../src/dev/upstash/engine.ts';
import { openRedisEngine } from '../../../src/dev/upstash/redis-engine.ts';
import { findRedisServer } from '../../../src/dev/upstash/redis-process.ts';
import { argumentsOf, hidesTime, leftOut, randomSteps, type Step, unordered } from './random-commands.ts';

const program = findRedisServer();
const reason = program ? '' : ' (left out: there is no redis-server on PATH)';
const wantedRuns = Number(process.env.DIFFERENTIAL_RUNS ?? 0);

const passThrough = 'return redis.pcall(unpack(ARGV))';
/** Casts of doubles this large to integers differ from one kind of processor to another. */
const largestSafeCast = 2n ** 62n;

const throughLua = (command: Command): Command => ['EVAL', passThrough, '0', ...command];

/** A reply as plain data, without what Redis does not promise: order of sets, moments in time. */
function show(reply: Reply, name: string, how: Step['how']): unknown {
  switch (reply.type) {
    case 'status':
    case 'error':
      return `${reply.type}: ${reply.text}`;
    case 'integer':
      if (hidesTime.has(name) && reply.value > 0n && reply.value < 4_000_000_000_000n) return 'some time';
      if (how === 'script' && (reply.value > largestSafeCast || reply.value < -largestSafeCast))
        return 'huge';
      return reply.value.toString();
    case 'bulk':
      return reply.bytes === null ? null : `"${reply.bytes}"`;
    case 'array': {
      const items = reply.items?.map((item) => show(item, name, how)) ?? null;
      return unordered.has(name) ? items?.toSorted() : items;
    }
    default:
      return reply satisfies never;
  }
}

async function play(engine: Engine, { how, commands }: Step): Promise<unknown> {
  const sent = how === 'script' ? commands.map(throughLua) : commands;
  const outcome = await (how === 'transaction' ? engine.transaction(sent) : engine.pipeline(sent));
  if ('discarded' in outcome) return outcome;
  const replies = outcome.replies.map((reply, at) =>
    show(reply, (commands[at]?.[0] ?? '').toLowerCase(), how),
  );
  return { commands, replies, scriptCalls: outcome.scriptCalls };
}

/** Reads everything there is, whatever its type: the reads that do not fit are errors on both sides. */
async function dump(engine: Engine): Promise<unknown> {
  const names = ['text', 'hash', 'list', 'set', 'zset', 'stream', 'none', ''].flatMap((name) => [
    name,
    `${name}2`,
  ]);
  const commands = names.flatMap((name) => [
    ['type', name],
    ['pexpiretime', name],
    ['get', name],
    ['hgetall', name],
    ['lrange', name, '0', '-1'],
    ['smembers', name],
    ['zrange', name, '0', '-1', 'withscores'],
    ['xrange', name, '-', '+'],
  ]);
  return play(engine, { how: 'pipeline', commands });
}

describe.skipIf(!program)(`the embedded engine and redis-server${reason}`, () => {
  let folder = '';
  let real: Engine;
  let embedded: Engine;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'signalbox-differential-'));
    real = await openRedisEngine(program ?? '', join(folder, 'real'));
    embedded = await openEmbeddedEngine({ dataDir: join(folder, 'embedded') });
  });
  afterAll(async () => {
    await real.stop();
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('answer alike to random commands and end with the same keys', async () => {
    const law = fc.asyncProperty(randomSteps, async (steps) => {
      await Promise.all([real.pipeline([['FLUSHALL']]), embedded.pipeline([['FLUSHALL']])]);
      for (const step of steps) {
        expect(await play(embedded, step)).toEqual(await play(real, step));
      }
      expect(await dump(embedded)).toEqual(await dump(real));
    });
    await fc.assert(law, wantedRuns > 0 ? { numRuns: wantedRuns } : { numRuns: 250, seed: 20_261_121 });
  }, 600_000);
});

it('random commands cover every command of the embedded engine', () => {
  const tried = [...Object.keys(argumentsOf), ...leftOut].toSorted();
  expect(tried).toEqual([...commandTable.keys()].toSorted());
});
