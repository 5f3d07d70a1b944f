/**
 * `npm run demo:seed` and `npm run demo:remove`. Exit codes: 0 done, 2 it cannot be done as asked, 3 the database does
 * not answer.
 */
import { join } from 'node:path';
import { defaultTeam } from '../../core/caller.ts';
import { createScriptStore, StoreError } from '../../ledger/store.ts';
import { readDevVars, variableReader } from '../dev-vars.ts';
import { givenStore, type StoreAddress } from '../start/bindings.ts';
import { readSettings } from '../start/options.ts';
import { readRoutes } from '../start/read-routes.ts';
import { findStoreAddress } from '../start/store-address.ts';
import { findRealTeams } from './find-real.ts';
import { type DemoOptions, demoHelp, parseDemo } from './options.ts';
import { patientStore } from './patient-store.ts';
import { type RemovePorts, removeDemo } from './remove.ts';
import { seedDemo } from './seed.ts';

const root = join(import.meta.dirname, '../../..');

/** Ends the command with a message for the person. */
class Refusal extends Error {}

const noStore = `There is no database: nothing runs here, and UPSTASH_REDIS_REST_URL is not set.
Start the router with \`npm run dev\` and leave it running, then run this command again in another terminal.`;

type FoundStore = {
  readonly address: StoreAddress;
  /** Of a run on this machine. */
  readonly isLocal: boolean;
};

function findStore(): FoundStore {
  const read = variableReader(process.env, readDevVars(join(root, '.dev.vars')));
  const given = givenStore(read);
  if (given.kind === 'wrong') throw new Refusal(given.message);
  if (given.kind === 'given') return { address: given.store, isLocal: false };
  const settings = readSettings(read, root);
  if (settings.kind === 'wrong') throw new Refusal(settings.message);
  const found = findStoreAddress(settings.settings.dataDir);
  if (found === null) throw new Refusal(noStore);
  return { address: found, isLocal: true };
}

async function openPorts({ address: { url, token } }: FoundStore): Promise<RemovePorts> {
  const routes = await readRoutes(join(root, 'routes.config.ts'));
  if (routes.kind !== 'ok') throw new Refusal('routes.config.ts cannot be read; `npm run dev` says why.');
  return { store: patientStore(createScriptStore(url, token)), timeZone: routes.timeZone, now: Date.now };
}

const usd = (nanoUsd: number): string =>
  (nanoUsd / 1e9).toLocaleString('en', { style: 'currency', currency: 'USD' });
const count = (number: number): string => number.toLocaleString('en');

async function seed({ days, endMs, seed: text, mayMix }: DemoOptions): Promise<void> {
  const found = findStore();
  const ports = await openPorts(found);
  // The dozen requests of `npm start`, and what else came with the local key, are nobody's books.
  const real = mayMix ? [] : await findRealTeams(ports, found.isLocal ? defaultTeam : null);
  if (real.length > 0)
    throw new Refusal(
      `This database holds rows of real teams (${real.join(', ')}). Demo data can stand beside them and be taken out
again; if that is wanted: npm run demo:seed -- --yes`,
    );
  const before = await removeDemo(ports);
  if (before.rows > 0) console.log(`Took out ${count(before.rows)} rows of an earlier demo.`);
  let nanoUsd = 0;
  const { rows, requests } = await seedDemo({
    ...ports,
    days,
    endMs: endMs ?? ports.now(),
    seed: text,
    onRow: ({ cost }) => {
      if (cost !== null) nanoUsd += cost.input + cost.cacheRead + cost.cacheWrite + cost.output + cost.tools;
    },
  });
  console.log(
    `Wrote ${count(rows)} rows of ${count(requests)} requests in ${days} days, ${usd(nanoUsd)} in all.`,
  );
  console.log('npm run demo:remove takes them out again. Open pages show them within ten minutes.');
}

async function remove(): Promise<void> {
  const { rows, cells, limits } = await removeDemo(await openPorts(findStore()));
  if (rows + cells + limits === 0) return console.log('There is no demo data.');
  console.log(
    `Took out ${count(rows)} rows, ${count(cells)} sums and ${limits} limits of teams named demo-….`,
  );
  console.log('Open pages show that within ten minutes.');
}

async function run(): Promise<number> {
  const parsed = parseDemo(process.argv.slice(2), Date.now());
  if (parsed.kind === 'help') console.log(demoHelp);
  if (parsed.kind === 'wrong') throw new Refusal(parsed.message);
  if (parsed.kind === 'seed') await seed(parsed.options);
  if (parsed.kind === 'remove') await remove();
  return 0;
}

process.exitCode = await run().catch((problem: unknown) => {
  if (problem instanceof Refusal) console.error(problem.message);
  else if (problem instanceof StoreError)
    console.error(`The database does not answer as it should (${problem.message}).`);
  else throw problem;
  return problem instanceof Refusal ? 2 : 3;
});
