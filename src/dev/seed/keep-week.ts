/** The week of demo data that `npm start` has: written where there is none, or one that is over for a day. */
import { readRecord } from './record.ts';
import { type RemovePorts, removeDemo } from './remove.ts';
import { seedDemo } from './seed.ts';

const days = 7;
/** Of the usual requests: half of them are written in a moment, and show as much. */
const usualScale = 0.5;
const dayMs = 86_400_000;

/** Leaves a demo that is newer, whatever its length. Errors: StoreError. */
export async function keepWeek(ports: RemovePorts, scale = usualScale): Promise<void> {
  const { store, timeZone, now } = ports;
  const record = await readRecord(store);
  if (record?.isWhole === true && record.endMs > now() - dayMs) return;
  if (record !== null) await removeDemo(ports);
  await seedDemo({ store, timeZone, days, scale, endMs: now() });
}
