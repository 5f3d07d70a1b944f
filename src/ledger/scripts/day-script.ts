/**
 * A day that is not over, with the mark of what is in it, in one step: no hour can be closed in between. Three billed
 * commands whatever the number of hours.
 *
 * KEYS: state, day. Reply: `closed`, `first`, then the day's fields and values in turn.
 */
export const dayScript = `
local marks = redis.call('HMGET', KEYS[1], 'closed', 'first')
return {marks[1] or '', marks[2] or '', redis.call('HGETALL', KEYS[2])}
`;
