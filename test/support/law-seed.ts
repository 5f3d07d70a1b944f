/**
 * The values that laws draw: the same in every run, so that a run says something of the change and not of its luck.
 * `SIGNALBOX_LAW_SEED=any npm test` draws others each time; a number draws those of that number.
 */
import fc from 'fast-check';

const asked = process.env.SIGNALBOX_LAW_SEED;
if (asked !== 'any') fc.configureGlobal({ seed: asked === undefined ? 1871 : Number(asked) });
