/**
 * A day that is not over, with the mark of what is in it, in one step: no hour can be closed in between. Three billed
 * commands whatever the number of hours.
 *
 * KEYS: state, day. Reply: the marks `closed`, `first`, `thirds`; the day's fields and values in turn.
 */
export const dayScript = `
return {redis.call('HMGET', KEYS[1], 'closed', 'first', 'thirds'), redis.call('HGETALL', KEYS[2])}
`;
