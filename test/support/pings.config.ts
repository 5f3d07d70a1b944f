/** The routes of the tests of faults, for clients that hear the first ping after a moment. */
import faults from './faults.config.ts';

export default { ...faults, limits: { pingAfterMs: 200 } };
